import { expect, it } from 'vitest'
import type { CheckDecision } from './gate.ts'
import { passerOf } from './passer.ts'
import { type GatePolicy, gatePolicySchema } from './policy.ts'

const facts = {
  lane: 'ordinary',
  wave: { index: 1, name: 'beta', weightPercent: 10 },
  authors: ['Ann', 'ann '],
  place: { service: 'checkout', stage: 'production', region: 'eu-west-1' },
} as never
const policy: GatePolicy = gatePolicySchema.parse({
  approvals: [
    { name: 'release', count: 2 },
    { name: 'database', roles: ['admin'], wave: 'gamma' },
  ],
  steps: [{ name: 'scan', kind: 'security', reportedBy: ['scanner'] }],
})
const held = (check: CheckDecision['check'], reason: CheckDecision['reason']): CheckDecision => ({
  check,
  kind: 'waits-for',
  reason,
  sentence: '',
})

it('names how many people of which role may approve this wave, and who may not', () => {
  expect(passerOf(held('approval', 'approval-missing'), facts, policy)).toBe(
    '2 people with the role releaser or admin (release), none of whom made the change: not ann.',
  )
})

it('sends a refusal back to whoever refused', () => {
  expect(passerOf(held('approval', 'approval-refused'), facts, policy)).toMatch(/^Whoever refused/)
})

it('names who lifts a freeze, and that a hotfix passes where the policy says so', () => {
  expect(passerOf(held('freeze', 'frozen'), facts, policy)).toBe(
    'Whoever has the role responder or releaser or admin can lift the freeze (gate.thaw). A hotfix passes it.',
  )
  expect(passerOf(held('target', 'target-held'), facts, policy)).not.toContain('hotfix')
})

it('names who reports a step', () => {
  expect(passerOf(held('security', 'step-missing'), facts, policy)).toContain('scan, reported by scanner')
})

it('lets nobody pass what is not known, and says nothing of what is open', () => {
  expect(passerOf(held('alarm', 'unknown'), facts, policy)).toBe(
    'Whoever runs the source of the fact: it must answer again.',
  )
  expect(passerOf({ ...held('alarm', 'no-alarm'), kind: 'open' }, facts, policy)).toBeUndefined()
})
