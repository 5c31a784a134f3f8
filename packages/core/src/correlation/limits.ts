/** Correlation's own bounds, each with the sentence that explains it. */
import type { Limit } from '../limits.ts'

export const correlationLimits = {
  openGroups: {
    value: 20_000,
    unit: 'groups',
    why: 'groups close after two hours without news; more than these at once are not causes but a broken source',
  },
  parts: { value: 200, unit: 'items', why: 'what is known of quiet days is a few numbers per alarm' },
  changesPerHour: {
    value: 20_000,
    unit: 'changes',
    why: '50,000 deployments a day are two thousand an hour, each noted at its start and its end',
  },
  changeDelayMs: { value: 300_000, unit: 'ms', why: 'the event of a change comes minutes after it at most' },
  pastGroups: { value: 50, unit: 'groups', why: 'what resolved a group years ago no longer helps' },
  entriesPerNote: { value: 50, unit: 'entries', why: 'a note is read by people; how many more there are is said' },
  servicesPerEvent: {
    value: 100,
    unit: 'services',
    why: 'an event of a storm must fit the bus; the count says how many',
  },
} as const satisfies Record<string, Limit>
