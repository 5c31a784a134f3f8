/** What happens to freezes, calendars, policies, and to what gates are told. */
import * as z from 'zod'
import { defineEvent } from '../event.ts'
import { budgetReportSchema } from './budget.ts'
import { stepResultSchema } from './facts.ts'

export const freezeRecorded = defineEvent('freeze.recorded', 1, 'A freeze was declared or changed.', {
  freeze: z.string(),
  reason: z.string(),
  fromMs: z.int().optional(),
  untilMs: z.int().optional(),
  by: z.string(),
})
export const freezeLifted = defineEvent('freeze.lifted', 1, 'A freeze was taken back.', {
  freeze: z.string(),
  by: z.string(),
  why: z.string(),
})
export const calendarRecorded = defineEvent('calendar.recorded', 1, 'A change calendar was declared or changed.', {
  calendar: z.string(),
})
export const policyRecorded = defineEvent('gate-policy.recorded', 1, 'A gate policy was declared or changed.', {
  policy: z.string(),
})
export const stepReported = defineEvent('gate.step-reported', 1, 'A security or compliance step said what it found.', {
  result: stepResultSchema,
})
export const budgetReported = defineEvent('gate.budget-reported', 1, 'How much of an error budget is left.', {
  budget: budgetReportSchema,
})
export const gateAttributed = defineEvent(
  'gate.attributed',
  1,
  'A person put an incident or an alarm down to a version.',
  {
    subject: z.string(),
    service: z.string(),
    version: z.string(),
    by: z.string(),
    why: z.string(),
  },
)
