/** What happens to objectives. */
import * as z from 'zod'
import { defineEvent } from '../event.ts'
import { nameSchema } from '../service/index.ts'
import { budgetStates, sloSchema } from './slo.ts'

export const sloRecorded = defineEvent('slo.recorded', 1, 'A service level objective was declared or changed.', {
  slo: sloSchema,
})
export const sloRemoved = defineEvent('slo.removed', 1, 'A service level objective no longer counts.', {
  name: nameSchema,
  service: nameSchema,
  why: z.string(),
})
export const sloBudgetMoved = defineEvent(
  'slo.budget-moved',
  1,
  'An error budget crossed a tenth, was spent, came back, or is no longer known.',
  {
    name: nameSchema,
    service: nameSchema,
    from: z.enum(budgetStates),
    to: z.enum(budgetStates),
    leftShare: z.number().optional(),
  },
)
