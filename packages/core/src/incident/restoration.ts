/** A sign that the service is restored: the check that measures it is asked for. */
import { type Entry, entry } from './change.ts'
import { incidentRestorationRequested } from './event.ts'
import type { IncidentItem } from './incident.ts'
import { incidentActions } from './state.ts'

/** Asks for a check, where one can be: a later sign starts a new round, and the machine of the old one ends by itself. */
export function requestedCheck(
  incident: IncidentItem,
  because: string,
  source: string,
): { facts: Partial<IncidentItem>; entries: readonly Entry[] } | undefined {
  if (!(incidentActions['request-check'] as readonly string[]).includes(incident.state)) return undefined
  const round = incident.restorationRound + 1
  return {
    facts: { state: 'verifying', restorationRound: round },
    entries: [
      entry(
        incidentRestorationRequested,
        { sentence: `${because}: whether the service is restored is measured.`, source },
        { round },
      ),
    ],
  }
}
