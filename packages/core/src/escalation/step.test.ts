import { describe, expect, it } from 'vitest'
import { hourMs, minuteMs } from '../clock.ts'
import { escalation, facts, levelOf, person, startMs, threeLevels } from './escalation-fixture.ts'
import { decideStep, type StepDecision, stepSentence } from './step.ts'

const levels = [levelOf('ada'), levelOf('grace'), levelOf('linus')]
const told = (decision: StepDecision): string => {
  if (decision.kind === 'page') {
    const people = decision.recipients.map((one) => (one.kind === 'person' ? one.person : one.address)).join('+')
    return `page ${decision.level} ${people} ${decision.reason}`
  }
  return decision.kind === 'wait' || decision.kind === 'exhaust' ? `${decision.kind} ${decision.reason}` : decision.kind
}
const paged = (more = {}) => escalation({ step: 1, level: 0, deadlineMs: startMs + 10 * minuteMs, ...more })

describe('an active escalation', () => {
  it('pages the first level at once, and the next at its deadline, not a millisecond before', () => {
    expect(told(decideStep(escalation(), facts(levels), startMs))).toBe('page 0 ada first-level')
    const atMs = startMs + 10 * minuteMs
    expect(told(decideStep(paged(), facts(levels), atMs - 1))).toBe('wait level-has-time')
    const next = decideStep(paged(), facts(levels), atMs)
    expect(told(next)).toBe('page 1 grace unanswered')
    expect(next).toMatchObject({ step: 1, round: 0, deadlineMs: atMs + 10 * minuteMs })
  })

  it('skips a level that has nobody at once and says why', () => {
    const decision = decideStep(escalation(), facts([levelOf(), levelOf(), levelOf('linus')]), startMs)
    expect(told(decision)).toBe('page 2 linus first-level')
    expect(decision).toMatchObject({
      skipped: [
        { level: 0, reason: 'empty', sentence: 'first has nobody: primary of shop: vacant-slot' },
        { level: 1, reason: 'empty' },
      ],
    })
  })

  it('goes on at once where no page of the level could be sent, and not while one is still tried', () => {
    const deaf = { pages: { reached: 0, pending: 0, failed: 2 } }
    const decision = decideStep(paged(), facts(levels, deaf), startMs + 1)
    expect(told(decision)).toBe('page 1 grace nobody-reached')
    expect(decision).toMatchObject({ skipped: [{ level: 0, reason: 'nobody-reached' }] })
    const trying = { pages: { reached: 0, pending: 1, failed: 1 } }
    expect(told(decideStep(paged(), facts(levels, trying), startMs + 1))).toBe('wait level-has-time')
    const heard = { pages: { reached: 1, pending: 0, failed: 1 } }
    expect(told(decideStep(paged(), facts(levels, heard), startMs + 1))).toBe('wait level-has-time')
  })

  it('begins anew while repeats are left, then comes to the dead end', () => {
    const last = paged({ level: 2, step: 3, repeatsLeft: 1, deadlineMs: startMs })
    expect(told(decideStep(last, facts(levels), startMs))).toBe('page 0 ada repeat')
    expect(decideStep(last, facts(levels), startMs)).toMatchObject({ round: 1, step: 0, repeatsLeft: 0 })
    const out = decideStep({ ...last, repeatsLeft: 0 }, facts(levels), startMs)
    expect(told(out)).toBe('exhaust nobody-answered')
    expect(out).toMatchObject({ deadlineMs: startMs + hourMs })
  })

  it('comes to the dead end at once where no level has anybody, however many repeats are left', () => {
    const empty = facts([levelOf(), levelOf(), levelOf()])
    const decision = decideStep(escalation({ repeatsLeft: 5 }), empty, startMs)
    expect(told(decision)).toBe('exhaust nobody-to-page')
  })

  it('takes turns where the level goes round robin', () => {
    const policy = threeLevels({
      levels: [{ name: 'first', targets: [{ person: 'ada' }], wait: '10m', roundRobin: true }],
    })
    const turnOf = (turn: number) =>
      decideStep(escalation({ policy }), facts([{ ...levelOf('ada', 'grace'), turn }]), startMs)
    expect(turnOf(0)).toMatchObject({ recipients: [{ person: 'ada' }], nextTurn: 1 })
    expect(turnOf(5)).toMatchObject({ recipients: [{ person: 'grace' }], nextTurn: 6 })
  })

  it('waits for the day of whoever is asked, and pages those whose day it is', () => {
    const first = { name: 'first', targets: [{ person: 'ada' }], wait: '10m', when: 'responder-day' }
    const policy = threeLevels({ levels: [first] })
    const level = (...recipients: ReturnType<typeof person>[]) => facts([{ recipients, holes: [], turn: 0 }])
    const later = level(person('ada', startMs + hourMs), person('grace', startMs + 2 * hourMs))
    const decision = decideStep(escalation({ policy }), later, startMs)
    expect(decision).toMatchObject({ kind: 'wait', reason: 'outside-responder-day', untilMs: startMs + hourMs })
    const mixed = level(person('ada', startMs + hourMs), person('grace', startMs))
    expect(told(decideStep(escalation({ policy }), mixed, startMs))).toBe('page 0 grace first-level')
  })

  it('pages whom it was handed to before the policy goes on', () => {
    const handed = paged({ assignee: 'zoe', deadlineMs: startMs })
    const decision = decideStep(handed, facts(levels), startMs)
    expect(told(decision)).toBe('page 0 zoe reassigned')
    expect(decision).toMatchObject({ step: 1, deadlineMs: startMs + 10 * minuteMs })
  })
})

describe('an answered escalation', () => {
  const taken = paged({ state: 'acknowledged', takenBy: 'ada', level: 1, step: 2, deadlineMs: startMs + hourMs })

  it('waits until the acknowledgement goes stale, then pages its level and who had taken it', () => {
    expect(told(decideStep(taken, facts(levels), startMs + hourMs - 1))).toBe('wait acknowledged')
    const decision = decideStep(taken, facts(levels), startMs + hourMs)
    expect(told(decision)).toBe('page 1 ada+grace went-stale')
    expect(decision).toMatchObject({ round: 1, step: 0 })
    if (decision.kind !== 'page') throw new Error('it is paged')
    expect(stepSentence(taken, decision)).toBe('ada has said nothing since; second is asked again.')
  })

  it('pages who had taken it also where the level has nobody any more', () => {
    const decision = decideStep(taken, facts([levelOf(), levelOf(), levelOf()]), startMs + hourMs)
    expect(told(decision)).toBe('page 1 ada reassigned')
  })

  it('is told to those who were asked before anything else', () => {
    const untold = { action: 'acknowledge' as const, origin: 'person' as const, by: 'ada' }
    expect(decideStep({ ...taken, untold }, facts(levels), startMs)).toEqual({ kind: 'tell', action: 'acknowledge' })
  })

  it('is over when it has ended and everything is told', () => {
    const ended = paged({ state: 'ended' })
    expect(told(decideStep(ended, facts([], { planned: 1 }), startMs))).toBe('wait telling')
    expect(told(decideStep(ended, facts([]), startMs))).toBe('end')
  })
})

it('a dead end is followed by the policy anew, an hour later', () => {
  const exhausted = paged({ state: 'exhausted', level: 2, step: 4, deadlineMs: startMs + hourMs })
  expect(told(decideStep(exhausted, facts(levels), startMs + hourMs - 1))).toBe('wait dead-end')
  expect(told(decideStep(exhausted, facts(levels), startMs + hourMs))).toBe('page 0 ada dead-end-over')
})
