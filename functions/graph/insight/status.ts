/** What the public is told: that something is harmed, and no more than that. */
import { activeStates, type IncidentItem } from '@houston/core/incident'
import * as Incident from '@houston/core/incident/surface.ts'
import { everybody, field } from '../../middleware/graph-handler.ts'
import { dateTime } from '../../middleware/graph-time.ts'
import type { PublicIncident, PublicStatus } from '../generated/insight.ts'

/** SEV3 and SEV4 are nothing that customers notice. */
const impactOf: Partial<Record<IncidentItem['severity'], string>> = { SEV1: 'outage', SEV2: 'degraded' }

export const publicStatus = field(async (ctx): Promise<PublicStatus> => {
  const live = await Incident.listLive(ctx)
  const incidents = live.flatMap(({ service, severity, startedAtMs, state }): PublicIncident[] => {
    const impact = impactOf[severity]
    const isRestored = !activeStates.includes(state)
    return impact === undefined ? [] : [{ serviceName: service, impact, startedAt: dateTime(startedAtMs), isRestored }]
  })
  return { at: dateTime(ctx.nowMs), isAllWell: incidents.every(({ isRestored }) => isRestored), incidents }
}, everybody)
