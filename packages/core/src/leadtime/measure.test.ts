import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testStartMs } from '../../../../test/harness/context.ts'
import { promotionItem, regionOf } from '../../../../test/harness/promotion-item.ts'
import { hourMs, isoTime, minuteMs } from '../clock.ts'
import type { DomainEvent } from '../event.ts'
import type { LeadTime } from './leadtime.ts'
import { measure, percentileMs, summarise } from './measure.ts'
import { waitedMs, waitsOf } from './wait.ts'

const at = (minute: number): number => testStartMs + minute * minuteMs
const timeline = (...steps: readonly (readonly [minute: number, type: string])[]): DomainEvent[] =>
  steps.map(([minute, type], index) => ({
    id: `evt_${index}`,
    type,
    version: 1,
    time: isoTime(at(minute)),
    actor: 'system:Test',
    correlationId: 'cor_push',
    aggregate: { noun: type.split('.')[0] ?? '', id: 'x', sequence: index + 1 },
    data: {},
  }))

const release = timeline(
  [0, 'release.queued'],
  [3, 'release.admitted'],
  [3, 'release.begun'],
  [4, 'release.approval-requested'],
  [10, 'release.approved'],
  [10, 'gate.held'],
  [15, 'gate.opened'],
  [15, 'release.wave-shifting'],
  [16, 'release.wave-started'],
  [26, 'release.wave-judged'],
  [27, 'release.completed'],
)

describe('the waits of a change', () => {
  it('begin and end with its events, each by its kind', () => {
    expect(
      waitsOf(release, at(60)).map(({ kind, fromMs, untilMs }) => [kind, fromMs - at(0), untilMs - at(0)]),
    ).toEqual([
      ['queue', 0, 3 * minuteMs],
      ['approval', 4 * minuteMs, 10 * minuteMs],
      ['gate', 10 * minuteMs, 15 * minuteMs],
      ['soak', 16 * minuteMs, 26 * minuteMs],
    ])
  })

  it('last until now where nothing has ended them', () => {
    const promotion = timeline([0, 'promotion.started'], [5, 'promotion.approval-requested'], [6, 'promotion.approved'])
    expect(waitsOf(promotion, at(9))).toEqual([{ kind: 'approval', fromMs: at(5), untilMs: at(9) }])
    // What came later is not there yet.
    expect(waitsOf(promotion, at(1))).toEqual([])
  })

  it('count once where regions waited beside each other, and never more than the time there was', () => {
    const wait = fc.record({ from: fc.nat(100), length: fc.nat(50) })
    fc.assert(
      fc.property(fc.array(wait), (drawn) => {
        const waits = drawn.map(({ from, length }) => ({ kind: 'soak' as const, fromMs: from, untilMs: from + length }))
        const instants = new Set(
          waits.flatMap(({ fromMs, untilMs }) => Array.from({ length: untilMs - fromMs }, (_, i) => fromMs + i)),
        )
        expect(waitedMs(waits)).toEqual({ queue: 0, approval: 0, gate: 0, soak: instants.size })
      }),
    )
  })
})

const change = {
  ...{ pipeline: 'checkout', service: 'checkout', commit: '4f9a1c0', author: 'ann', message: '', builds: [] },
  ...{ committedAtMs: at(-60), pushedAtMs: at(-30), correlationId: 'cor_push' },
}
const done = (minute: number) => ({ outcome: 'completed', endedAtMs: at(minute) }) as const
const promotion = promotionItem({
  state: 'completed',
  endedAtMs: at(40),
  regions: [
    regionOf('gamma', 'lab', done(10)),
    regionOf('production', 'eu', { ...done(20), startedAtMs: at(11) }),
    regionOf('production', 'us', { ...done(40), startedAtMs: at(21) }),
    regionOf('production', 'ap', { ...done(30), startedAtMs: at(21) }),
  ],
})

describe('the lead time of a change', () => {
  it('runs from its check-in until every region of the last stage has it', () => {
    expect(measure({ change, promotion, timelines: [release] }, at(60))).toMatchObject({
      state: 'completed',
      builtAtMs: testStartMs,
      productionAtMs: at(40),
      stages: [
        { stage: 'gamma', startedAtMs: at(0), completedAtMs: at(10) },
        { stage: 'production', startedAtMs: at(11), completedAtMs: at(40) },
      ],
      waitedMs: { queue: 3 * minuteMs, approval: 6 * minuteMs, gate: 5 * minuteMs, soak: 10 * minuteMs },
    })
  })

  it('has no end before production: stopped, under way, or meant for an earlier stage', () => {
    const [lab, eu] = promotion.regions
    const stopped = promotionItem({ state: 'stopped', endedAtMs: at(30), regions: lab && eu ? [lab, eu] : [] })
    expect(measure({ change, promotion: stopped, timelines: [] }, at(60))).not.toHaveProperty('productionAtMs')
    expect(measure({ change, promotion: stopped, timelines: [] }, at(60)).stages[1]).not.toHaveProperty('completedAtMs')
    const toGamma = { ...promotion, upTo: 'gamma' }
    expect(measure({ change, promotion: toGamma, timelines: [] }, at(60))).not.toHaveProperty('productionAtMs')
    expect(measure({ change, timelines: [] }, at(60))).toMatchObject({ state: 'pushed', stages: [] })
  })
})

describe('the figures of many changes', () => {
  const item = (hours: number, more: Partial<LeadTime> = {}): LeadTime => ({
    ...measure({ change, promotion, timelines: [release] }, at(60)),
    productionAtMs: change.committedAtMs + hours * hourMs,
    revision: 1,
    ...more,
  })

  it('are those of changes that reached production, by nearest rank', () => {
    const items = [...Array.from({ length: 10 }, (_, index) => item(index + 1)), item(0, { productionAtMs: undefined })]
    expect(summarise(items)).toMatchObject({
      changes: 10,
      medianMs: 5 * hourMs,
      p90Ms: 9 * hourMs,
      medianBuildMs: 30 * minuteMs,
    })
  })

  it('are absent where no change reached production', () => {
    const { medianMs, p90Ms, changes } = summarise([])
    expect([changes, medianMs, p90Ms]).toEqual([0, undefined, undefined])
  })

  it('count those that a later version carried, but not their waits', () => {
    const waits = { queue: 1, approval: 1, gate: 1, soak: hourMs }
    const figures = summarise([item(1), item(9, { carriedBy: 'v2', waitedMs: waits })])
    expect(figures).toMatchObject({ changes: 2, medianWaitedMs: { soak: 10 * minuteMs } })
  })

  it('are values that occurred', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        expect(values).toContain(percentileMs(values, share))
      }),
    )
  })
})
