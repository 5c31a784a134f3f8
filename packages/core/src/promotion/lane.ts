/** The hotfix lane at the entrances of stages: one approval for the whole way, the same one that the gates of its waves ask for. */
import * as Artifact from '../artifact/surface.ts'
import type { Context } from '../context.ts'
import { checkApproval, known } from '../gate/index.ts'
import * as Gate from '../gate/surface.ts'
import * as Pipeline from '../pipeline/surface.ts'
import type { TableWrite } from '../port/table.ts'
import { authorsOf } from './author.ts'
import type { LaneApproval } from './entrance.ts'
import type { PromotionItem } from './promotion.ts'

type Stage = PromotionItem['stages'][number]

/** Undefined for the ordinary way, whose approvals are the stage's own. */
export async function laneApproval(
  ctx: Context,
  promotion: PromotionItem,
  stage: Stage,
): Promise<LaneApproval | undefined> {
  const { pipeline, service, version, hotfix } = promotion
  if (hotfix === undefined || stage.approvals === 0) return undefined
  const [{ digest }, { gatePolicy }, authors] = await Promise.all([
    Artifact.fromVersion(ctx, service, version),
    Pipeline.fromName(ctx, pipeline),
    authorsOf(ctx, promotion),
  ])
  const [policy, spoken] = await Promise.all([Gate.policyOf(ctx, gatePolicy), Gate.listApprovals(ctx, digest)])
  const wave = { index: 0, name: stage.name, weightPercent: 0 }
  const facts = { lane: 'hotfix', wave, digest, authors, approvals: known(spoken, ctx.nowMs) } as const
  const { kind, sentence } = checkApproval(facts, policy, ctx.nowMs)
  return { isGiven: kind === 'open', sentence }
}

/** A yes at an entrance counts at the gates inside too: it is of the artifact. */
export async function laneWord(
  ctx: Context,
  { id, service, version, hotfix }: PromotionItem,
  why: string,
): Promise<readonly TableWrite[]> {
  if (hotfix === undefined) return []
  const { digest } = await Artifact.fromVersion(ctx, service, version)
  const { id: who, kind, roles } = ctx.actor
  const by = { id: who, kind, roles }
  return [Gate.writeApproval({ digest, decision: 'approved', by, atMs: ctx.nowMs, why }, id)]
}
