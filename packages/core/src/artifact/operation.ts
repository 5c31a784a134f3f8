/** What can be done with artifacts: record what a build made, find it again. */
import { commit, commitConflict, eventFor } from '../commit.ts'
import type { Context } from '../context.ts'
import { defineEvent } from '../event.ts'
import { defineOperation } from '../operation.ts'
import { Pipeline } from '../pipeline/index.ts'
import { type ArtifactItem, artifactSchema, artifactUnknown, versionTaken } from './artifact.ts'
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

export async function fromVersion(ctx: Context, service: string, version: string): Promise<ArtifactItem> {
  const found = await artifactEntity.get(ctx.store, { service, version })
  if (found === undefined) throw artifactUnknown(service, version)
  return found
}

/** Undefined where no build of it is recorded. */
export const find = (ctx: Context, service: string, version: string): Promise<ArtifactItem | undefined> =>
  artifactEntity.get(ctx.store, { service, version })

/** Records a build's result once; the same digest again is harmless, another digest under the same version is refused. */
export const record = defineOperation(
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
      const found = await fromVersion(ctx, artifact.service, artifact.version)
      if (found.digest === artifact.digest) return { recorded: false }
      throw versionTaken(artifact.service, artifact.version, found.digest, artifact.digest)
    }
  },
)

/** Records the artifact of a successful CodeBuild build, under the change that was pushed for it where one was. */
export const recordBuild = defineOperation(
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
