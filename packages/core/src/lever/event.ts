/** What happens to levers and splits. */
import * as z from 'zod'
import { defineEvent } from '../event.ts'
import { incidentIdSchema } from '../incident/index.ts'
import { leverSchema, splitSchema, weightsSchema } from './lever.ts'

export const leverRecorded = defineEvent('lever.recorded', 1, 'A lever was declared or changed.', {
  lever: leverSchema,
})
export const splitRecorded = defineEvent('lever.split-recorded', 1, 'A split of traffic was declared or changed.', {
  split: splitSchema,
})
export const leverRunRequested = defineEvent(
  'lever.run-requested',
  1,
  'Somebody pulled or restored a lever, or shifted traffic: its webhook is called.',
  {
    runId: z.string(),
    incidentId: incidentIdSchema,
    name: z.string(),
    service: z.string(),
    action: z.enum(['pull', 'restore', 'shift']),
    weights: weightsSchema.optional(),
    url: z.string(),
    by: z.string(),
    why: z.string(),
  },
)
