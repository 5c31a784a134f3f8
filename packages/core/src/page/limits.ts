/** Paging's own bounds, each with the sentence that explains it. */
import { minuteMs, secondMs } from '../clock.ts'
import type { Limit } from '../limits.ts'

export const pageLimits = {
  pagesPerEscalation: {
    value: 900,
    unit: 'pages',
    why: 'beyond this many nobody reads them; the dead end is told instead',
  },
  budgetPerResponder: {
    value: 20,
    unit: 'pages',
    why: 'of one incident: the twenty-first page wakes nobody whom twenty did not',
  },
  burstPerContact: { value: 5, unit: 'pages', why: 'in ten minutes: more are bundled into one' },
  burstWindowMs: { value: 10 * minuteMs, unit: 'ms', why: 'the stretch in which a burst is counted' },
  tries: {
    value: 10,
    unit: 'tries',
    why: 'some ten minutes of a provider that fails; the next level is asked meanwhile',
  },
  retryMs: { value: minuteMs, unit: 'ms', why: 'the longest pause between two tries' },
  sendMs: {
    value: 8 * secondMs,
    unit: 'ms',
    why: 'a provider that has not answered by then is tried again with the same key',
  },
  leaseMs: {
    value: 30 * secondMs,
    unit: 'ms',
    why: 'a page that was being sent this long ago was left by whoever sent it',
  },
  titleLetters: { value: 200, unit: 'letters', why: 'what a telephone shows' },
  sentenceLetters: { value: 800, unit: 'letters', why: "PagerDuty's summary takes 1,024" },
  bundledPages: { value: 20, unit: 'pages', why: 'what one page may stand for' },
  recentPages: { value: 100, unit: 'pages', why: 'what is looked at to tell a burst' },
} as const satisfies Record<string, Limit>
