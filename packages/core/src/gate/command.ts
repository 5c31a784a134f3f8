/** What the command API offers of gates. */
import { attribute } from './attribution.ts'
import { recordCalendar, recordFreeze, recordPolicy } from './declare.ts'
import { freeze, thaw } from './emergency.ts'
import { calendars, freezes } from './find.ts'
import { reportBudget, reportStep } from './report.ts'

export const gateCommands = [
  recordFreeze,
  recordCalendar,
  recordPolicy,
  freeze,
  thaw,
  freezes,
  calendars,
  attribute,
  reportStep,
  reportBudget,
] as const
