/** What happens to releases. */
import * as z from 'zod'
import { defineEvent } from '../event.ts'
import { assessmentShape } from './assessment.ts'
import { causeSchema, reasonSchema, releaseIdSchema, waitSchema } from './release.ts'
import { waveOutcomeSchema } from './wave.ts'

const subject = { releaseId: releaseIdSchema, service: z.string(), version: z.string() }
/** As every event of a wave names it. */
export const waveEventShape = { ...subject, waveIndex: z.int(), wave: z.string(), weightPercent: z.number() }
const wave = waveEventShape
/** What the gate says: each reason by its code, with its sentence. */
const gateReason = z.object({ check: z.string(), kind: z.string(), reason: z.string(), sentence: z.string() })

/** An undecided verdict with its numbers. */
const undecidedSchema = z.object({
  sentence: z.string(),
  reason: z.string(),
  /** Requests of the new version, and minutes, until there could be a verdict. */
  need: z.object({
    requests: z.number().nullable(),
    minutes: z.number().nullable(),
    detectableRatio: z.number().nullable(),
    /** In the metric's unit, or as a share of requests, where no ratio says it. */
    detectableChange: z.number().nullable().optional(),
  }),
  worstCase: z
    .object({
      metric: z.string(),
      excessRate: z.number(),
      requestsUntilDetected: z.number(),
      costRequests: z.number(),
      grantedRequests: z.number(),
    })
    .nullable(),
  findings: z.array(
    z.object({
      metric: z.string(),
      critical: z.boolean(),
      canaryRequests: z.number(),
      canaryEvents: z.number(),
      stableRequests: z.number(),
      stableEvents: z.number(),
      ratio: z.number().nullable(),
      eValue: z.number(),
      needs: z.number(),
      safeEValue: z.number(),
      phi: z.number(),
      blamed: z.boolean(),
    }),
  ),
})

export const releaseAssessed = defineEvent(
  'release.assessed',
  1,
  'The risk of a release, who is hit if it fails, and the plan that follows.',
  { ...subject, ...assessmentShape },
)
export const releaseHotfixed = defineEvent(
  'release.hotfixed',
  1,
  'A person put a release into the hotfix lane: it skips what the policy lets it skip, with one approval.',
  { ...subject, by: z.string(), why: z.string() },
)
export const releaseQueued = defineEvent('release.queued', 1, 'A release waits until its target is free.', subject)
export const releaseSuperseded = defineEvent('release.superseded', 1, 'A waiting release gave way to a newer one.', {
  ...subject,
  supersededBy: z.string(),
})
export const releaseAdmitted = defineEvent(
  'release.admitted',
  1,
  'A release holds its target; its state machine starts.',
  subject,
)
export const releaseBegun = defineEvent('release.begun', 1, 'An execution drives the release.', {
  ...subject,
  executionId: z.string(),
})
export const releasePrepared = defineEvent('release.prepared', 1, 'The new version is ready to serve, at weight 0.', {
  ...subject,
  stableVersion: z.string(),
})
export const approvalRequested = defineEvent(
  'release.approval-requested',
  1,
  'A wave waits for people to say yes, and perhaps for more.',
  { ...wave, sentence: z.string(), reasons: z.array(gateReason) },
)
const word = {
  ...wave,
  by: z.string(),
  why: z.string(),
  /** What the person held when they spoke. */
  roles: z.array(z.string()),
  /** Of the artifact that they spoke of. */
  digest: z.string(),
}
export const releaseApproved = defineEvent('release.approved', 1, 'A person said yes to the next wave.', word)
export const releaseRefused = defineEvent('release.refused', 1, 'A person said no to the next wave.', word)
export const waveShifting = defineEvent('release.wave-shifting', 1, "A wave's weight was asked for.", wave)
export const waveStarted = defineEvent(
  'release.wave-started',
  1,
  "A wave's weight was seen in force; its soak began.",
  wave,
)
export const waveJudged = defineEvent('release.wave-judged', 1, 'The judge reached a verdict on a wave.', {
  ...wave,
  outcome: waveOutcomeSchema,
  reason: reasonSchema,
})
export const waveUndecided = defineEvent(
  'release.wave-undecided',
  1,
  "A wave's soak is over and nothing is proven: what the gate's policy has it wait for.",
  {
    ...wave,
    waitsFor: waitSchema.shape.kind,
    /** When the policy takes its next step by itself. */
    untilMs: z.int().optional(),
    verdict: undecidedSchema,
  },
)
export const wavePassed = defineEvent('release.wave-passed', 1, 'A person let an undecided wave pass.', {
  ...wave,
  by: z.string(),
  why: z.string(),
  /** Since the wave asked for a person. */
  waitedMs: z.int().nonnegative(),
  /** As it stood when the person decided. */
  verdict: undecidedSchema,
})
export const judgeSilent = defineEvent(
  'release.judge-silent',
  1,
  'The judge gives no sign of life; the weight is held.',
  {
    ...wave,
    /** How many waits of three minutes have passed. */
    rounds: z.int(),
  },
)
export const abortRequested = defineEvent('release.abort-requested', 1, 'A person stopped the release.', {
  ...subject,
  by: z.string(),
  why: z.string(),
})
export const releasePromoting = defineEvent('release.promoting', 1, 'The last wave passed.', subject)
export const releaseCompleted = defineEvent(
  'release.completed',
  1,
  'The new version takes all traffic; the release ended.',
  subject,
)
export const rollbackRequested = defineEvent('rollback.requested', 1, 'Somebody or something wants a release back.', {
  ...subject,
  cause: causeSchema,
  by: z.string(),
  why: z.string(),
  reason: reasonSchema,
  /** Which machine takes it back: its own while it is under way, the rollback machine once it has completed. */
  drivenBy: z.enum(['release', 'rollback']),
})
export const rollbackRefused = defineEvent(
  'rollback.refused',
  1,
  'A completed release cannot be taken back: no healthy version is there to return to. A person must act.',
  { ...subject, cause: causeSchema, by: z.string(), why: z.string(), reason: reasonSchema },
)
export const versionVouched = defineEvent(
  'release.version-vouched',
  1,
  'A person put the version that the release would return to on record as healthy.',
  { ...subject, vouchedFor: z.string(), by: z.string(), why: z.string() },
)
/** The steps of a rollback, in their order. */
export const rollbackSteps = ['traffic', 'flags', 'database'] as const
export const rollbackStepEnded = defineEvent('rollback.step-ended', 1, 'A step of a rollback is over.', {
  ...subject,
  step: z.enum(rollbackSteps),
  outcome: z.enum(['done', 'failed']),
  durationMs: z.int().nonnegative(),
  budgetMs: z.int().positive(),
  detail: z.string(),
})
export const rollbackStarted = defineEvent('rollback.started', 1, 'The release is being taken back.', {
  ...subject,
  reason: reasonSchema,
})
export const rollbackCompleted = defineEvent(
  'rollback.completed',
  1,
  'All traffic was seen on the stable version again.',
  {
    ...subject,
    reason: reasonSchema,
  },
)
export const rollbackFailed = defineEvent(
  'rollback.failed',
  1,
  'The release could not be taken back; a person must act.',
  {
    ...subject,
    reason: reasonSchema,
  },
)

export const rollbackRetried = defineEvent(
  'rollback.retried',
  1,
  'A person mended what stood in the way; the rollback runs again.',
  { ...subject, by: z.string(), why: z.string(), reason: reasonSchema },
)

/** After any of these the target is free. */
export const releaseEnded = [releaseCompleted, rollbackCompleted] as const

/** After any of these a region of a promotion is done with, or waits for a person. */
export const releaseSettled = [releaseCompleted, rollbackCompleted, rollbackFailed, releaseSuperseded] as const
