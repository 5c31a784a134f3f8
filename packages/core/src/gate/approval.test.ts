/** Approvals and steps: who counts, for what, until when. */
import { describe, expect, it } from 'vitest'
import { calm, nowMs, word } from '../../../../test/harness/gate-facts.ts'
import { dayMs, hourMs } from '../clock.ts'
import { checkApproval } from './approval.ts'
import { known, unknown } from './fact.ts'
import type { Approval, GateFacts, StepResult } from './facts.ts'
import { gatePolicySchema } from './policy.ts'
import { checkSteps } from './step.ts'

function approvalOf(words: readonly Approval[], approvals: object[], facts: Partial<GateFacts> = {}) {
  const policy = gatePolicySchema.parse({ approvals })
  return checkApproval({ ...calm, approvals: known(words, nowMs), ...facts }, policy, nowMs)
}

describe('approvals', () => {
  const two = [{ name: 'release', count: 2 }]

  it('are there when enough different people have approved', () => {
    expect(approvalOf([word('bob'), word('cem')], two)).toMatchObject({ kind: 'open', reason: 'approved' })
    expect(approvalOf([word('bob'), word('Bob '), word('bob')], two)).toMatchObject({ reason: 'approval-missing' })
  })

  it.each([
    ['the author', word('Ann')],
    ['the author by another name', word('ann@example.com')],
    ['a machine', word('bot', { by: { kind: 'service', id: 'bot', roles: ['admin'] } })],
    ['somebody without the role', word('dan', {}, ['viewer', 'responder'])],
    ['somebody for another artifact', word('dan', { digest: 'sha256:1' })],
    ['somebody for another wave', word('dan', { wave: 'beta' })],
    ['somebody in the future', word('dan', { atMs: nowMs + 1 })],
    ['somebody a week ago', word('dan', { atMs: nowMs - 7 * dayMs })],
  ])('of %s do not count', (_, other) => {
    expect(approvalOf([word('bob'), other], two)).toMatchObject({ kind: 'waits-for', reason: 'approval-missing' })
  })

  it('expire at their instant', () => {
    const atMs = nowMs - 7 * dayMs
    expect(approvalOf([word('bob', { atMs: atMs + 1 })], [{ name: 'release' }]).kind).toBe('open')
    const expired = approvalOf([word('bob', { atMs })], [{ name: 'release' }])
    expect(expired.sentence).toBe(
      '1 of 1 approvals are missing: release (releaser or admin). Not counted: bob’s is 7d old.',
    )
  })

  it('of one person fill one place, whichever lets all be filled', () => {
    const places = [{ name: 'release' }, { name: 'data', roles: ['admin'] }]
    const both = word('eve', {}, ['releaser', 'admin'])
    expect(approvalOf([both], places).kind).toBe('waits-for')
    expect(approvalOf([both, word('bob')], places).kind).toBe('open')
    expect(approvalOf([word('bob'), both], places).kind).toBe('open')
    expect(approvalOf([word('bob'), word('cem')], places).kind).toBe('waits-for')
  })

  it('for one wave are asked for before that wave only', () => {
    const places = [{ name: 'release' }, { name: 'everyone', wave: 'production' }]
    const wave = { index: 3, name: 'production', weightPercent: 100 }
    expect(approvalOf([word('bob')], places).kind).toBe('open')
    expect(approvalOf([word('bob')], places, { wave }).kind).toBe('waits-for')
    expect(approvalOf([word('bob'), word('cem', { wave: 'production' })], places, { wave }).kind).toBe('open')
  })

  it('are outweighed by one refusal until that person approves', () => {
    const refusal = word('cem', { decision: 'refused', why: 'no rollback plan' })
    expect(approvalOf([word('bob'), word('dan'), refusal], two)).toEqual({
      kind: 'closed',
      reason: 'approval-refused',
      sentence: 'cem has refused: no rollback plan',
    })
    expect(approvalOf([word('bob'), refusal, word('cem', { atMs: nowMs - 1 })], two).kind).toBe('open')
    expect(approvalOf([word('bob'), word('cem'), refusal], two).kind).toBe('closed')
    const outsider = word('dan', { decision: 'refused' }, ['viewer'])
    expect(approvalOf([word('bob'), word('cem'), outsider], two).kind).toBe('open')
  })

  it('are closed where the author or the approvals are not known', () => {
    expect(approvalOf([word('bob'), word('cem')], two, { authors: [' '] })).toMatchObject({ reason: 'author-unknown' })
    expect(approvalOf([], two, { approvals: unknown('down') })).toMatchObject({ kind: 'closed', reason: 'unknown' })
    expect(approvalOf([], [], { authors: [], approvals: unknown('down') })).toMatchObject({ reason: 'not-required' })
  })
})

describe('security and compliance steps', () => {
  const policy = gatePolicySchema.parse({ steps: [{ name: 'scan', kind: 'security', maxAge: '1d' }] })
  const result = (facts: Partial<StepResult> = {}): StepResult => ({
    name: 'scan',
    digest: 'sha256:2',
    passed: true,
    atMs: nowMs - hourMs,
    by: { kind: 'service', id: 'scanner', roles: [] },
    evidence: 'https://example.com/report/1',
    ...facts,
  })
  const reasonOf = (...results: StepResult[]): string =>
    checkSteps('security')({ ...calm, steps: known(results, nowMs) }, policy, nowMs).reason

  it('pass with a recent report on this artifact', () => {
    expect(reasonOf(result())).toBe('steps-passed')
    expect(reasonOf(result({ atMs: nowMs - dayMs + 1 }))).toBe('steps-passed')
  })

  it.each([
    ['absent', []],
    ['too old', [result({ atMs: nowMs - dayMs })]],
    ['of another artifact', [result({ digest: 'sha256:1' })]],
    ['from the future', [result({ atMs: nowMs + 1 })]],
    ['of another step', [result({ name: 'review' })]],
  ])('are missing where the report is %s', (_, results) => {
    expect(reasonOf(...results)).toBe('step-missing')
  })

  it('go by the latest report, and of two at once by the failed one', () => {
    expect(reasonOf(result({ passed: false, atMs: nowMs - 2 * hourMs }), result())).toBe('steps-passed')
    expect(reasonOf(result(), result({ passed: false, atMs: nowMs }))).toBe('step-failed')
    expect(reasonOf(result(), result({ passed: false }))).toBe('step-failed')
    expect(reasonOf(result({ passed: false, atMs: nowMs - 3 * dayMs }))).toBe('step-failed')
  })

  it('ask only for their own kind', () => {
    expect(checkSteps('compliance')(calm, policy, nowMs)).toMatchObject({ kind: 'open', reason: 'not-required' })
  })
})
