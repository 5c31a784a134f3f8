/** What is done against the harm, as the timeline has it: asked for, done, failed. */
import * as z from 'zod'
import type { Context } from '../context.ts'
import { defineOperation } from '../operation.ts'
import { changeIncident, changeKnown, entry, type IncidentChange, ofAnIncident, onceFor, refuseIn } from './change.ts'
import { incidentCauseIdentified, incidentNoted, incidentRemedyRecorded, remedyKinds, remedyOutcomes } from './event.ts'
import type { IncidentItem } from './incident.ts'
import { incidentInput } from './input.ts'
import { requestedCheck } from './restoration.ts'
import { isLive } from './state.ts'
import { incidentLockEntity } from './store.ts'

const remedySchema = z.object({
  remedy: z.enum(remedyKinds),
  outcome: z.enum(remedyOutcomes),
  subject: z.string(),
  sentence: z.string(),
  source: z.string(),
  happenedAtMs: z.int().optional(),
  /** The root cause, where the remedy is proof of it. */
  cause: z.string().optional(),
})
export type RemedyFacts = z.output<typeof remedySchema>

export function recorded(ctx: Context, incident: IncidentItem, remedy: RemedyFacts): IncidentChange {
  const { remedy: kind, outcome, subject, sentence, source, cause } = remedy
  const happenedAtMs = Math.min(remedy.happenedAtMs ?? ctx.nowMs, ctx.nowMs)
  const by = ctx.actor.id
  const check = outcome === 'done' ? requestedCheck(incident, sentence.replace(/\.$/, ''), source) : undefined
  const begins = outcome === 'requested' && ['open', 'acknowledged'].includes(incident.state)
  return {
    facts: { ...(begins && { state: 'mitigating' as const }), ...check?.facts },
    entries: [
      ...(cause === undefined
        ? []
        : [entry(incidentCauseIdentified, { sentence: cause, source, happenedAtMs }, { by })]),
      entry(incidentRemedyRecorded, { sentence, source, happenedAtMs }, { remedy: kind, outcome, subject, by }),
      ...(check?.entries ?? []),
    ],
  }
}

/** Called where the remedy itself is asked for; people do so by their own commands. */
export const recordRemedy = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.record-remedy',
    summary: 'Record what is done against the harm',
    input: z.object({ ...incidentInput, ...remedySchema.shape }),
    allowedTo: ['responder', 'admin'],
  },
  (ctx, { incidentId, ...remedy }): Promise<IncidentItem> =>
    changeIncident(ctx, incidentId, (incident) => {
      refuseIn(incident, 'remedy')
      return recorded(ctx, incident, remedy)
    }),
)

/** What became of something that was asked for in an incident, once for each event that tells of it. */
export const takeRemedy = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.take-remedy',
    summary: 'Take what became of a remedy into the timeline',
    input: z.object({ ...incidentInput, ...remedySchema.shape }),
    allowedTo: [],
  },
  (ctx, { incidentId, ...remedy }): Promise<IncidentItem> =>
    changeIncident(ctx, incidentId, (incident) =>
      isLive(incident.state)
        ? { ...recorded(ctx, incident, remedy), ...onceFor(ctx, 'incident.take-remedy') }
        : undefined,
    ),
)

/** What a release's rollback says goes to the live incident of its service, where there is one. */
export const takeRollback = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.take-rollback',
    summary: 'Take what is heard of a rollback',
    input: z.object({ ...remedySchema.shape, service: z.string(), subject: z.string() }),
    allowedTo: [],
  },
  async (ctx, { service, ...remedy }): Promise<{ incidentId?: string }> => {
    const lock = await incidentLockEntity.get(ctx.store, { service })
    if (lock?.incidentId === undefined) return {}
    await changeIncident(ctx, lock.incidentId, (incident) =>
      isLive(incident.state)
        ? { ...recorded(ctx, incident, remedy), ...onceFor(ctx, 'incident.take-rollback') }
        : undefined,
    )
    return { incidentId: lock.incidentId }
  },
)

/** A fact from elsewhere that belongs on the timeline: a page that was sent, a policy that ran out. */
export const takeFact = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.take-fact',
    summary: 'Take a fact from elsewhere into the timeline',
    input: z.object({ ...ofAnIncident, sentence: z.string(), source: z.string(), happenedAtMs: z.int() }),
    allowedTo: [],
  },
  (ctx, { incidentId, sentence, source, happenedAtMs }): Promise<IncidentItem | undefined> =>
    changeKnown(ctx, incidentId, () => ({
      entries: [
        entry(
          incidentNoted,
          { sentence, source, happenedAtMs: Math.min(happenedAtMs, ctx.nowMs) },
          { kind: 'fact', by: source },
        ),
      ],
      ...onceFor(ctx, 'incident.take-fact'),
    })),
)
