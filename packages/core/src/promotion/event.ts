/** What happens to promotions. */
import * as z from 'zod'
import { defineEvent, type EventDeclaration } from '../event.ts'
import { type ReleaseId, reasonSchema, releaseIdSchema } from '../release/index.ts'
import { nameSchema } from '../service/index.ts'
import { type PromotionId, promotionIdSchema, regionOutcomeSchema } from './promotion.ts'

const subject = {
  promotionId: promotionIdSchema,
  pipeline: nameSchema,
  service: nameSchema,
  version: z.string(),
  commit: z.string(),
}
/** The stage that is free from now on: whoever waits at its entrance is let in. */
const leaves = { leaves: nameSchema.optional() }

export const promotionStarted = defineEvent('promotion.started', 1, 'A version starts on its way through the stages.', {
  ...subject,
  path: z.array(z.object({ stage: nameSchema, groups: z.array(z.array(z.string())) })),
})
export const promotionHotfixed = defineEvent('promotion.hotfixed', 1, 'A person put a version into the hotfix lane.', {
  ...subject,
  by: z.string(),
  why: z.string(),
})
export const promotionQueued = defineEvent(
  'promotion.queued',
  1,
  'A version waits at the entrance of a stage until it is its turn.',
  { ...subject, ...leaves, stage: nameSchema, reason: reasonSchema },
)
export const promotionApprovalRequested = defineEvent(
  'promotion.approval-requested',
  1,
  'A version waits at the entrance of a stage for people to say yes.',
  { ...subject, ...leaves, stage: nameSchema, reason: reasonSchema },
)
export const promotionApproved = defineEvent('promotion.approved', 1, 'A person said yes to the next stage.', {
  ...subject,
  stage: nameSchema,
  by: z.string(),
  why: z.string(),
})
export const promotionRegionsStarted = defineEvent(
  'promotion.regions-started',
  1,
  'The next group of regions of a stage is released.',
  {
    ...subject,
    ...leaves,
    stage: nameSchema,
    group: z.int().nonnegative(),
    releases: z.array(z.object({ region: z.string(), releaseId: releaseIdSchema })),
    reason: reasonSchema,
  },
)
export const promotionRegionEnded = defineEvent(
  'promotion.region-ended',
  1,
  'The release of one region ended, whichever way.',
  {
    ...subject,
    stage: nameSchema,
    region: z.string(),
    releaseId: releaseIdSchema,
    outcome: regionOutcomeSchema,
    sentence: z.string(),
  },
)
export const promotionSoaking = defineEvent(
  'promotion.soaking',
  1,
  'A group of regions has the version and is watched before the next step.',
  { ...subject, stage: nameSchema, group: z.int().nonnegative(), untilMs: z.int(), until: z.iso.datetime() },
)
export const promotionCompleted = defineEvent(
  'promotion.completed',
  1,
  'Every region of every stage has the version.',
  {
    ...subject,
    ...leaves,
    reason: reasonSchema,
  },
)
/** Releases that go on with the version or have it: each is taken back where the stage's policy says so, else offered to people. */
const holding = z.array(z.object({ stage: nameSchema, region: z.string(), releaseId: releaseIdSchema }))
export const promotionStopped = defineEvent(
  'promotion.stopped',
  1,
  'The version goes no further: a region refused it, or a person stopped it.',
  { ...subject, ...leaves, reason: reasonSchema, takesBack: holding, offers: holding },
)
export const promotionSuperseded = defineEvent('promotion.superseded', 1, 'The version gave way to a newer one.', {
  ...subject,
  ...leaves,
  reason: reasonSchema,
  supersededBy: z.string(),
  takesBack: holding,
})

/** What whoever follows a promotion reads of any of its events. */
export interface Followed {
  readonly promotionId: PromotionId
  readonly pipeline: string
  readonly commit: string
  readonly leaves?: string | undefined
  readonly takesBack?: readonly { readonly releaseId: ReleaseId }[]
  readonly reason?: { readonly sentence: string }
}

export const promotionEvents: readonly EventDeclaration<Followed>[] = [
  promotionStarted,
  promotionQueued,
  promotionApprovalRequested,
  promotionApproved,
  promotionHotfixed,
  promotionRegionsStarted,
  promotionRegionEnded,
  promotionSoaking,
  promotionCompleted,
  promotionStopped,
  promotionSuperseded,
]

/** After any of these a change is further on its way, or its way is over. */
export const promotionProgress: readonly EventDeclaration<Followed>[] = [
  promotionRegionsStarted,
  promotionRegionEnded,
  promotionCompleted,
  promotionStopped,
  promotionSuperseded,
]
