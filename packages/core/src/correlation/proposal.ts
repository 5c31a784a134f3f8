/** Whether a group proposes to take a release back: only where one on its way is the likely cause, with the evidence. */

import type { RankedCause } from './cause.ts'
import type { Change } from './change.ts'

export interface RollbackProposal {
  readonly releaseId: string
  readonly change: Change
  readonly probability: number
  readonly evidence: readonly string[]
}

export type ProposalDecision =
  | {
      readonly kind: 'propose'
      readonly reason: 'release-in-flight-is-likely-cause'
      readonly proposal: RollbackProposal
    }
  | { readonly kind: 'none'; readonly reason: 'no-change-suspected' | 'change-is-done' | 'not-sure-enough' }

/** From this probability on, the release is more likely the cause than everything else together. */
export const proposalProbability = 0.5

export function decideProposal(causes: readonly RankedCause[]): ProposalDecision {
  const best = causes[0]
  if (best?.change === undefined) return { kind: 'none', reason: 'no-change-suspected' }
  const { change, probability, reasons } = best
  if (change.releaseId === undefined) return { kind: 'none', reason: 'change-is-done' }
  if (probability < proposalProbability) return { kind: 'none', reason: 'not-sure-enough' }
  const proposal = { releaseId: change.releaseId, change, probability, evidence: reasons }
  return { kind: 'propose', reason: 'release-in-flight-is-likely-cause', proposal }
}
