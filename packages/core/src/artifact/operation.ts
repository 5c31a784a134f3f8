/** What can be done with artifacts: record what a build made, find it again. */
import * as z from 'zod'
import { commit, commitConflict, eventFor } from '../commit.ts'
import type { Context } from '../context.ts'
import { defineEvent } from '../event.ts'
import { defineOperation } from '../operation.ts'
import * as Pipeline from '../pipeline/surface.ts'
import { type ArtifactItem, artifactGone, artifactSchema, artifactUnknown, versionTaken } from './artifact.ts'
import { buildSucceededSchema, builtArtifact } from './codebuild.ts'
import { artifactEntity } from './store.ts'

export const artifactRecorded = defineEvent(
  'artifact.recorded',
  1,
  'A build became an artifact that can be released.',
  {
    artifact: artifactSchema,
  },
)

export const artifactRemoved = defineEvent(
  'artifact.removed',
  1,
  'Nothing needs an artifact any more: its content can be deleted where it lies.',
  { artifact: artifactSchema, why: z.string() },
)

export async function fromVersion(ctx: Context, service: string, version: string): Promise<ArtifactItem> {
  const found = await artifactEntity.get(ctx.store, { service, version })
  if (found === undefined) throw artifactUnknown(service, version)
  return found
}

/** Throws where the artifact was removed: its record stays, its content need not. */
export function refuseRemoved({ service, version, removedAtMs }: ArtifactItem): void {
  if (removedAtMs !== undefined) throw artifactGone(service, version, removedAtMs)
}

/** Undefined where no build of it is recorded. */
export const find = (ctx: Context, service: string, version: string): Promise<ArtifactItem | undefined> =>
  artifactEntity.get(ctx.store, { service, version })

/** Records a build's result once; the same digest again is harmless, another digest under the same version is refused. */
export const record = /* @__PURE__ */ defineOperation(
  {
    name: 'artifact.record',
    summary: 'Record what a build made',
    input: artifactSchema,
    allowedTo: ['releaser', 'admin'],
  },
  async (ctx, artifact): Promise<{ recorded: boolean }> => {
    const event = eventFor(
      ctx,
      artifactRecorded,
      { id: `${artifact.service}:${artifact.version}`, sequence: 1 },
      { artifact },
    )
    try {
      await commit(ctx, { writes: [artifactEntity.create({ ...artifact, revision: 0 })], events: [event] })
      return { recorded: true }
    } catch (error) {
      if (!commitConflict.is(error)) throw error
      const found = await stored(ctx, artifact)
      if (found.digest === artifact.digest)
        return found.removedAtMs === undefined ? { recorded: false } : revive(ctx, found, artifact)
      throw versionTaken(artifact.service, artifact.version, found.digest, artifact.digest)
    }
  },
)

const stored = async (ctx: Context, { service, version }: Pick<ArtifactItem, 'service' | 'version'>) => {
  const found = await artifactEntity.get(ctx.store, { service, version })
  if (found === undefined) throw artifactUnknown(service, version)
  return found
}

/** The same content was built again: the version is there again, where the new build put it. */
async function revive(
  ctx: Context,
  found: Stored,
  artifact: z.output<typeof artifactSchema>,
): Promise<{ recorded: boolean }> {
  const aggregate = { id: `${artifact.service}:${artifact.version}`, sequence: found.revision + 1 }
  await commit(ctx, {
    writes: [artifactEntity.replace({ ...artifact, revision: found.revision })],
    events: [eventFor(ctx, artifactRecorded, aggregate, { artifact })],
  })
  return { recorded: true }
}

/** Notes that nothing needs the artifact any more. Whoever keeps its bytes hears of it by the event. */
export async function remove(
  ctx: Context,
  { service, version }: ArtifactItem,
  why: string,
): Promise<{ removed: boolean }> {
  const found = await stored(ctx, { service, version })
  if (found.removedAtMs !== undefined) return { removed: false }
  const aggregate = { id: `${service}:${version}`, sequence: found.revision + 1 }
  const { revision: _, ...artifact } = found
  await commit(ctx, {
    writes: [artifactEntity.replace({ ...found, removedAtMs: ctx.nowMs })],
    events: [eventFor({ ...ctx, correlationId: found.correlationId }, artifactRemoved, aggregate, { artifact, why })],
  })
  return { removed: true }
}

type Stored = Awaited<ReturnType<typeof stored>>

/** Records the artifact of a successful CodeBuild build, under the change that was pushed for it where one was. */
export const recordBuild = /* @__PURE__ */ defineOperation(
  {
    name: 'artifact.record-build',
    summary: 'Record the artifact of a CodeBuild build',
    input: buildSucceededSchema,
    allowedTo: [],
  },
  async (ctx, event): Promise<{ recorded: boolean }> => {
    const { initiator, ...built } = builtArtifact(event)
    const { name: pipeline, service } = await Pipeline.fromBuildProject(ctx, event.detail['project-name'])
    const change = await Pipeline.changeFromCommit(ctx, pipeline, built.commit)
    const author = change?.author ?? initiator
    const correlationId = change?.correlationId ?? ctx.correlationId
    return record({ ...ctx, correlationId }, { ...built, service, pipeline, author, correlationId })
  },
)
