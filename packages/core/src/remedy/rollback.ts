/** Taking back the release behind an incident: one command, recorded; and what the rollback itself says of its way. */
import * as z from 'zod'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import { type IncidentItem, incidentIdSchema } from '../incident/index.ts'
import * as Incident from '../incident/surface.ts'
import { defineOperation } from '../operation.ts'
import { reasonSchema, releaseIdSchema } from '../release/index.ts'
import * as Rollback from '../rollback/surface.ts'

export const remedyInput = {
  incidentId: incidentIdSchema,
  why: z.string().trim().min(1, 'say why, in a few words').max(1_000),
}

export const noSuspect = defineError(
  'remedy.no-suspect',
  'input',
  'No release is known to be behind the incident, and none was named.',
  (id: string) => ({
    message: `No release is known to be behind ${id}.`,
    fields: [{ path: 'releaseId', message: 'name the release to take back' }],
    wayOut: '`houston status` lists the releases; name one with --release.',
  }),
)

export const rollbackRefusedHere = defineError(
  'remedy.rollback-refused',
  'conflict',
  'The release behind an incident cannot be taken back.',
  (id: string, sentence: string) => ({
    message: `Nothing was taken back for ${id}: ${sentence}`,
    fields: [{ path: 'releaseId', message: sentence }],
    wayOut: 'Ship a fix as a hotfix, or turn the feature off.',
  }),
)

export const rollback = /* @__PURE__ */ defineOperation(
  {
    name: 'remedy.rollback',
    summary: 'Take back the release behind an incident',
    input: z.object({ ...remedyInput, releaseId: releaseIdSchema.optional() }),
    allowedTo: ['responder', 'admin'],
  },
  async (ctx, { incidentId, releaseId, why }): Promise<IncidentItem> => {
    const incident = await Incident.fromId(ctx, incidentId)
    Incident.refuseIn(incident, 'remedy')
    const suspect = releaseIdSchema.safeParse(releaseId ?? incident.releaseId)
    if (!suspect.success) throw noSuspect(incidentId)
    // Asked for first: what is refused there is not on the timeline as if it had been done.
    const cause = { kind: 'incident', id: incidentId } as const
    const asked = await Rollback.request(ctx, { releaseId: suspect.data, why, cause })
    if (asked.kind === 'refused') throw rollbackRefusedHere(incidentId, asked.sentence ?? 'it cannot be taken back')
    const { release } = asked
    const sentence = `${ctx.actor.id} takes ${release.service} ${release.version} back: ${why}.`
    return Incident.recordRemedy(ctx, {
      incidentId,
      remedy: 'rollback',
      outcome: 'requested',
      subject: suspect.data,
      sentence,
      source: 'person',
    })
  },
)

const movedSchema = z.object({
  type: z.string().pipe(z.enum(['rollback.started', 'rollback.completed', 'rollback.failed'])),
  releaseId: z.string(),
  service: z.string(),
  version: z.string(),
  reason: reasonSchema,
  happenedAtMs: z.int(),
})
type Moved = z.output<typeof movedSchema>

const outcomes = {
  'rollback.started': 'requested',
  'rollback.completed': 'done',
  'rollback.failed': 'failed',
} as const

function sentenceOf({ type, service, version, reason }: Moved): string {
  const what = `${service} ${version}`
  if (type === 'rollback.started') return `${what} is being taken back: ${reason.sentence}`
  return type === 'rollback.completed'
    ? `${what} was taken back; all traffic was seen on the version before it.`
    : `${what} could not be taken back: ${reason.sentence}`
}

/** The judge convicted the release against the stable fleet beside it: that is the root cause, with its numbers. */
const causeOf = ({ type, service, version, reason }: Moved): string | undefined =>
  type === 'rollback.started' && reason.code === 'harm'
    ? `The change ${service} ${version} does harm: ${reason.sentence}`
    : undefined

export const takeRollback = /* @__PURE__ */ defineOperation(
  {
    name: 'remedy.take-rollback',
    summary: 'Tell the incident of a service what became of a rollback',
    input: movedSchema,
    allowedTo: [],
  },
  (ctx: Context, moved): Promise<{ incidentId?: string }> => {
    const cause = causeOf(moved)
    return Incident.takeRollback(ctx, {
      service: moved.service,
      remedy: 'rollback',
      outcome: outcomes[moved.type],
      subject: moved.releaseId,
      sentence: sentenceOf(moved),
      source: 'rollback',
      happenedAtMs: moved.happenedAtMs,
      ...(cause !== undefined && { cause }),
    })
  },
)
