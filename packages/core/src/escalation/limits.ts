/** Escalation's own bounds, each with the sentence that explains it. */
import { dayMs, hourMs, secondMs } from '../clock.ts'
import type { Limit } from '../limits.ts'

export const escalationLimits = {
  levelsPerPolicy: { value: 20, unit: 'levels', why: 'who is asked twentieth will not know why' },
  targetsPerLevel: { value: 20, unit: 'targets', why: 'a level that pages a crowd is answered by nobody' },
  pagesPerStep: { value: 60, unit: 'pages', why: 'a step is one transaction with its pages; DynamoDB takes 100 items' },
  repeatsPerPolicy: { value: 10, unit: 'repeats', why: 'a policy that runs out says so; repeating for ever hides it' },
  waitMs: { value: 7 * dayMs, unit: 'ms', why: 'a level that waits longer than a week is forgotten' },
  snoozeMs: { value: 7 * dayMs, unit: 'ms', why: 'what can wait longer than a week is a ticket' },
  deadEndRepeatMs: {
    value: hourMs,
    unit: 'ms',
    why: 'after a dead end the policy begins anew as long as nobody answers',
  },
  shortestWaitMs: { value: secondMs, unit: 'ms', why: 'Step Functions waits in whole seconds' },
  activeEscalations: { value: 5_000, unit: 'escalations', why: 'a listing of all that is unanswered' },
  policies: { value: 500, unit: 'policies', why: 'a listing of all of them' },
} as const satisfies Record<string, Limit>
