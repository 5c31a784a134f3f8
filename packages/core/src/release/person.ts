/** What people do with a release: stop it, look at it. */
import * as z from 'zod'
import { listEvents } from '../commit.ts'
import type { Context } from '../context.ts'
import type { Page } from '../entity.ts'
import type { DomainEvent } from '../event.ts'
import { limits } from '../limits.ts'
import { defineOperation } from '../operation.ts'
import type { AssessmentItem } from './assessment.ts'
import { changeRelease, fromId, happened, subjectOf } from './change.ts'
import { abortRequested } from './event.ts'
import { listPassages } from './gate-wait.ts'
import type { PassageItem } from './passage.ts'
import { type ReleaseId, type ReleaseItem, releaseIdSchema } from './release.ts'
import { illegalAction, releaseActions } from './state.ts'
import { endWait, withdrawal } from './stop.ts'
import {
  activeReleases,
  assessmentEntity,
  endedReleases,
  releaseEntity,
  releasesOfService,
  waveEntity,
  wavesOfRelease,
} from './store.ts'
import type { WaveItem } from './wave.ts'

const why = z.string().trim().min(1, 'say why, in a few words').max(1_000)
const actionInput = z.object({ releaseId: releaseIdSchema, why })

/** Stops a release: a waiting one ends at once, a moving one is rolled back by its state machine. */
export const abort = /* @__PURE__ */ defineOperation(
  {
    name: 'release.abort',
    summary: 'Stop a release and take it back',
    input: actionInput,
    allowedTo: ['responder', 'releaser', 'admin'],
  },
  async (ctx, { releaseId: id, why: reason }): Promise<ReleaseItem> => {
    const aborted = await changeRelease(ctx, id, async (release) => {
      if (!releaseActions.abort.includes(release.state as never)) throw illegalAction(id, 'abort', release.state)
      const by = ctx.actor.id
      if (release.state === 'queued') return withdrawal(ctx, release, by, reason)
      if (release.abortedBy !== undefined) return undefined
      const sentence = `${by} aborted it: ${reason}`
      return {
        facts: { abortedBy: by, reason: { code: 'aborted', sentence } },
        event: happened(abortRequested, { ...subjectOf(release), by, why: reason }),
      }
    })
    await endWait(ctx, aborted)
    return aborted
  },
)

export interface ReleaseView {
  readonly release: ReleaseItem
  readonly waves: readonly WaveItem[]
  /** What was found of it when it started. */
  readonly assessment?: AssessmentItem
  /** Its gates so far, as they were last decided. */
  readonly passages: readonly Omit<PassageItem, 'taskToken'>[]
}

const readers = ['viewer', 'responder', 'releaser', 'admin'] as const

export const get = /* @__PURE__ */ defineOperation(
  {
    name: 'release.get',
    summary: 'One release with its waves',
    input: z.object({ releaseId: releaseIdSchema }),
    allowedTo: readers,
  },
  async (ctx, { releaseId: id }): Promise<ReleaseView> => ({
    release: await fromId(ctx, id),
    waves: await listWaves(ctx, id),
    ...(await foundOf(ctx, id)),
  }),
)

/** What was found of a release, and its gates; a token would let anybody who reads end the machine's wait. */
async function foundOf(ctx: Context, releaseId: ReleaseId): Promise<Pick<ReleaseView, 'assessment' | 'passages'>> {
  const [assessment, passages] = await Promise.all([
    assessmentEntity.get(ctx.store, { releaseId }),
    listPassages(ctx, releaseId),
  ])
  const shown = passages.map(({ taskToken: _, ...passage }) => passage)
  return { passages: shown, ...(assessment !== undefined && { assessment }) }
}

export async function listWaves(ctx: Context, id: ReleaseId): Promise<readonly WaveItem[]> {
  return waveEntity.queryAll(ctx.store, { ...wavesOfRelease(id), limit: limits.wavesPerRelease.value })
}

const listInput = z.object({
  /** Of one service, the newest first; without it, those under way. */
  service: z.string().optional(),
  /** Those that ended on the day of this time, instead of those under way. */
  endedOnMs: z.int().optional(),
  cursor: z.string().optional(),
  limit: z.int().min(1).max(limits.queryPageItems.value).default(50),
})

export const list = /* @__PURE__ */ defineOperation(
  {
    name: 'release.list',
    summary: 'Releases under way, of a day, or of one service',
    input: listInput,
    allowedTo: readers,
  },
  (ctx, { service, endedOnMs, cursor, limit }): Promise<Page<ReleaseItem>> => {
    const key =
      service !== undefined
        ? releasesOfService(service)
        : ({ index: 'gsi2', pk: endedOnMs === undefined ? activeReleases : endedReleases(endedOnMs) } as const)
    return releaseEntity.query(ctx.store, { ...key, limit, newestFirst: true, ...(cursor !== undefined && { cursor }) })
  },
)

/** What happened to a release, in order: the events of its own partition. */
export const timeline = /* @__PURE__ */ defineOperation(
  {
    name: 'release.timeline',
    summary: 'What happened to a release, in order',
    input: z.object({
      releaseId: releaseIdSchema,
      cursor: z.string().optional(),
      limit: z.int().min(1).max(limits.queryPageItems.value).default(limits.queryPageItems.value),
    }),
    allowedTo: readers,
  },
  (ctx, { releaseId: id, cursor, limit }): Promise<Page<DomainEvent>> => listEvents(ctx, 'release', id, cursor, limit),
)
