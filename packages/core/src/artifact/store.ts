/** Where artifacts lie in the table. */
import * as z from 'zod'
import { defineEntity, revisioned } from '../entity.ts'
import { storedArtifactSchema } from './artifact.ts'

/** Artifacts of one content, by service and version: a digest is found whatever it is called. */
export const artifactsOfDigest = (digest: string) => ({ index: 'gsi1', pk: `artifacts#digest#${digest}` }) as const
/** Artifacts of one commit of a pipeline, by version. */
export const artifactsOfCommit = (pipeline: string, commit: string) =>
  ({ index: 'gsi2', pk: `artifacts#commit#${pipeline}#${commit}` }) as const
/** One service's artifacts, by version. */
export const artifactsOfService = (service: string) => ({ pk: `service#${service}`, skPrefix: 'artifact#' })

export const artifactEntity = defineEntity({
  name: 'artifact',
  itemVersion: 1,
  schema: z.object({ ...storedArtifactSchema.shape, ...revisioned }),
  keyFields: ['service', 'version'],
  indexes: ({ service, version, digest, pipeline, commit }) => ({
    gsi1: { pk: artifactsOfDigest(digest).pk, sk: `${service}#${version}` },
    gsi2: { pk: artifactsOfCommit(pipeline, commit).pk, sk: version },
  }),
  key: ({ service, version }) => ({ pk: `service#${service}`, sk: `artifact#${version}` }),
})
