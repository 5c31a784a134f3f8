import { describe, expect, it } from 'vitest'
import { hourMs, minuteMs } from '../clock.ts'
import { Correlator, createGraph } from '../correlation/index.ts'
import { createMutes, type Silence } from '../silence/index.ts'
import type { Fingerprint } from './fingerprint.ts'
import { recordNotice } from './flap.ts'
import { standingOf } from './history.ts'
import { type InhibitionRule, Inhibitor } from './inhibition.ts'
import {
  type AlertRecord,
  type IntakeFacts,
  intake,
  reconsider,
  stageNames,
  takeIn,
  takeInSignal,
  type Work,
} from './intake.ts'
import { compileRoute, routeSchema } from './routing.ts'
import type { Signal } from './signal.ts'
import { explainWork } from './why.ts'

const startMs = Date.UTC(2026, 2, 2, 12)
const is = (label: string, value: string): Silence['matchers'][number] => ({ label, operator: '=', value })

/** A world with a table of records: what was decided to be told is recorded as told. */
class World {
  readonly records = new Map<Fingerprint, AlertRecord>()
  readonly told: string[] = []
  readonly correlator = new Correlator(createGraph([], [['web', 'basket']]))
  readonly inhibitor: Inhibitor
  nowMs = startMs
  silences: Silence[] = []

  constructor(rules: InhibitionRule[] = []) {
    this.inhibitor = new Inhibitor(rules)
  }

  facts(): IntakeFacts {
    return {
      nowMs: this.nowMs,
      recordOf: (fingerprint) => this.records.get(fingerprint),
      serviceOf: (name) =>
        name === 'basket' ? { name, owner: 'shop', tier: 1, runbookUrl: 'https://runbook/basket' } : undefined,
      changesOf: () => [],
      mutes: createMutes(this.silences, []),
      inhibitor: this.inhibitor,
      correlator: this.correlator,
      root: compileRoute(
        routeSchema.parse({ receiver: 'desk', routes: [{ matchers: [is('team', 'shop')], receiver: 'shop' }] }),
      ),
    }
  }

  hear(state: Signal['state'], change: Partial<Signal> = {}): Work {
    const signal: Signal = {
      source: 'mapped',
      sourceKey: 'basket-down',
      service: 'basket',
      name: 'BasketDown',
      labels: { zone: 'a' },
      state,
      sourceTimeMs: this.nowMs,
      sequence: 0,
      text: 'basket does not answer',
      severityHint: 'critical',
      links: [],
      ...change,
    }
    return this.settle(takeInSignal(signal, this.facts()))
  }

  ask(fingerprint: Fingerprint): Work {
    return this.settle(reconsider(fingerprint, this.facts()))
  }

  settle([work]: readonly Work[]): Work {
    if (work === undefined) throw new Error('no work')
    const { fingerprint, merged, notices = { sent: [] }, notice, outcome } = work
    if (fingerprint === undefined || merged === undefined) return work
    const isTold =
      notice?.kind === 'notify' && (outcome?.kind === 'page' || outcome?.kind === 'tell' || outcome?.kind === 'added')
    if (isTold) this.told.push(`${notice.notice} ${work.labels.alertname}`)
    const log = isTold ? recordNotice(notices, notice.notice, this.nowMs, standingOf(merged.history).sinceMs) : notices
    this.records.set(fingerprint, { history: merged.history, notices: log })
    return work
  }
}

const silence = (world: World, forMs: number): Silence => ({
  id: 'sil-1',
  matchers: [is('service', 'basket')],
  startsAtMs: world.nowMs,
  endsAtMs: world.nowMs + forMs,
  createdBy: 'ana',
  reason: 'known',
})

describe('the intake', () => {
  it('is one list of stages in the order of the product', () => {
    expect(intake.map((stage) => stage.name)).toEqual([...stageNames])
  })

  it('pages the owner of a service that matters, with severity, runbook and the reason of every stage', () => {
    const work = new World().hear('firing')
    expect(work.outcome).toMatchObject({ kind: 'page', routes: [{ settings: { receiver: 'shop' } }] })
    expect(work.severity?.severity).toBe('SEV1')
    expect(work.enrichment).toMatchObject({ owner: 'shop', hasRunbook: true })
    expect(explainWork(work)).toEqual([
      'fingerprint: by-source-key',
      'merge: never-seen-before',
      'flap: new-episode',
      'silence: not-muted',
      'inhibit: not-inhibited',
      'correlate: no-open-group-is-related',
      'enrich: owned-by-shop',
      'severity: SEV1: impact-unknown-in-tier',
      'route: severity-pages',
      'Told to shop (root/0).',
    ])
  })

  it('tells a resolve while silenced, and the next firing once the silence is over', () => {
    const world = new World()
    const { fingerprint } = world.hear('firing')
    if (fingerprint === undefined) throw new Error('no fingerprint')
    world.silences = [silence(world, hourMs)]
    world.nowMs += minuteMs
    expect(world.hear('resolved').outcome).toMatchObject({ kind: 'held', untilMs: world.nowMs + 2 * minuteMs })
    world.nowMs += 2 * minuteMs
    expect(world.ask(fingerprint).outcome).toMatchObject({ kind: 'tell', reason: 'resolved' })
    world.nowMs += 30 * minuteMs
    const muted = world.hear('firing')
    expect(muted.outcome).toMatchObject({ kind: 'muted', reason: 'silenced' })
    expect(explainWork(muted).at(-1)).toBe(
      'Silent because of silence sil-1 by ana until 2026-03-02T13:00:00.000Z: known.',
    )
    world.nowMs = startMs + hourMs
    expect(world.ask(fingerprint).outcome?.kind).toBe('page')
    expect(world.told).toEqual(['firing BasketDown', 'resolved BasketDown', 'firing BasketDown'])
  })

  it('goes on with the state of a muted alert: it inhibits others', () => {
    const world = new World([
      {
        name: 'down hides slow',
        source: [is('alertname', 'BasketDown')],
        target: [is('alertname', 'BasketSlow')],
        equal: ['zone'],
      },
    ])
    world.silences = [{ ...silence(world, hourMs), matchers: [is('alertname', 'BasketDown')] }]
    const down = world.hear('firing')
    expect(down.outcome?.kind).toBe('muted')
    const slow = world.hear('firing', { sourceKey: 'basket-slow', name: 'BasketSlow' })
    expect(slow.outcome).toEqual({
      kind: 'inhibited',
      reason: 'another-alert-explains-it',
      by: [{ rule: 'down hides slow', source: down.fingerprint, equal: ['zone'] }],
    })
    for (let minute = 1; minute < 40; minute++) world.correlator.evaluate(startMs + minute * minuteMs)
    expect(world.correlator.groups().every((group) => group.pagedMs === undefined)).toBe(true)
    expect(world.told).toEqual([])
  })

  it('adds the alerts of a storm to the page of their group', () => {
    const world = new World()
    world.hear('firing')
    for (let index = 0; index < 20; index++)
      expect(world.hear('firing', { sourceKey: `host-${index}`, labels: { host: `h${index}` } }).outcome).toMatchObject(
        { kind: 'added' },
      )
  })

  it('ends with a duplicate, and with a late firing that a resolve has overtaken', () => {
    const world = new World()
    world.hear('firing')
    expect(world.hear('firing').outcome).toEqual({ kind: 'ended', reason: 'already-known' })
    world.hear('resolved', { sourceKey: 'other', sourceTimeMs: startMs + 5 })
    expect(world.hear('firing', { sourceKey: 'other', sourceTimeMs: startMs + 4 }).outcome).toEqual({
      kind: 'ended',
      reason: 'nobody-was-told',
    })
    expect(world.told).toEqual(['firing BasketDown'])
  })

  it('wakes nobody for what is mild and matters little', () => {
    const work = new World().hear('firing', { service: 'unheard-of', severityHint: 'info' })
    expect(work.severity).toMatchObject({ severity: 'SEV2', reason: 'impact-and-tier-unknown' })
    expect(new World().hear('unknown').outcome).toEqual({ kind: 'ended', reason: 'source-cannot-tell' })
  })

  it('takes several alerts from one delivery, and says why it takes none', () => {
    const alert = (name: string): unknown => ({
      status: 'firing',
      labels: { alertname: name },
      startsAt: '2026-03-02T12:00:00Z',
    })
    const world = new World()
    const payload = { version: '4', receiver: 'r', alerts: [alert('a'), alert('b')] }
    expect(takeIn({ kind: 'alertmanager', payload, receivedMs: startMs }, world.facts())).toHaveLength(2)
    const [bad] = takeIn({ kind: 'alertmanager', payload: {}, receivedMs: startMs }, world.facts())
    expect(bad?.outcome).toEqual({ kind: 'ended', reason: 'not-of-this-shape' })
  })
})
