/** An artifact: what a build made, found by its digest, never changed once recorded. */
import * as z from 'zod'
import { isoTime } from '../clock.ts'
import { defineError } from '../error.ts'
import { nameSchema } from '../service/index.ts'

export const digestSchema = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 hexadecimal digits')

export const artifactSchema = z.object({
  service: nameSchema,
  /** Unique within the service; made from the commit unless the build names one. */
  version: z
    .string()
    .regex(/^[0-9A-Za-z][0-9A-Za-z._-]{0,127}$/, 'must be letters, digits, dots, underscores and hyphens'),
  digest: digestSchema,
  /** Where a traffic driver finds it: an object's ARN, an image, a command. */
  location: z.string().min(1).max(4_096),
  pipeline: nameSchema,
  commit: z.string(),
  author: z.string(),
  buildId: z.string(),
  builtAtMs: z.int(),
  correlationId: z.string(),
})
/** As it is stored: the record of a removed artifact stays, so that its version never means anything else. */
export const storedArtifactSchema = z.object({ ...artifactSchema.shape, removedAtMs: z.int().optional() })
export type ArtifactItem = z.infer<typeof storedArtifactSchema>

export const versionTaken = defineError(
  'artifact.version-taken',
  'conflict',
  'The version is recorded already with another digest; a recorded version never changes.',
  (service: string, version: string, recorded: string, offered: string) => ({
    message: `${service} ${version} is recorded as ${recorded}; a build of it with ${offered} is refused.`,
    fields: [{ path: 'digest', message: `differs from the recorded ${recorded}` }],
    wayOut: 'Build it under a new version, or make the build reproducible.',
  }),
)

export const artifactUnknown = defineError(
  'artifact.unknown',
  'missing',
  'No artifact of that version is recorded.',
  (service: string, version: string) => ({
    message: `No build of ${service} ${version} is recorded.`,
    fields: [{ path: 'version', message: `${version} is not recorded for ${service}` }],
    wayOut: 'Build it first; `houston status` lists what is recorded.',
  }),
)

export const digestUnknown = defineError(
  'artifact.digest-unknown',
  'missing',
  'No artifact of that digest is recorded.',
  (digest: string) => ({
    message: `No build with the content ${digest} is recorded.`,
    fields: [{ path: 'digest', message: `${digest} is not recorded` }],
    wayOut: 'Name the service and the version, or build it.',
  }),
)

export const artifactGone = defineError(
  'artifact.gone',
  'missing',
  'The artifact was removed by the retention policy.',
  (service: string, version: string, removedAtMs: number) => ({
    message: `${service} ${version} was removed at ${isoTime(removedAtMs)}: nothing needed it any more.`,
    fields: [{ path: 'version', message: `${version} was removed` }],
    wayOut: 'Build the same commit again: the same content brings the version back.',
  }),
)
