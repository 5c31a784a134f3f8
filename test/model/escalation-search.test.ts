/** A small search with the tests; `node bench/escalation-search.ts` makes the large one. Wrong decisions put in on purpose are found. */
import { decideStep } from '@houston/core/escalation/step.ts'
import { decidePage } from '@houston/core/page/decide.ts'
import { describe, expect, it } from 'vitest'
import { search } from './escalation-search.ts'
import { type Decisions, realDecisions } from './escalation-world.ts'

const left = { acknowledge: 1, end: 1, reassign: 1, edit: 1, fault: 1, crash: 1, time: 4 }
const most = { mostStates: 30_000, mostViolations: 1 }
const none = { acknowledge: 0, end: 0, reassign: 0, edit: 0, fault: 0, crash: 0, time: 0 }

it('finds no world in which a page breaks a peace, and none in which nobody hears of it', () => {
  const result = search({ left, mostStates: 30_000 })
  expect(result.violations).toEqual([])
  expect(result.states).toBe(30_000)
})

it('sees every world of a small bound', () => {
  const result = search({ left: { ...none, acknowledge: 1, time: 3 }, mostStates: 100_000 })
  expect(result).toMatchObject({ violations: [], isExhaustive: true })
  expect(result.states).toBeGreaterThan(1_000)
})

describe('a wrong decision is found:', () => {
  const wrong = (decisions: Partial<Decisions>, budget = left) =>
    search({ left: budget, ...most, decisions: { ...realDecisions, ...decisions } }).violations[0]

  it('a claim that does not depend on the version of the escalation', () => {
    expect(wrong({ claimsOnVersion: false }, { ...none, acknowledge: 1, time: 2 })).toMatch(
      /a page is sent .* ms before/,
    )
  })

  it('a level that is paged although somebody has answered', () => {
    const step: Decisions['step'] = (escalation, facts, nowMs) =>
      decideStep(
        { ...escalation, state: escalation.state === 'acknowledged' ? 'active' : escalation.state },
        facts,
        nowMs,
      )
    const early: Decisions['step'] = (escalation, facts, nowMs) =>
      step(escalation.state === 'acknowledged' ? { ...escalation, deadlineMs: nowMs } : escalation, facts, nowMs)
    expect(wrong({ step: early }, { ...none, acknowledge: 1, time: 2 })).toMatch(/a level is paged .* ms before/)
  })

  it('a page that goes out although somebody has answered', () => {
    const page: Decisions['page'] = (one, facts, nowMs) =>
      decidePage(one, { ...facts, standing: { ...facts.standing, state: 'active' } }, nowMs)
    expect(wrong({ page }, { ...none, acknowledge: 1, time: 3 })).toMatch(/a page is sent .* ms before/)
  })

  it('a level without anybody that is waited for', () => {
    const step: Decisions['step'] = (escalation, facts, nowMs) => {
      const isEmpty = facts.levels[escalation.level + 1]?.recipients.length === 0
      const decided = decideStep(escalation, facts, nowMs)
      return isEmpty && decided.kind !== 'wait' && decided.kind !== 'tell'
        ? { kind: 'wait', untilMs: escalation.deadlineMs + 60_000, reason: 'level-has-time', skipped: [] }
        : decided
    }
    expect(wrong({ step }, { ...none, edit: 1, time: 2 })).toMatch(/nobody is reached and no alarm is raised/)
  })

  it('a policy that runs out in silence', () => {
    const step: Decisions['step'] = (escalation, facts, nowMs) => {
      const decided = decideStep(escalation, facts, nowMs)
      return decided.kind === 'exhaust' ? { kind: 'end' } : decided
    }
    expect(wrong({ step }, { ...none, fault: 1, time: 3 })).toMatch(/nobody is reached and no alarm is raised/)
  })
})
