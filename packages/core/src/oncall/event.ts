/** What happens to on-call: each schedule and each rotation is an aggregate of its own. */
import * as z from 'zod'
import { defineEvent } from '../event.ts'
import { nameSchema } from '../service/index.ts'
import { roleSchema } from './schedule.ts'
import { swapStates } from './swap.ts'

const stretch = { schedule: nameSchema, role: roleSchema, fromMs: z.int(), untilMs: z.int() }

export const rotationRecorded = defineEvent('oncall.rotation-recorded', 1, 'A rotation was declared or changed.', {
  rotation: nameSchema,
  /** Schedules that got a new version by it. */
  schedules: z.array(nameSchema),
})
export const scheduleRecorded = defineEvent('oncall.schedule-recorded', 1, 'A schedule was declared or changed.', {
  schedule: nameSchema,
  number: z.int(),
})
export const overrideAdded = defineEvent('oncall.override-added', 1, 'A schedule has an exception for a while.', {
  ...stretch,
  overrideId: z.string(),
  kind: z.enum(['add', 'remove', 'replace', 'temporary']),
  person: z.string().optional(),
  replaces: z.string().optional(),
  by: z.string(),
  why: z.string(),
})
export const overrideRemoved = defineEvent('oncall.override-removed', 1, 'An exception counts no more.', {
  schedule: nameSchema,
  overrideId: z.string(),
  by: z.string(),
})
export const swapRequested = defineEvent('oncall.swap-requested', 1, 'Somebody asks to be relieved of a duty.', {
  ...stretch,
  swapId: z.string(),
  requester: z.string(),
  offeredTo: z.string().optional(),
})
export const swapAnswered = defineEvent(
  'oncall.swap-answered',
  1,
  'A swap was taken, declined, withdrawn or expired.',
  {
    schedule: nameSchema,
    swapId: z.string(),
    state: z.enum(swapStates),
    by: z.string(),
  },
)
