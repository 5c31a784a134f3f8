/** Security and compliance: steps that run elsewhere and report; what is old, of another artifact or absent counts as missing. */
import { isoTime } from '../clock.ts'
import { formatDuration } from '../duration.ts'
import { closed, type Finding, listed, open, waitsFor } from './check.ts'
import { readFact } from './fact.ts'
import type { GateFacts, StepResult } from './facts.ts'
import type { GatePolicy, StepRequirement } from './policy.ts'

/** The latest report on this artifact by somebody who may report it; of two at one instant the failed one. */
function latestOf(
  results: readonly StepResult[],
  { name, reportedBy }: StepRequirement,
  digest: string,
  nowMs: number,
): StepResult | undefined {
  return results
    .filter((result) => result.name === name && result.digest === digest && result.atMs <= nowMs)
    .filter(({ by }) => reportedBy === undefined || reportedBy.includes(by.id))
    .toSorted((a, b) => b.atMs - a.atMs || Number(a.passed) - Number(b.passed))[0]
}

export const checkSteps =
  (kind: StepRequirement['kind']) =>
  (facts: GateFacts, policy: GatePolicy, nowMs: number): Finding => {
    const required = policy.steps.filter((step) => step.kind === kind)
    if (required.length === 0) return open('not-required', `No ${kind} step is asked for.`)
    const read = readFact(`What the ${kind} steps found`, facts.steps, policy.factMaxAge, nowMs)
    if ('held' in read) return read.held
    const reports = required.map((step) => ({ step, result: latestOf(read.value, step, facts.digest, nowMs) }))
    // A failure stands until the step runs again: age heals nothing.
    const failed = reports.flatMap(({ result }) => (result !== undefined && !result.passed ? [result] : []))
    if (failed.length > 0)
      return closed('step-failed', `Failed: ${listed(failed.map(({ name, evidence }) => `${name} (${evidence})`))}.`)
    const missing = reports.flatMap(({ step, result }) => {
      if (result === undefined) return [`${step.name} has no result for ${facts.digest}`]
      if (result.expiresAtMs !== undefined && nowMs >= result.expiresAtMs)
        return [`${step.name}’s result expired at ${isoTime(result.expiresAtMs)}`]
      const ageMs = nowMs - result.atMs
      return ageMs < step.maxAge
        ? []
        : [
            `${step.name}’s result is ${formatDuration(ageMs)} old, less than ${formatDuration(step.maxAge)} is asked for`,
          ]
    })
    if (missing.length > 0) return waitsFor('step-missing', `${listed(missing)}.`)
    return open('steps-passed', `Passed: ${listed(required.map(({ name }) => name))}.`)
  }
