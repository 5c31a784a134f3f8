/** A request to release: a version or a commit that somebody published or deployed, whether it is built already or not. */
import * as z from 'zod'
import { defineEvent } from '../event.ts'
import { nameSchema } from '../service/index.ts'

export const releaseRequestSchema = z.object({
  pipeline: nameSchema,
  service: nameSchema,
  /** A version's name, or a commit's hash. */
  ref: z.string().min(1).max(255),
  /** What asked: `github-release`, `github-deployment`. */
  source: z.enum(['github-release', 'github-deployment']),
  /** The last stage it is for; absent: the whole path. */
  upTo: nameSchema.optional(),
  by: z.string().max(256),
  requestedAtMs: z.int(),
})
export type ReleaseRequest = z.infer<typeof releaseRequestSchema>

export const releaseRequested = defineEvent(
  'pipeline.release-requested',
  1,
  'A version was published or deployed at its source: its release is asked for.',
  { request: releaseRequestSchema },
)

/** The names under which a request for an artifact may lie: GitHub's tags are versions with or without a `v`. */
export const refsOf = ({
  version,
  commit,
}: {
  readonly version: string
  readonly commit: string
}): readonly string[] => [version, `v${version}`, commit]

/** Versions that a request's ref may name, the likeliest first. */
export const versionsOf = (ref: string): readonly string[] => (/^v\d/.test(ref) ? [ref, ref.slice(1)] : [ref])
