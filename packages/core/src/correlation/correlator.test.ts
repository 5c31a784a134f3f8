import { describe, expect, it } from 'vitest'
import { hourMs, minuteMs, secondMs } from '../clock.ts'
import { Correlator } from './correlator.ts'
import { createGraph } from './graph.ts'
import { type Group, type Sighting, servicesOf } from './group.ts'
import { nameOf } from './likelihood.ts'

const startMs = Date.UTC(2026, 2, 2, 12)
const graph = createGraph(
  [],
  [
    ['web', 'cart'],
    ['web', 'search'],
    ['mobile', 'cart'],
    ['cart', 'stock'],
    ['cart', 'price'],
    ['search', 'index'],
    ['admin', 'index'],
    ['report', 'ledger'],
  ],
)

/** `web:slow@1.5` fires at 1.5 minutes; `-web:slow@9` resolves. */
function sighting(text: string, change: Partial<Sighting> = {}): Sighting {
  const [, resolves, service = '', name = '', minutes] = /^(-?)([\w-]+):([\w-]+)@([\d.]+)$/.exec(text) ?? []
  return {
    fingerprint: `${service}/${name}`,
    service,
    name,
    state: resolves === '-' ? 'resolved' : 'firing',
    timeMs: startMs + Number(minutes) * minuteMs,
    labels: {},
    text: name,
    urgency: 'critical',
    ...change,
  }
}

function play(correlator: Correlator, texts: readonly (string | Sighting)[], untilMinutes: number): Correlator {
  const all = texts.map((text) => (typeof text === 'string' ? sighting(text) : text))
  for (let atMs = startMs; atMs <= startMs + untilMinutes * minuteMs; atMs += 30 * secondMs) {
    for (const one of all) if (one.timeMs > atMs - 30 * secondMs && one.timeMs <= atMs) correlator.observe(one, atMs)
    correlator.evaluate(atMs)
  }
  return correlator
}

const paged = (correlator: Correlator): Group[] => correlator.groups().filter((group) => group.pagedMs !== undefined)
const topOf = (group: Group | undefined): string =>
  group?.causes[0] === undefined ? 'none' : nameOf(group.causes[0].candidate)

describe('correlation', () => {
  it('makes one page of a failure that spreads to callers, with the callee as its cause', () => {
    const correlator = play(
      new Correlator(graph),
      ['stock:disk@1', 'cart:errors@2', 'web:slow@2.5', 'mobile:slow@3'],
      6,
    )
    expect(paged(correlator)).toHaveLength(1)
    const [group] = paged(correlator)
    expect([...servicesOf(group ?? { symptoms: new Map() })].sort()).toEqual(['cart', 'mobile', 'stock', 'web'])
    expect(topOf(group)).toBe('stock')
    const total = group?.causes.reduce((sum, cause) => sum + cause.probability, 0)
    expect(total).toBeCloseTo(1, 2)
    expect(group?.causes.map(({ candidate }) => candidate.kind)).toContain('unknown')
  })

  it('names another cause when late evidence does', () => {
    const correlator = play(new Correlator(graph), ['cart:errors@2', 'web:slow@2.5', 'mobile:slow@3'], 4)
    expect(topOf(paged(correlator)[0])).toBe('cart')
    const late = ['price:crash', 'price:memory'].map((text) => sighting(`${text}@1`))
    for (const one of late) correlator.observe(one, startMs + 5 * minuteMs)
    correlator.evaluate(startMs + 5 * minuteMs)
    expect(topOf(paged(correlator)[0])).toBe('price')
    expect(correlator.audit().findLast(({ kind }) => kind === 'cause-changed')).toMatchObject({
      from: { service: 'cart' },
      to: { service: 'price' },
    })
  })

  it('keeps two failures at once apart', () => {
    const correlator = play(
      new Correlator(graph),
      ['stock:disk@1', 'cart:errors@2', 'mobile:slow@3', 'ledger:lock@1', 'report:late@2', 'report:errors@2.5'],
      8,
    )
    expect(paged(correlator).map(topOf).sort()).toEqual(['ledger', 'stock'])
  })

  it('splits a group in which a second cause shows, and says so', () => {
    const correlator = new Correlator(graph)
    const storm = [
      'stock:disk@1',
      'cart:errors@1.5',
      'mobile:slow@2',
      'web:slow@2',
      'search:errors@2.5',
      'index:crash@2.5',
      'index:memory@3',
      'admin:errors@3.5',
    ]
    play(correlator, storm, 8)
    expect(paged(correlator).map(topOf).sort()).toEqual(['index', 'stock'])
  })

  it('merges groups when it turns out that one cause explains both', () => {
    const correlator = play(
      new Correlator(graph),
      ['mobile:slow@1', 'mobile:errors@1', 'stock:disk@1.5', 'stock:crash@2'],
      3,
    )
    play(correlator, ['cart:errors@3.5'], 8)
    expect(correlator.groupOf('mobile/slow')).toBe(correlator.groupOf('stock/disk'))
    expect(topOf(correlator.groupOf('mobile/slow'))).toBe('stock')
  })

  it('proposes to take back the release in flight that is the likely cause, once', () => {
    const correlator = new Correlator(graph)
    correlator.addChange({ id: 'chg-1', service: 'cart', timeMs: startMs - 2 * minuteMs, releaseId: 'rel-1' })
    play(correlator, ['cart:errors@1', 'web:slow@2', 'mobile:slow@2'], 8)
    const proposals = correlator.audit().filter(({ kind }) => kind === 'rollback-proposed')
    expect(proposals).toMatchObject([{ proposal: { releaseId: 'rel-1', change: { service: 'cart' } } }])
  })

  it('proposes nothing for a change that is done', () => {
    const correlator = new Correlator(graph)
    correlator.addChange({ id: 'chg-1', service: 'cart', timeMs: startMs - 2 * minuteMs })
    play(correlator, ['cart:errors@1', 'web:slow@2'], 8)
    expect(correlator.audit().some(({ kind }) => kind === 'rollback-proposed')).toBe(false)
  })

  it('names the place where services fail that do not call each other', () => {
    const services = ['web', 'index', 'ledger', 'price']
    const storm = services.map((service, place) =>
      sighting(`${service}:unreachable@${1 + place / 4}`, { labels: { host: 'h-7' } }),
    )
    const correlator = play(new Correlator(graph), storm, 4)
    expect(paged(correlator).map(topOf)).toEqual(['host=h-7'])
  })

  it('wakes nobody for a mild alert that is gone in a minute', () => {
    const stray = sighting('search:slow@1', { urgency: 'warning' })
    const correlator = play(new Correlator(graph), [stray, '-search:slow@2'], 30)
    expect(paged(correlator)).toEqual([])
    expect(correlator.groups().every((group) => group.closedMs !== undefined)).toBe(true)
  })

  it('wakes somebody for a single critical alert that lasts', () => {
    expect(paged(play(new Correlator(graph), ['ledger:down@1'], 30))).toHaveLength(1)
  })

  it('pages nobody for a storm that is muted whole, until the first of it is heard', () => {
    const correlator = new Correlator(graph)
    const storm = ['stock:disk@1', 'cart:errors@2', 'web:slow@2.5', 'mobile:slow@3']
    const muted = storm.map((text) => sighting(text, { isMuted: true }))
    play(correlator, muted, 8)
    expect(paged(correlator)).toEqual([])
    correlator.observe(sighting('web:slow@2.5'), startMs + 9 * minuteMs)
    correlator.evaluate(startMs + 9 * minuteMs)
    expect(paged(correlator)).toHaveLength(1)
  })

  it('takes duplicates, flaps and their resolves for the same alert', () => {
    const correlator = new Correlator(graph)
    const [first, again] = [sighting('web:slow@1'), sighting('web:slow@3')]
    expect(correlator.observe(first, startMs).kind).toBe('opened')
    expect(correlator.observe(first, startMs)).toMatchObject({ kind: 'known', reason: 'same-alert' })
    expect(correlator.observe(sighting('-web:slow@2'), startMs)).toMatchObject({ reason: 'resolved' })
    expect(correlator.observe(again, startMs)).toMatchObject({ reason: 'fires-again' })
    expect(correlator.observe(sighting('-cart:slow@2'), startMs)).toEqual({
      kind: 'none',
      reason: 'resolved-and-never-seen',
    })
  })

  it('goes on from its snapshot as if nothing had happened', () => {
    const storm = ['stock:disk@1', 'cart:errors@2', '-stock:disk@5', 'web:slow@5.5', 'mobile:slow@6']
    const whole = play(new Correlator(graph), storm, 10)
    const half = play(new Correlator(graph), storm.slice(0, 2), 3)
    const stored: unknown = JSON.parse(JSON.stringify(half.snapshot()))
    const resumed = new Correlator(graph, stored as ReturnType<Correlator['snapshot']>)
    for (const text of storm.slice(2)) resumed.observe(sighting(text), sighting(text).timeMs)
    for (let minute = 3; minute <= 10; minute += 0.5) resumed.evaluate(startMs + minute * minuteMs)
    expect(resumed.groups().map(topOf)).toEqual(whole.groups().map(topOf))
    expect(resumed.snapshot().standings).toEqual(whole.snapshot().standings)
  })

  it('takes an alert that fires again hours later for a new one, even where nobody evaluated meanwhile', () => {
    const correlator = new Correlator(graph)
    correlator.observe(sighting('web:slow@1'), startMs)
    correlator.observe(sighting('-web:slow@2'), startMs)
    const later = { ...sighting('web:slow@1'), timeMs: startMs + 3 * hourMs }
    expect(correlator.observe(later, startMs + 3 * hourMs).kind).toBe('opened')
  })
})
