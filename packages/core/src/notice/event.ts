/** What happens to notices. */
import * as z from 'zod'
import { defineEvent } from '../event.ts'
import { audienceSchema, incidentIdSchema } from '../incident/index.ts'
import { noticeIdSchema } from './notice.ts'

const subject = { noticeId: noticeIdSchema, incidentId: incidentIdSchema, audience: audienceSchema }

export const noticePlanned = defineEvent(
  'notice.planned',
  1,
  'An audience was told: it goes out to its addresses.',
  subject,
)
export const noticeEnded = defineEvent('notice.ended', 1, 'Every address of a notice was reached, or given up.', {
  ...subject,
  sent: z.int(),
  failed: z.int(),
  sentence: z.string(),
})
