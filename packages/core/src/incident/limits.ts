/** The bounds of incidents, each with its sentence. */
import type { Limit } from '../limits.ts'

const limit = (value: number, unit: string, why: string): Limit => ({ value, unit, why })

export const incidentLimits = {
  liveIncidentsPerService: limit(200, 'incidents', 'more open at once means that they should be merged, not listed'),
  liveIncidents: limit(2_000, 'incidents', 'a listing of everything that is open is read whole'),
  timelineEvents: limit(
    20_000,
    'events',
    'an incident whose timeline is longer is verified and reviewed in parts; no incident on record came near',
  ),
  changeRounds: limit(
    5,
    'rounds',
    'of five attempts each: a change that loses them all is left to whoever delivers it',
  ),
  communicationTurns: limit(
    500,
    'turns',
    'an execution of the machine of communications hands over to a new one, far below the 25,000 events of a history',
  ),
} as const satisfies Record<string, Limit>
