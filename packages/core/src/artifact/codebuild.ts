/** What a CodeBuild build-state-change event says about the artifact it made. Shape: AWS CodeBuild user guide, build notifications. */
import * as z from 'zod'
import { parseIsoTimeMs } from '../clock.ts'

/** Names of exported variables through which a build says more than the event has fields for. */
export const exportedVersion = 'HOUSTON_VERSION'
export const exportedLocation = 'HOUSTON_LOCATION'

export const buildSucceededSchema = z.object({
  source: z.literal('aws.codebuild'),
  'detail-type': z.literal('CodeBuild Build State Change'),
  id: z.string(),
  time: z.iso.datetime(),
  detail: z.object({
    'build-status': z.literal('SUCCEEDED'),
    'project-name': z.string(),
    'build-id': z.string(),
    'additional-information': z.object({
      'source-version': z.string().regex(/^[0-9a-f]{7,64}$/, 'must be the commit that was built'),
      initiator: z.string().default('unknown'),
      artifact: z.object({
        sha256sum: z.string().regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 of the artifact, in 64 hexadecimal digits'),
        location: z.string().min(1),
      }),
      'exported-environment-variables': z.array(z.object({ name: z.string(), value: z.string() })).default([]),
    }),
  }),
})
export type BuildSucceeded = z.infer<typeof buildSucceededSchema>

/** The parts of an artifact that the build knows; who owns it is the pipeline's to say. */
export function builtArtifact(event: BuildSucceeded) {
  const { detail, time } = event
  const facts = detail['additional-information']
  const exported = (name: string): string | undefined =>
    facts['exported-environment-variables'].find((variable) => variable.name === name)?.value
  return {
    version: exported(exportedVersion) ?? facts['source-version'].slice(0, 12),
    digest: `sha256:${facts.artifact.sha256sum}`,
    location: exported(exportedLocation) ?? facts.artifact.location,
    commit: facts['source-version'],
    buildId: detail['build-id'],
    initiator: facts.initiator,
    builtAtMs: parseIsoTimeMs(time) ?? 0,
  }
}
