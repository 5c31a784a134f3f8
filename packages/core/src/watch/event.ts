/** What happens while a completed release is watched. */
import * as z from 'zod'
import { defineEvent } from '../event.ts'
import { releaseIdSchema } from '../release/index.ts'
import { watchOutcomes } from './watch.ts'

const subject = { releaseId: releaseIdSchema, service: z.string(), version: z.string() }

export const watchEnded = defineEvent('watch.ended', 1, 'A completed release is watched no more.', {
  ...subject,
  outcome: z.enum(watchOutcomes),
  sentence: z.string(),
})
export const watchBlind = defineEvent(
  'watch.blind',
  1,
  'Nothing has been seen for too long of a release that has completed or waits at a gate: nobody would notice if it broke.',
  { ...subject, sentence: z.string() },
)
