/** A person's own bounds, each with the sentence that explains it. */
import { dayMs } from '../clock.ts'
import type { Limit } from '../limits.ts'

export const personLimits = {
  contactsPerPerson: { value: 10, unit: 'contacts', why: 'a telephone, a laptop and their kin' },
  noticesPerPerson: { value: 20, unit: 'notices', why: 'each is a page of every step' },
  quietHoursPerPerson: { value: 14, unit: 'windows', why: 'two for each day of the week' },
  loginsPerPerson: { value: 10, unit: 'logins', why: 'one for each system that names people' },
  noticeDelayMs: { value: dayMs, unit: 'ms', why: 'a notice later than a day is no notice' },
  people: { value: 5_000, unit: 'people', why: 'read whole to find one by login or by chat id' },
} as const satisfies Record<string, Limit>
