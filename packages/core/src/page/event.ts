/** What happens to pages. */
import * as z from 'zod'
import { defineEvent } from '../event.ts'
import { defineId } from '../id.ts'
import { channelSchema, pageActionSchema } from '../port/pager.ts'
import { severitySchema } from '../severity.ts'

export const pageId = defineId('pag')
export type PageId = ReturnType<typeof pageId.create>
export const pageIdSchema = z.custom<PageId>(pageId.is, 'must be a page id such as pag_01…')

const subject = {
  pageId: pageIdSchema,
  escalationId: z.string(),
  incidentId: z.string().optional(),
  service: z.string(),
  severity: severitySchema,
  /** Absent where the target is no person: a webhook, a PagerDuty service. */
  person: z.string().optional(),
  channel: channelSchema,
  /** `trigger` asks for an answer; the others tell a provider what became of it. */
  action: pageActionSchema,
}

export const pageSent = defineEvent('page.sent', 1, 'A provider took a page.', {
  ...subject,
  attempts: z.int(),
  /** Other pages that this one stands for. */
  bundled: z.int(),
})
export const pageFailed = defineEvent('page.failed', 1, 'A page could not be sent, and is not tried again.', {
  ...subject,
  attempts: z.int(),
  reason: z.string(),
  detail: z.string(),
})
export const pageHeld = defineEvent('page.held', 1, 'A page was not sent, because it need not or must not be.', {
  ...subject,
  reason: z.string(),
  sentence: z.string(),
})
