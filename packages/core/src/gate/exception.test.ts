/** What a release may pass although it is held: a fix what burns, a hotfix the calendar. */
import { describe, expect, it } from 'vitest'
import {
  alarm,
  burning,
  calm,
  decide,
  freezeFrom,
  incident,
  nowMs,
  policy,
  reasonsOf,
  word,
} from '../../../../test/harness/gate-facts.ts'
import { dayMs } from '../clock.ts'
import { known } from './fact.ts'
import { gatePolicySchema } from './policy.ts'

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

  it('passes in gamma too, where what burns in production is replaced further on its way', () => {
    const inGamma = { ...fire, replaces: 'v1.5', replacesLater: ['v1'] }
    expect(decide(inGamma)).toMatchObject({ kind: 'open' })
    expect(decide(inGamma).exceptions[0]?.sentence).toBe('v1 burns, and v2 replaces it on its way.')
    expect(reasonsOf({ ...fire, replaces: 'v1.5', replacesLater: ['v0'] })).toContain('alarm: alarm-firing')
    expect(reasonsOf({ ...fire, version: 'v1', replacesLater: ['v1'] })).toContain('alarm: alarm-firing')
  })

  it('is held by an objective that is spent for another reason', () => {
    const objectives = [
      { name: 'errors', leftShare: -1, burning },
      { name: 'speed', leftShare: 0.4 },
    ]
    const spent = { leftShare: -1, windowMs: 30 * dayMs, burning }
    expect(decide({ ...fire, budget: known({ ...spent, objectives }, nowMs) }).kind).toBe('open')
    const both = [...objectives, { name: 'orders', leftShare: 0 }]
    expect(reasonsOf({ ...fire, budget: known({ ...spent, objectives: both }, nowMs) })).toEqual([
      'budget: budget-spent',
    ])
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
