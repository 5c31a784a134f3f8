/** Which incidents are active, of any service. */
import { type IncidentFact, known } from '../../gate/index.ts'
import * as Gate from '../../gate/surface.ts'
import * as Incident from '../../incident/surface.ts'
import { severities } from '../../severity.ts'
import { causeOfRelease } from '../cause.ts'
import type { FactSource } from '../subject.ts'

/** A harm that reaches several services is a fact of each of them. */
export const incidents: FactSource<'incidents'> = async (ctx) => {
  const active = await Incident.listActive(ctx)
  const facts = active.map(async ({ id, service, services, severity, title, startedAtMs, releaseId }) => {
    const cause = (await Gate.attributionOf(ctx, id)) ?? (await causeOfRelease(ctx, releaseId))
    const fact = { id, severity: severities.indexOf(severity) + 1, title, sinceMs: startedAtMs, cause }
    return [...new Set([service, ...services])].map((name): IncidentFact => ({ ...fact, service: name }))
  })
  return known((await Promise.all(facts)).flat(), ctx.nowMs)
}
