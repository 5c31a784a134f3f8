/** Asking for a release to be taken back: by a verdict, an alarm, an incident, a person or a deadline, under way or completed. */
import * as z from 'zod'
import { actorName } from '../actor.ts'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import { defineOperation } from '../operation.ts'
import {
  type Cause,
  causeSchema,
  type ReleaseItem,
  releaseIdSchema,
  rollbackRefused,
  rollbackRequested,
  targetName,
} from '../release/index.ts'
import * as Release from '../release/surface.ts'
import { decideRequest, isPageWorthy, type Refusal, type Request } from './decide.ts'
import { retried } from './retry.ts'

export const rollbackImpossible = defineError(
  'rollback.impossible',
  'conflict',
  'The release cannot be taken back: there is nothing healthy to return to, or something else has the target.',
  (id: string, reason: Refusal, sentence: string) => ({
    message: `Release ${id} cannot be taken back (${reason}): ${sentence}`,
    fields: [{ path: 'releaseId', message: reason }],
    wayOut:
      reason === 'version-not-healthy'
        ? '`houston rollback vouch` puts a version on record as healthy; or ship a fix as a hotfix.'
        : 'Look at the target with `houston rollback status`; or ship a fix as a hotfix.',
  }),
)

const requestInput = z.object({
  releaseId: releaseIdSchema,
  why: z.string().trim().min(1, 'say why, in a few words').max(1_000),
  cause: causeSchema.default({ kind: 'person' }),
})

export interface RequestAnswer {
  readonly kind: Request['kind']
  readonly release: ReleaseItem
  /** Why not, where it was refused. */
  readonly sentence?: string
}

type Asked = z.output<typeof requestInput>

/** Harmless when repeated. A person is refused by an error, everything else by the answer: a refusal that matters pages by its event. */
export const request = /* @__PURE__ */ defineOperation(
  {
    name: 'rollback.request',
    summary: 'Take a release back, under way or completed',
    input: requestInput,
    allowedTo: ['responder', 'releaser', 'admin'],
  },
  async (ctx, asked): Promise<RequestAnswer> => {
    const asking: { decided?: Request } = {}
    const release = await Release.change(ctx, asked.releaseId, async (current) => {
      // A lost race decides again, from what is there then.
      asking.decided = await decideFor(ctx, current)
      return changeFor(ctx, current, asking.decided, asked)
    })
    await Release.endWait(ctx, release)
    const { decided } = asking
    if (decided?.kind !== 'refused') return { kind: decided?.kind ?? 'already', release }
    if (asked.cause.kind === 'person') throw rollbackImpossible(release.id, decided.reason, decided.sentence)
    return { kind: decided.kind, release, sentence: decided.sentence }
  },
)

async function decideFor(ctx: Context, release: ReleaseItem): Promise<Request> {
  if (release.state !== 'completed')
    return decideRequest({ release, serving: undefined, standing: undefined, heldBy: undefined })
  const [history, held] = await Promise.all([
    Release.historyOf(ctx, targetName(release)),
    Release.retakeTarget(ctx, release),
  ])
  const { stableVersion } = release
  return decideRequest({
    release,
    serving: history.serving,
    standing: stableVersion === undefined ? undefined : Release.standingOf(history, stableVersion),
    heldBy: 'heldBy' in held ? held.heldBy : undefined,
  })
}

async function changeFor(ctx: Context, release: ReleaseItem, decided: Request, asked: Asked) {
  switch (decided.kind) {
    case 'already':
      return undefined
    case 'withdraw':
      return Release.withdrawal(ctx, release, ctx.actor.id, asked.why)
    case 'retry':
      return retried(ctx, release, asked.why)
    case 'stop':
      return {
        facts: { ...factsOf(ctx, asked), abortedBy: ctx.actor.id },
        event: requested(ctx, release, asked, 'release'),
      }
    case 'take-back': {
      const taken = await Release.retakeTarget(ctx, release)
      if ('heldBy' in taken) throw rollbackImpossible(release.id, 'target-held', `${taken.heldBy} holds the target.`)
      return {
        facts: { ...factsOf(ctx, asked), state: 'rolling-back' as const, endedAtMs: undefined },
        event: requested(ctx, release, asked, 'rollback'),
        writes: taken.writes,
      }
    }
    case 'refused':
      return refusal(ctx, release, decided, asked)
  }
}

/** One cause is refused with one event, however often it asks. */
function refusal(ctx: Context, release: ReleaseItem, decided: Request & { kind: 'refused' }, { cause, why }: Asked) {
  if (!isPageWorthy(decided.reason)) return undefined
  const refusedCause = `${cause.kind} ${cause.id ?? ''} ${decided.reason}`
  if (release.refusedCause === refusedCause) return undefined
  const reason = { code: decided.reason, sentence: decided.sentence }
  const data = { ...Release.subjectOf(release), cause, by: actorName(ctx.actor), why, reason }
  return { facts: { refusedCause }, event: Release.happened(rollbackRefused, data) }
}

const reasonOf = (ctx: Context, { cause, why }: Asked) => ({
  code: cause.kind === 'person' ? 'aborted' : cause.kind,
  sentence: `${askerOf(ctx, cause)} wants it back: ${why}`,
})

const askerOf = (ctx: Context, { kind, id }: Cause): string =>
  kind === 'person' ? ctx.actor.id : `The ${kind}${id === undefined ? '' : ` ${id}`}`

const factsOf = (ctx: Context, asked: Asked) => ({ reason: reasonOf(ctx, asked), rollbackCause: asked.cause })

const requested = (ctx: Context, release: ReleaseItem, asked: Asked, drivenBy: 'release' | 'rollback') =>
  Release.happened(rollbackRequested, {
    ...Release.subjectOf(release),
    cause: asked.cause,
    by: actorName(ctx.actor),
    why: asked.why,
    reason: reasonOf(ctx, asked),
    drivenBy,
  })
