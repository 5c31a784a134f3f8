/** A new release as it is stored: its plan, what was found of it, and the events that tell of both. */
import type { ArtifactItem } from '../artifact/index.ts'
import type { Context } from '../context.ts'
import * as Gate from '../gate/surface.ts'
import type { PipelineItem, ReleasePlan } from '../pipeline/index.ts'
import { defaultPlanPolicy, type PlanPolicy, waveApproval } from '../risk/index.ts'
import type { Admission } from './admission.ts'
import { assess } from './assess.ts'
import { happened, subjectOf } from './change.ts'
import { releaseAssessed, releaseHotfixed } from './event.ts'
import type { ReleaseId, ReleaseItem } from './release.ts'
import { assessmentEntity } from './store.ts'

export interface Wanted {
  readonly id: ReleaseId
  readonly promotionId?: string | undefined
  /** Why it comes as a hotfix; absent for the ordinary way. */
  readonly hotfixWhy?: string | undefined
}

/** Undefined: the declared waves, whatever the risk. */
const planPolicyOf = ({ plan }: Pick<PipelineItem, 'plan'>): PlanPolicy | undefined => {
  if (plan === 'fixed') return undefined
  return plan === 'by-risk' ? defaultPlanPolicy : plan
}

export async function planRelease(
  ctx: Context,
  artifact: ArtifactItem,
  pipeline: PipelineItem,
  declared: ReleasePlan,
  { id, promotionId, hotfixWhy }: Wanted,
): Promise<Admission> {
  const { gatePolicy } = declared
  const { hotfix } = await Gate.policyOf(ctx, gatePolicy)
  const lane = hotfixWhy === undefined ? 'ordinary' : 'hotfix'
  const planning = { policy: planPolicyOf(pipeline), lane, hotfixSoakMs: hotfix.soak } as const
  const { assessment, waves, approvals, steps, authors } = await assess(ctx, artifact, declared, planning)
  const { service, version, digest, location, commit, author, correlationId } = artifact
  const { risk, blast, plan } = assessment
  const release: ReleaseItem = {
    id,
    ...{ service, version, pipeline: artifact.pipeline, digest, location, commit, author, correlationId },
    ...declared,
    waves,
    authors: [...authors],
    risk: { score: risk.score, weightsVersion: risk.weightsVersion, blastLevel: blast.level, care: plan.care },
    ...(plan.by === 'risk' && { approvals: [...approvals], steps: [...steps] }),
    ...(plan.by === 'declared' && { approvals: waves.filter(({ approval }) => approval).map(waveApproval) }),
    ...(promotionId !== undefined && { promotionId }),
    ...(lane === 'hotfix' && { lane }),
    waveIndex: -1,
    state: 'queued',
    createdAtMs: ctx.nowMs,
    changedAtMs: ctx.nowMs,
    revision: 0,
  }
  const assessed = happened(releaseAssessed, { ...subjectOf(release), risk, blast, plan })
  const hurried = happened(releaseHotfixed, { ...subjectOf(release), by: ctx.actor.id, why: hotfixWhy ?? '' })
  return {
    release,
    before: hotfixWhy === undefined ? [assessed] : [assessed, hurried],
    writes: [assessmentEntity.create({ releaseId: id, ...assessment, revision: 0 })],
  }
}
