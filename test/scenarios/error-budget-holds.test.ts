/** Houston counts a service's error budget by itself: its burn is an alert, a spent one holds releases, and one that is not known does too. */
import type { SloView } from '@houston/core/slo'
import { Slo } from '@houston/core/slo'
import { expect } from 'vitest'
import { alertsOf } from '../harness/alert.ts'
import { type CountedApp, startCountedApp } from '../harness/counted-app.ts'
import type { Houston } from '../harness/houston.ts'
import { allowPages } from '../harness/pager.ts'
import { oneWave } from '../harness/pipeline.ts'
import { completion, scenario, underWay } from '../harness/scenario.ts'
import { withoutIncidents, withoutJudge } from '../harness/topology.ts'

const objectivesAlone: typeof withoutJudge = (topology) => ({
  ...withoutJudge(topology),
  schedules: topology.schedules.filter(({ name }) => name === 'slo-tick-every-minute'),
})

const declared = (app: CountedApp, more: Readonly<Record<string, unknown>> = {}) => {
  const count = (query: string) => ({ source: 'openmetrics', address: app.url, query, lagSec: 0, absentIsZero: false })
  return {
    name: 'orders-work',
    service: 'checkout',
    title: 'Orders work',
    description: '',
    counts: 'bad',
    part: count('app_errors_total'),
    total: count('app_requests_total'),
    target: 0.99,
    budgeting: 'occurrences',
    window: { kind: 'rolling', lengthMs: 28 * 86_400_000 },
    ...more,
  }
}

async function withObjective(houston: Houston, story: (app: CountedApp) => Promise<void>): Promise<void> {
  const app = await startCountedApp(() => houston.nowMs)
  try {
    await houston.declare({ waves: oneWave })
    await houston.accepted('slo.record', declared(app))
    await story(app)
  } finally {
    await app.stop()
  }
}

async function objective(houston: Houston): Promise<SloView> {
  const { items } = await houston.accepted<{ items: SloView[] }>('slo.list', { service: 'checkout' })
  expect(items).toHaveLength(1)
  return items[0] as SloView
}

const holds = async (houston: Houston, releaseId: string) => {
  const { now } = await houston.accepted<{ now: { reasons: { check: string; reason: string }[] } }>('passage.explain', {
    releaseId,
  })
  return now.reasons.map(({ check, reason }) => `${check} ${reason}`)
}

scenario(
  'a healthy service keeps its budget, and nobody hears of it',
  (houston) =>
    withObjective(houston, async (app) => {
      expect(await objective(houston)).toMatchObject({ budget: 'unknown', burn: 'unknown' })
      app.errorShare = 0.005
      await houston.fastForward('1h')
      expect(await objective(houston)).toMatchObject({ budget: 'left', burn: 'none', burnRates: { '5m': 0.5 } })
      expect((await objective(houston)).leftShare).toBeCloseTo(0.5, 1)
      expect(await alertsOf(houston, 'checkout')).toEqual([])
      houston.expectEvents({ 'slo.recorded': 1, 'alert.raised': 0 })
      houston.allowEvents('slo.budget-moved')
    }),
  { topology: objectivesAlone },
)

scenario(
  'a burn is one alert that ends with it; the spent budget holds a release until its version replaces what burned',
  (houston) =>
    withObjective(houston, async (app) => {
      const first = await houston.deliver('checkout', 'The first')
      // The first minutes of a new objective are not known: its gate waits for them.
      expect(await holds(houston, first.releaseId)).toEqual(['budget unknown'])
      await houston.fastForward('4m')
      expect(await houston.state(first.releaseId)).not.toBe('held')
      await houston.untilState(first.releaseId, ['completed'], '20m')
      app.errorShare = 0.5
      await houston.fastForward('3m')
      expect(await objective(houston)).toMatchObject({ budget: 'spent', burn: 'fast' })
      const alert = Slo.alertOf({ name: 'orders-work' })
      expect(await alertsOf(houston, 'checkout')).toMatchObject([{ fingerprint: alert, standing: expect.anything() }])
      app.errorShare = 0
      await houston.fastForward('40m')
      expect(await objective(houston)).toMatchObject({ budget: 'spent', burn: expect.not.stringMatching('fast') })
      const fix = await houston.deliver('checkout', 'The fix')
      expect(await holds(houston, fix.releaseId)).toContain('budget budget-spent')
      const because = { service: 'checkout', version: first.version, why: 'its new code fails' }
      await houston.accepted('gate.attribute', { subject: alert, ...because })
      await houston.fastForward('1m')
      expect(await houston.state(fix.releaseId)).not.toBe('held')
      expect(houston.events('gate.opened').at(-1)?.data).toMatchObject({
        checks: expect.arrayContaining([expect.objectContaining({ check: 'budget', reason: 'fixes-what-burns' })]),
      })
      expect(houston.events('alert.raised')).toHaveLength(1)
      const heard = /^(alert|group|page|slo|gate|escalation|correlation)\./
      houston.allowEvents(
        ...new Set(
          houston
            .events()
            .map(({ type }) => type)
            .filter((type) => heard.test(type)),
        ),
      )
      houston.allowEvents(...underWay, ...completion)
      allowPages(houston)
    }),
  { topology: withoutIncidents },
)

scenario(
  'an objective that is taken away ends the alert that it raised',
  (houston) =>
    withObjective(houston, async (app) => {
      await houston.fastForward('3m')
      app.errorShare = 0.5
      await houston.fastForward('3m')
      expect(await alertsOf(houston, 'checkout')).toHaveLength(1)
      await houston.accepted('slo.remove', { name: 'orders-work', why: 'measured elsewhere' })
      await houston.fastForward('30m')
      expect(houston.events('alert.resolved')).toHaveLength(1)
      const heard = /^(alert|group|page|slo|escalation|correlation)\./
      houston.allowEvents(
        ...new Set(
          houston
            .events()
            .map(({ type }) => type)
            .filter((type) => heard.test(type)),
        ),
      )
      allowPages(houston)
    }),
  { topology: withoutIncidents },
)

scenario(
  'a source that is down leaves the budget unknown, which holds until it is back',
  (houston) =>
    withObjective(houston, async (app) => {
      await houston.fastForward('10m')
      expect(await objective(houston)).toMatchObject({ budget: 'left', leftShare: 1 })
      app.isDown = true
      await houston.fastForward('6m')
      const { releaseId } = await houston.deliver()
      expect(await houston.state(releaseId)).toBe('held')
      expect(await holds(houston, releaseId)).toEqual(['budget unknown'])
      await houston.fastForward('10m')
      expect(await objective(houston)).toMatchObject({ budget: 'unknown', trouble: expect.stringContaining('503') })
      app.isDown = false
      await houston.fastForward('2m')
      expect(await objective(houston)).toMatchObject({ budget: 'left', leftShare: 1 })
      expect(await houston.state(releaseId)).toBe('soaking')
      houston.allowEvents(...underWay, 'slo.budget-moved', 'gate.held')
      houston.expectEvents({ 'slo.recorded': 1, 'alert.raised': 0 })
    }),
  { topology: objectivesAlone },
)
