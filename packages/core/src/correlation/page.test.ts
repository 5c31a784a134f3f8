/** When a group is worth waking somebody for: what holds is, what comes by chance and goes is not. */
import { describe, expect, it } from 'vitest'
import { dayMs, minuteMs, secondMs } from '../clock.ts'
import { emptyBackground } from './background.ts'
import { Correlator } from './correlator.ts'
import { createGraph } from './graph.ts'
import type { Sighting } from './group.ts'

const startMs = Date.UTC(2026, 2, 2, 12)
const graph = createGraph(
  Array.from({ length: 40 }, (_, index) => `other-${index}`),
  [
    ['web', 'cart'],
    ['mobile', 'cart'],
    ['cart', 'stock'],
  ],
)

interface Told {
  readonly atMin: number
  readonly service: string
  readonly name?: string
  readonly host?: string
  readonly untilMin?: number
  readonly urgency?: Sighting['urgency']
}

/** A day of ninety stray groups, as it was learnt. */
const noisy = {
  ...emptyBackground,
  groups: 90,
  critical: 12,
  lastedMs5: 30,
  lastedMs15: 15,
  doubled: 1,
  mixed: 1,
  spanMs: dayMs,
}

/** Plays alerts through `minutes`; gives back after how many minutes each page came. */
function pagesOf(told: readonly Told[], minutes: number, background = noisy): number[] {
  const correlator = new Correlator(graph, { groups: [], standings: [], background })
  const sightings = told.flatMap(({ atMin, service, name = 'Slow', host = 'h-1', untilMin, urgency = 'critical' }) => {
    const common = { fingerprint: `${service}/${name}/${host}`, service, name, labels: { host }, text: name, urgency }
    const at = (min: number, state: Sighting['state']): Sighting => ({
      ...common,
      state,
      timeMs: startMs + min * minuteMs,
    })
    return [at(atMin, 'firing'), ...(untilMin === undefined ? [] : [at(untilMin, 'resolved')])]
  })
  for (let nowMs = startMs; nowMs <= startMs + minutes * minuteMs; nowMs += 30 * secondMs) {
    for (const one of sightings)
      if (one.timeMs > nowMs - 30 * secondMs && one.timeMs <= nowMs) correlator.observe(one, nowMs)
    correlator.evaluate(nowMs)
  }
  return correlator.groups().flatMap(({ pagedMs }) => (pagedMs === undefined ? [] : [(pagedMs - startMs) / minuteMs]))
}

describe('whether a group pages', () => {
  it('pages at once for one symptom on several machines', () => {
    const told = ['h-1', 'h-2', 'h-3'].map((host) => ({ atMin: 1, service: 'cart', host }))
    expect(pagesOf(told, 2)).toEqual([1])
  })

  it('pages nobody for two alerts near each other of which the first is over', () => {
    const told: Told[] = [
      { atMin: 1, service: 'cart', untilMin: 3 },
      { atMin: 4, service: 'web', untilMin: 40, urgency: 'warning' },
    ]
    expect(pagesOf(told, 60)).toEqual([])
  })

  it('pages for two services that go on together once it is seen that they do, sooner where little ever goes off', () => {
    const told: Told[] = [
      { atMin: 1, service: 'cart' },
      { atMin: 2, service: 'web' },
    ]
    expect(pagesOf(told, 30)).toEqual([21])
    expect(pagesOf(told, 30, emptyBackground)).toEqual([6])
  })

  it('does not take what goes on for critical where only what is over was', () => {
    const told: Told[] = [
      { atMin: 1, service: 'cart', host: 'h-1', untilMin: 4 },
      { atMin: 8, service: 'cart', host: 'h-2', urgency: 'warning' },
    ]
    expect(pagesOf(told, 40)).toEqual([])
    expect(pagesOf([{ atMin: 1, service: 'cart', host: 'h-1' }], 40)).toHaveLength(1)
  })

  it('leaves nothing alone that several machines show for long, however mild it says it is', () => {
    const told: Told[] = ['h-1', 'h-2'].map((host) => ({ atMin: 1, service: 'cart', host, urgency: 'warning' }))
    expect(pagesOf(told, 40)).toHaveLength(1)
  })
})
