/** Alerting's own bounds, each with the sentence that explains it. */
import { dayMs, minuteMs, secondMs } from '../clock.ts'
import type { Limit } from '../limits.ts'

export const alertLimits = {
  cutAnnotationCharacters: {
    value: 1_000,
    unit: 'characters',
    why: 'what is kept of each annotation of an alert that is too large to be taken whole',
  },
  inlineBytes: {
    value: 200_000,
    unit: 'bytes',
    why: 'a message of the queue takes a megabyte; a batch of them must fit one invocation of 6 MB',
  },
  alertsPerMessage: { value: 50, unit: 'alerts', why: 'a message is done or tried again as a whole' },
  alertsPerTransaction: { value: 40, unit: 'alerts', why: 'an alert is two items, and a transaction takes a hundred' },
  eventsPerSymptom: {
    value: 10,
    unit: 'alerts',
    why: 'who acts on single alerts acts on the first of the same symptom; how many more there are is on the group',
  },
  rules: { value: 2_000, unit: 'rules', why: 'each is asked of every alert' },
  inhibitionSources: { value: 50_000, unit: 'alerts', why: 'firing alerts that keep others silent are held in memory' },
  services: { value: 20_000, unit: 'services', why: 'the graph of the catalog is held in memory' },
  catalogAgeMs: {
    value: minuteMs,
    unit: 'ms',
    why: 'a service that was just declared is known to alerts a minute later',
  },
  duePerTick: { value: 4_000, unit: 'alerts', why: 'one look at what is due ends within its function’s time' },
  alertsPerListing: { value: 5_000, unit: 'alerts', why: 'nobody reads more; the groups say what it is about' },
  staleMs: {
    value: dayMs,
    unit: 'ms',
    why: 'an alert of which nothing was heard for a day may be over without its source having said so',
  },
  episodesPerItem: { value: 500, unit: 'episodes', why: 'an item holds 400 KB; an episode has some hundred bytes' },
  episodesPerDay: { value: 100_000, unit: 'episodes', why: 'the weekly report reads them all' },
  chartsPerTick: { value: 25, unit: 'charts', why: 'the newest open groups are the ones that somebody looks at' },
  fetchTimeoutMs: { value: 5 * secondMs, unit: 'ms', why: 'a webhook’s sender waits while a certificate is fetched' },
  certificateBytes: { value: 20_000, unit: 'bytes', why: 'a certificate has a few thousand' },
} as const satisfies Record<string, Limit>
