/** The gate as a whole: what holds, what passes by which exception, and that nothing unknown ever passes. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayMs, hourMs, minuteMs } from '../clock.ts'
import { type Calendar, calendarDocumentSchema, calendarOf } from './calendar.ts'
import { gateCheckNames, gateReasons } from './check.ts'
import { known, unknown } from './fact.ts'
import type { Approval, GateFacts } from './facts.ts'
import { type Freeze, freezeDocumentSchema, freezeOf } from './freeze.ts'
import { decideGate, gateChecks } from './gate.ts'
import { type GatePolicy, gatePolicySchema } from './policy.ts'

const nowMs = Date.parse('2026-03-04T10:00:00Z')
const policy = gatePolicySchema.parse({})

const calm: GateFacts = {
  releaseId: 'rel_new',
  lane: 'ordinary',
  place: { service: 'shop', stage: 'production', region: 'eu-west-1', owner: 'store', tier: 1 },
  version: 'v2',
  digest: 'sha256:2',
  replaces: 'v1',
  authors: ['ann'],
  riskScore: 4,
  wave: { index: 0, name: 'alpha', weightPercent: 1 },
  askedAtMs: nowMs,
  freezes: known([], nowMs),
  calendars: known([], nowMs),
  holder: known(null, nowMs),
  alarms: known([], nowMs),
  incidents: known([], nowMs),
  dependencies: known(['payments'], nowMs),
  budget: known({ leftShare: 0.6, windowMs: 30 * dayMs }, nowMs),
  approvals: known([], nowMs),
  steps: known([], nowMs),
}
const factNames = ['freezes', 'calendars', 'holder', 'alarms', 'incidents', 'dependencies', 'budget'] as const

const freezeFrom = (spec: object): Freeze =>
  freezeOf(
    freezeDocumentSchema.parse({
      apiVersion: 'houston.dev/v1',
      kind: 'Freeze',
      metadata: { name: 'sale' },
      spec: { reason: 'sale', ...spec },
    }),
  )
const calendarFrom = (name: string, ...timeIntervals: object[]): Calendar =>
  calendarOf(
    calendarDocumentSchema.parse({
      apiVersion: 'houston.dev/v1',
      kind: 'Calendar',
      metadata: { name },
      spec: { timeIntervals },
    }),
  )

const burning = { service: 'shop', version: 'v1' }
const alarm = (cause?: { service: string; version: string }) => ({
  name: 'errors',
  state: 'firing' as const,
  sinceMs: nowMs - minuteMs,
  cause,
})
const incident = (facts: object) => ({ id: 'inc_1', service: 'shop', title: 'down', sinceMs: nowMs, ...facts })
const word = (id: string, facts: Partial<Approval> = {}): Approval => ({
  digest: 'sha256:2',
  decision: 'approved',
  by: { kind: 'person', id, roles: ['releaser'] },
  atMs: nowMs - hourMs,
  why: 'read it',
  ...facts,
})

const decide = (facts: Partial<GateFacts>, over: GatePolicy = policy, atMs = nowMs) =>
  decideGate({ ...calm, ...facts }, over, atMs)
const reasonsOf = (facts: Partial<GateFacts>, over: GatePolicy = policy, atMs = nowMs): string[] =>
  decide(facts, over, atMs).reasons.map(({ check, reason }) => `${check}: ${reason}`)

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

describe('a release that fixes what burns', () => {
  const fire = {
    alarms: known([alarm(burning), alarm(burning)], nowMs),
    incidents: known(
      [incident({ severity: 1, cause: burning }), incident({ service: 'payments', cause: burning })],
      nowMs,
    ),
    budget: known({ leftShare: -0.5, windowMs: 30 * dayMs, burning }, nowMs),
  }

  it('passes alarms, incidents and the budget, and the trail says so', () => {
    const decision = decide(fire)
    expect(decision.kind).toBe('open')
    expect(decision.exceptions.map(({ check, reason }) => [check, reason])).toEqual([
      ['alarm', 'fixes-what-burns'],
      ['incident', 'fixes-what-burns'],
      ['budget', 'fixes-what-burns'],
    ])
    expect(decision.exceptions[0]?.sentence).toBe('v1 burns, and v2 replaces it.')
  })

  it.each([
    ['replaces another version', { replaces: 'v0' }],
    ['replaces nothing', { replaces: undefined }],
    ['is the burning version itself', { version: 'v1' }],
    ['is of another service', { place: { ...calm.place, service: 'cart' } }],
  ])('is held where it %s', (_, facts) => {
    expect(reasonsOf({ ...fire, ...facts })).toContain('alarm: alarm-firing')
  })

  it('is held where one of several causes is another or is not known', () => {
    expect(reasonsOf({ alarms: known([alarm(burning), alarm()], nowMs) })).toEqual(['alarm: alarm-firing'])
    const newer = { service: 'shop', version: 'v2' }
    expect(reasonsOf({ alarms: known([alarm(burning), alarm(newer)], nowMs) })).toEqual(['alarm: alarm-firing'])
    expect(reasonsOf({ budget: known({ leftShare: 0, windowMs: dayMs }, nowMs) })).toEqual(['budget: budget-spent'])
  })

  it('passes neither a freeze nor an alarm without data', () => {
    const blind = { name: 'errors', state: 'no-data' as const, sinceMs: nowMs, cause: burning }
    const freezes = known([freezeFrom({ from: '2026-03-04' })], nowMs)
    expect(reasonsOf({ ...fire, alarms: known([blind], nowMs), freezes })).toEqual([
      'freeze: frozen-until-lifted',
      'alarm: alarm-blind',
    ])
  })
})

describe('the hotfix lane', () => {
  const frozen = { freezes: known([freezeFrom({ from: '2026-03-04' })], nowMs) }
  const strict = gatePolicySchema.parse({ approvals: [{ name: 'release', count: 3 }] })

  it('skips freezes and calendars for one approval of somebody else, and the trail says so', () => {
    const decision = decide({ ...frozen, lane: 'hotfix', approvals: known([word('bob')], nowMs) }, strict)
    expect(decision.kind).toBe('open')
    expect(decision.exceptions).toMatchObject([
      { check: 'freeze', reason: 'hotfix-skips', passedOver: { reason: 'frozen-until-lifted' } },
    ])
  })

  it.each([
    ['nobody', []],
    ['the author alone', [word(' Ann ')]],
    ['somebody a day ago', [word('bob', { atMs: nowMs - dayMs })]],
  ])('waits where %s has approved, whatever the plan asks for', (_, words) => {
    expect(reasonsOf({ ...frozen, lane: 'hotfix', approvals: known(words, nowMs) }, policy)).toEqual([
      'approval: approval-missing',
    ])
  })

  it('skips the budget only where the policy says so', () => {
    const facts = {
      lane: 'hotfix' as const,
      approvals: known([word('bob')], nowMs),
      budget: known({ leftShare: 0, windowMs: dayMs }, nowMs),
    }
    expect(reasonsOf(facts)).toEqual(['budget: budget-spent'])
    expect(decide(facts, gatePolicySchema.parse({ hotfix: { skips: ['budget'] } })).kind).toBe('open')
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
