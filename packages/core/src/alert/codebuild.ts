/** CodeBuild's state changes: a build that fails fires an alert of its project, one that succeeds ends it. */
import * as z from 'zod'
import { ignored, type Normalised, readPayload, type SignalState, shorten, signals, timeSchema } from './signal.ts'

const eventSchema = z.object({
  'detail-type': z.string(),
  account: z.string(),
  region: z.string(),
  time: timeSchema,
  detail: z.object({
    'build-status': z.string(),
    'project-name': z.string(),
    'build-id': z.string(),
    'additional-information': z
      .object({
        initiator: z.string().optional(),
        logs: z.object({ 'deep-link': z.string().optional() }).optional(),
        phases: z
          .array(
            z.object({
              'phase-type': z.string(),
              'phase-status': z.string().optional(),
              'phase-context': z.array(z.string()).nullish(),
            }),
          )
          .default([]),
      })
      .prefault({}),
  }),
})

const states: Readonly<Record<string, SignalState>> = {
  FAILED: 'firing',
  FAULT: 'firing',
  TIMED_OUT: 'firing',
  SUCCEEDED: 'resolved',
}

export function normaliseCodeBuild(payload: unknown): Normalised {
  return readPayload(eventSchema, payload, ({ detail, account, region, time, ...event }) => {
    if (event['detail-type'] !== 'CodeBuild Build State Change') return ignored('not-a-build-state-change')
    const state = states[detail['build-status']]
    // A build in progress says nothing yet, and one that somebody stopped says nothing of the code.
    if (state === undefined) return ignored(`build-${detail['build-status'].toLowerCase().replace('_', '-')}`)
    const { phases, logs, initiator } = detail['additional-information']
    const failed = phases.find((phase) => phase['phase-status'] !== undefined && phase['phase-status'] !== 'SUCCEEDED')
    const because =
      failed === undefined ? '' : ` in ${failed['phase-type']}: ${(failed['phase-context'] ?? []).join(' ')}`
    const link = logs?.['deep-link']
    return signals({
      source: 'codebuild',
      sourceKey: `${account}/${region}/${detail['project-name']}`,
      service: detail['project-name'],
      name: 'BuildFailed',
      labels: { account, region, project: detail['project-name'], ...(initiator !== undefined && { initiator }) },
      state,
      sourceTimeMs: time,
      sequence: 0,
      text: shorten(
        `Build of ${detail['project-name']} ${detail['build-status'].toLowerCase()}${because}`.trim(),
        10_000,
      ),
      severityHint: 'warning',
      links: link === undefined ? [] : [{ label: 'build log', url: link }],
    })
  })
}
