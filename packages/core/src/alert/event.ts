/** What happens to single alerts. */
import * as z from 'zod'
import { defineEvent } from '../event.ts'
import { severitySchema } from '../severity.ts'
import { signalSources } from './signal.ts'

const subject = {
  fingerprint: z.string(),
  source: z.enum(signalSources),
  name: z.string(),
  service: z.string().optional(),
  groupId: z.string().optional(),
}

/** One per episode, muted or not: whoever acts on alarms without waking people subscribes here. */
export const alertRaised = defineEvent('alert.raised', 1, 'An alert fires.', {
  ...subject,
  severity: severitySchema,
  startedAtMs: z.int(),
  text: z.string(),
  labels: z.record(z.string(), z.string()),
  /** What the intake decided: `page`, `tell`, `added`, `muted`, `inhibited`. */
  outcome: z.string(),
  reason: z.string(),
})
export const alertResolved = defineEvent(
  'alert.resolved',
  1,
  'An alert fires no more, and has been quiet for a while.',
  {
    ...subject,
    startedAtMs: z.int(),
    resolvedAtMs: z.int(),
  },
)
