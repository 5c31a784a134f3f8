/** What an incident hears of flags: that one is off. */
import * as z from 'zod'
import * as Incident from '../incident/surface.ts'
import { defineOperation } from '../operation.ts'

/** A flag is seen off: the live incident of its service hears of it, and has the service measured. */
export const takeFlagOff = /* @__PURE__ */ defineOperation(
  {
    name: 'remedy.take-flag-off',
    summary: 'Tell the incident of a service that a flag is off',
    input: z.object({ key: z.string(), service: z.string(), to: z.string(), happenedAtMs: z.int() }),
    allowedTo: [],
  },
  async (ctx, { key, service, to, happenedAtMs }): Promise<{ incidentId?: string }> => {
    if (to !== 'off') return {}
    const sentence = `The flag ${key} was seen off: nobody has the feature.`
    return Incident.takeRollback(ctx, {
      service,
      remedy: 'flag-off',
      outcome: 'done',
      subject: key,
      sentence,
      source: 'flag',
      happenedAtMs,
    })
  },
)
