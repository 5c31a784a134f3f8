/** The bounds of the public status page, each with its sentence. */
import { dayMs, hourMs } from '../clock.ts'
import type { Limit } from '../limits.ts'

const limit = (value: number, unit: string, why: string): Limit => ({ value, unit, why })

export const statusPageLimits = {
  components: limit(500, 'services', 'a page of more components than this is read by nobody'),
  liveIncidents: limit(500, 'incidents', 'what goes on at once and harms somebody outside'),
  incidentsPerMonth: limit(1_000, 'incidents', 'all of a month are read for the bars of the days'),
  incidentsShown: limit(50, 'incidents', 'as many as Statuspage gives'),
  updatesShown: limit(50, 'updates', 'the newest of one incident'),
  spansPerIncident: limit(200, 'spans', 'a component that turns more often than this keeps the last state'),
  historyMs: limit(90 * dayMs, 'ms', 'as far as the bars go back'),
  maintenanceMs: limit(14 * dayMs, 'ms', 'as far ahead as maintenance is announced'),
  cacheMs: limit(15_000, 'ms', 'how old an answer may be while the table is there'),
  staleMs: limit(hourMs, 'ms', 'how old an answer may be while the table is not there'),
  pendingMs: limit(dayMs, 'ms', 'an address that nobody confirmed is forgotten'),
  confirmationMs: limit(hourMs, 'ms', 'an address is asked for its confirmation no more often than this'),
  subscribers: limit(20_000, 'subscribers', 'more are told through a mailing list, which is one subscriber'),
  pendingPerHour: limit(300, 'addresses', 'new addresses in an hour: nobody uses the page to send mail to strangers'),
} as const satisfies Record<string, Limit>
