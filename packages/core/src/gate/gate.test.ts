/** The gate as a whole: what holds, when it opens, and that nothing unknown ever passes. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  alarm,
  calendarFrom,
  calm,
  decide,
  factNames,
  freezeFrom,
  incident,
  nowMs,
  policy,
  reasonsOf,
  word,
} from '../../../../test/harness/gate-facts.ts'
import { dayMs } from '../clock.ts'
import { gateCheckNames, gateReasons } from './check.ts'
import { known, unknown } from './fact.ts'
import { gateChecks } from './gate.ts'
import { gatePolicySchema } from './policy.ts'

describe('the gate', () => {
  it('is the list of checks that people are shown', () => {
    expect(gateChecks.map(({ name }) => name)).toEqual(gateCheckNames)
  })

  it('is open where every fact proves it', () => {
    expect(decide({})).toMatchObject({ kind: 'open', reasons: [], exceptions: [] })
  })

  it('says every reason at once', () => {
    const decision = decide({
      freezes: known([freezeFrom({ from: '2026-03-04', until: '2026-03-05' })], nowMs),
      holder: known({ releaseId: 'rel_old', version: 'v0', state: 'soaking' }, nowMs),
      alarms: known([alarm()], nowMs),
      incidents: known([incident({ severity: 1 })], nowMs),
      budget: known({ leftShare: -0.1, windowMs: 30 * dayMs }, nowMs),
    })
    expect(decision.kind).toBe('closed')
    expect(decision.reasons.map(({ reason }) => reason)).toEqual([
      'frozen',
      'target-held',
      'alarm-firing',
      'incident-active',
      'budget-spent',
    ])
    expect(decision.sentence).toContain('5 of 9 checks hold')
    expect(decision.sentence).toContain('Only -10 % of the error budget of 30d is left')
    expect(decision.opensAtMs).toBeUndefined()
  })

  it.each(factNames)('is closed while %s is not known, too old or from the future', (name) => {
    for (const fact of [
      unknown('the source is down'),
      { ...calm[name], atMs: nowMs - policy.factMaxAge },
      { ...calm[name], atMs: nowMs + 1 },
    ]) {
      expect(decide({ [name]: fact })).toMatchObject({ kind: 'closed', reasons: [{ reason: 'unknown' }] })
    }
    expect(decide({ [name]: { ...calm[name], atMs: nowMs - policy.factMaxAge + 1 } }).kind).toBe('open')
  })

  it('never holds a rollback, whatever is known or not', () => {
    const blind = Object.fromEntries([...factNames, 'approvals', 'steps'].map((name) => [name, unknown('down')]))
    const strict = gatePolicySchema.parse({
      approvals: [{ name: 'release', count: 2 }],
      steps: [{ name: 'scan', kind: 'security' }],
    })
    const decision = decide({ ...blind, authors: [], lane: 'rollback' }, strict)
    expect(decision.kind).toBe('open')
    expect(decision.exceptions).toHaveLength(8)
    expect(decision.exceptions.every(({ passedOver }) => passedOver !== undefined)).toBe(true)
  })

  it('opens no check that is not known, in any mixture of facts', () => {
    const lost = fc.subarray([...factNames])
    fc.assert(
      fc.property(lost, fc.constantFrom('ordinary' as const, 'hotfix' as const), (names, lane) => {
        const facts = Object.fromEntries(names.map((name) => [name, unknown('down')]))
        const approvals = known([word('bob')], nowMs)
        const { kind } = decide({ ...facts, lane, approvals })
        const skipped = lane === 'hotfix' ? ['freezes', 'calendars'] : []
        expect(kind === 'open').toBe(names.every((name) => skipped.includes(name)))
      }),
    )
  })

  it('gives only reasons that are documented', () => {
    for (const { reason } of decide({}).checks) expect(gateReasons[reason]).toBeTruthy()
  })
})

describe('time', () => {
  const office = calendarFrom('office', {
    weekdays: ['monday:friday'],
    times: [{ start_time: '11:00', end_time: '17:00' }],
  })

  it('opens where freezes and calendars are open together, exactly', () => {
    const freezes = known([freezeFrom({ from: '2026-03-01', until: '2026-03-06T18:00' })], nowMs)
    const decision = decide({ freezes, calendars: known([office], nowMs) })
    expect(decision.kind).toBe('waits-for')
    expect(decision.reasons.map(({ opensAtMs }) => opensAtMs)).toEqual([
      Date.parse('2026-03-06T18:00:00Z'),
      Date.parse('2026-03-04T11:00:00Z'),
    ])
    expect(decision.opensAtMs).toBe(Date.parse('2026-03-09T11:00:00Z'))
    const thenMs = decision.opensAtMs ?? 0
    const then = (atMs: number) => {
      const fresh = Object.fromEntries(factNames.map((name) => [name, { ...calm[name], atMs }]))
      const windows = { freezes: { ...freezes, atMs }, calendars: known([office], atMs) }
      return decide({ ...fresh, ...windows }, policy, atMs).kind
    }
    expect([then(thenMs - 1), then(thenMs)]).toEqual(['waits-for', 'open'])
  })

  it('says so where calendars are never open together', () => {
    const calendars = known(
      [calendarFrom('a', { weekdays: ['monday'] }), calendarFrom('b', { weekdays: ['tuesday'] })],
      nowMs,
    )
    const decision = decide({ calendars })
    expect(decision.kind).toBe('closed')
    expect(decision.sentence).toContain('leave no opening')
  })

  it('says never of a calendar without an opening', () => {
    const calendars = known([calendarFrom('past', { years: [2020] })], nowMs)
    expect(reasonsOf({ calendars })).toEqual(['calendar: never-opens'])
  })

  it('lets a release that is under way go on through a freeze that says so', () => {
    const freezes = known([freezeFrom({ from: '2026-03-01', stopsReleasesUnderWay: false })], nowMs)
    expect(reasonsOf({ freezes })).toEqual(['freeze: frozen-until-lifted'])
    expect(reasonsOf({ freezes, wave: { index: 1, name: 'beta', weightPercent: 10 } })).toEqual([])
  })

  it('gives no time where something else is in the way too', () => {
    const calendars = known([office], nowMs)
    expect(decide({ calendars, alarms: known([alarm()], nowMs) }).opensAtMs).toBeUndefined()
    expect(decide({ calendars }).opensAtMs).toBe(Date.parse('2026-03-04T11:00:00Z'))
  })
})

describe('what is wrong now', () => {
  it('holds for incidents of the service and of what it needs, by severity', () => {
    const held = (facts: object): boolean => reasonsOf({ incidents: known([incident(facts)], nowMs) }).length > 0
    expect([1, 2, 3, 4].map((severity) => held({ severity }))).toEqual([true, true, false, false])
    expect(held({})).toBe(true)
    expect(held({ service: 'payments', severity: 1 })).toBe(true)
    expect(held({ service: 'search', severity: 1 })).toBe(false)
  })

  it('asks for more of the budget the riskier the release is, and for most where the risk is not known', () => {
    const strict = gatePolicySchema.parse({ budget: { byRisk: [{ riskAtLeast: 7, minimumLeftShare: 0.5 }] } })
    const open = (leftShare: number, riskScore: number | undefined): boolean =>
      decide({ riskScore, budget: known({ leftShare, windowMs: dayMs }, nowMs) }, strict).kind === 'open'
    expect([open(0.5, 6), open(0.5, 7), open(0.501, 7), open(0.5, undefined)]).toEqual([true, false, true, false])
    expect([open(0, 1), open(0.0001, 1), open(Number.NaN, 1)]).toEqual([false, true, false])
  })

  it('takes the release itself for no other holder', () => {
    const holder = known({ releaseId: 'rel_new', version: 'v2', state: 'soaking' }, nowMs)
    expect(decide({ holder }).kind).toBe('open')
  })
})
