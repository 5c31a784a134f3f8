/** On-call's own bounds, each with the sentence that explains it. */
import { dayMs } from '../clock.ts'
import type { Limit } from '../limits.ts'

export const oncallLimits = {
  participantsPerRotation: { value: 100, unit: 'participants', why: 'a longer rotation forgets how to be on call' },
  shiftLength: { value: 9_000, unit: 'units', why: "GoAlert's bound: more than a year of hours" },
  handoffsPerPeriod: {
    value: 500,
    unit: 'handoffs',
    why: 'a recurrence rule names a few handoffs per day, week or month',
  },
  layersPerRole: { value: 20, unit: 'layers', why: 'three sites, weekends and holidays fit many times over' },
  restrictionsPerLayer: { value: 30, unit: 'windows', why: 'two windows for each day of the week, and some more' },
  shiftsPerTemporary: { value: 500, unit: 'shifts', why: 'a temporary schedule is written by hand' },
  exceptionMs: { value: 400 * dayMs, unit: 'ms', why: 'an override longer than a year is a change of the schedule' },
  renderMs: {
    value: 3_700 * dayMs,
    unit: 'ms',
    why: 'ten years: nobody plans further, and an hourly rotation stays below a second',
  },
  changesAhead: { value: 100, unit: 'changes', why: 'a page of handoffs' },
  horizonMs: { value: 400 * dayMs, unit: 'ms', why: 'a change later than in a year is not a next change' },
  icsLineOctets: { value: 75, unit: 'octets', why: 'RFC 5545 3.1 folds longer lines' },
  exceptionsAhead: {
    value: 1_000,
    unit: 'exceptions',
    why: 'a schedule with more overrides ahead than this needs other layers',
  },
  versionsPerSchedule: { value: 1_000, unit: 'versions', why: 'read whole to tell who really was on call in a period' },
  schedulesPerRotation: {
    value: 30,
    unit: 'schedules',
    why: 'a change of the rotation makes a version of each in one transaction',
  },
  daysAhead: { value: 90, unit: 'days', why: 'gaps further ahead are mended by plans, not by people' },
  feedMs: { value: 180 * dayMs, unit: 'ms', why: 'half a year of a calendar' },
  swapNoteLetters: { value: 500, unit: 'letters', why: 'a note, not a letter' },
} as const satisfies Record<string, Limit>
