/** Turning a feature off against the harm: one command, recorded. */
import * as z from 'zod'
import { flagSchema } from '../flag/index.ts'
import * as Flag from '../flag/operation.ts'
import type { IncidentItem } from '../incident/index.ts'
import * as Incident from '../incident/surface.ts'
import { defineOperation } from '../operation.ts'
import { remedyInput } from './rollback.ts'

export const flagOff = /* @__PURE__ */ defineOperation(
  {
    name: 'remedy.flag-off',
    summary: 'Turn a feature off against the harm of an incident',
    input: z.object({ ...remedyInput, key: flagSchema.shape.key }),
    allowedTo: ['responder', 'admin'],
  },
  async (ctx, { incidentId, key, why }): Promise<IncidentItem> => {
    const incident = await Incident.fromId(ctx, incidentId)
    Incident.refuseIn(incident, 'remedy')
    // Asked for first: what is refused there is not on the timeline as if it had been done.
    await Flag.off(ctx, { key, why, cause: { kind: 'incident', id: incidentId } })
    return Incident.recordRemedy(ctx, {
      incidentId,
      remedy: 'flag-off',
      outcome: 'requested',
      subject: key,
      sentence: `${ctx.actor.id} turns ${key} off: ${why}.`,
      source: 'person',
    })
  },
)
