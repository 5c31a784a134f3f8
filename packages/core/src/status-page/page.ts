/** The public status page itself: what heads it, and how careful it is. One Houston has one. */
import * as z from 'zod'
import { defineError } from '../error.ts'
import { nameSchema } from '../service/index.ts'
import { timeZoneSchema } from '../zone.ts'

export const statusPageSpecSchema = z.strictObject({
  title: z.string().trim().min(1).max(100),
  description: z.string().trim().max(500).default(''),
  /** Where the public finds it, without a slash at its end: links in mails and feeds begin with it. */
  url: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .transform((text) => text.replace(/\/+$/, '')),
  timeZone: timeZoneSchema.default('Etc/UTC'),
  /** `at-once`: a component turns by the facts of an incident. `when-told`: only after somebody told the status page of it. */
  turns: z.enum(['at-once', 'when-told']).default('at-once'),
})
export const statusPageSchema = z.strictObject({ name: nameSchema, ...statusPageSpecSchema.shape })
export type StatusPage = z.output<typeof statusPageSchema>

/** The page of a Houston that nobody told what its page is called: its links are relative. */
export const undeclaredPage: StatusPage = {
  name: 'public',
  title: 'Status',
  description: '',
  url: '',
  timeZone: 'Etc/UTC',
  turns: 'at-once',
}

export const otherPageDeclared = defineError(
  'status-page.other-declared',
  'conflict',
  'There is one public status page, and it has another name.',
  (found: string, given: string) => ({
    message: `The status page is ${found}; ${given} would be a second one.`,
    fields: [{ path: 'metadata.name', message: `must be ${found}` }],
    wayOut: `Change the document ${found}.`,
  }),
)
