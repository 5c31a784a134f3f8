/** Follows an incident from its events: reads how it stands, and notes what of it touches anybody outside. Late or repeated events change nothing. */
import * as z from 'zod'
import { commit, withRetryOnConflict } from '../commit.ts'
import { type IncidentItem, incidentIdSchema } from '../incident/index.ts'
import * as Incident from '../incident/surface.ts'
import { canonicalJson } from '../json.ts'
import { defineOperation } from '../operation.ts'
import { turned } from './span.ts'
import { harmedServices, publicStateOf } from './standing.ts'
import { type StatusIncident, statusIncidentEntity, statusUpdateEntity } from './store.ts'

const followInput = z.object({
  incidentId: incidentIdSchema,
  /** Of the event. */
  atMs: z.int(),
  /** What the public was told, and the event's place on the timeline. */
  said: z.object({ number: z.int().positive(), text: z.string(), title: z.string().optional() }).optional(),
})
type Said = z.output<typeof followInput>['said']

export const follow = /* @__PURE__ */ defineOperation(
  {
    name: 'status-page.follow',
    summary: 'Note what of an incident the public status page shows',
    input: followInput,
    allowedTo: [],
  },
  (ctx, { incidentId, atMs, said }): Promise<{ changed: boolean }> =>
    withRetryOnConflict(async () => {
      const incident = await Incident.fromId(ctx, incidentId)
      const before = await statusIncidentEntity.get(ctx.store, { incidentId })
      const isKnown =
        said !== undefined && (await statusUpdateEntity.get(ctx.store, { incidentId, ...said })) !== undefined
      const next = followed(incident, before, { atMs, said: isKnown ? undefined : said })
      if (next === undefined || canonicalJson(next) === canonicalJson(before)) return { changed: false }
      const write = before === undefined ? statusIncidentEntity.create(next) : statusIncidentEntity.replace(next)
      await commit(ctx, { writes: [write, ...(isKnown ? [] : updateWrites(next, said, atMs))] })
      return { changed: true }
    }),
)

/** What any event of an incident holds, as far as it matters here. */
export interface IncidentFact {
  readonly incidentId: string
  readonly audience?: string
  readonly text?: string
  readonly title?: string | undefined
}

/** What an event of an incident says to the public: its text, where it tells the status page. */
export function saidIn(
  number: number,
  data: IncidentFact,
): { incidentId: string; said?: { number: number; text: string; title?: string } } {
  const { incidentId, audience, text, title } = data
  if (audience !== 'status-page' || text === undefined) return { incidentId }
  return { incidentId, said: { number, text, ...(title !== undefined && { title }) } }
}

const updateWrites = ({ incidentId, state }: StatusIncident, said: Said, atMs: number) =>
  said === undefined
    ? []
    : [statusUpdateEntity.create({ incidentId, number: said.number, state, text: said.text, atMs, revision: 0 })]

/** Undefined where it never touched anybody outside, and nobody outside was told. */
export function followed(
  incident: IncidentItem,
  before: StatusIncident | undefined,
  { atMs, said }: { readonly atMs: number; readonly said?: Said },
): StatusIncident | undefined {
  const harmed = harmedServices(incident)
  if (before === undefined && harmed.size === 0 && said === undefined) return undefined
  const known = before ?? blank(incident)
  const state = publicStateOf[incident.state]
  // The harm is as old as it is, not as its first event.
  const spans = turned(known.spans, harmed, before === undefined ? incident.startedAtMs : atMs)
  const { monitoringAtMs: _, resolvedAtMs: __, ...rest } = known
  const monitoringAtMs = state === 'monitoring' || state === 'resolved' ? (known.monitoringAtMs ?? atMs) : undefined
  const resolvedAtMs = state === 'resolved' ? (known.resolvedAtMs ?? atMs) : undefined
  const next: StatusIncident = {
    ...rest,
    services: [...incident.services],
    state,
    spans: [...spans],
    ...(monitoringAtMs !== undefined && { monitoringAtMs }),
    ...(resolvedAtMs !== undefined && { resolvedAtMs }),
    ...(said !== undefined && { updates: known.updates + 1, toldAtMs: known.toldAtMs ?? atMs }),
    ...(said?.title !== undefined && { title: said.title }),
  }
  const same = before !== undefined && canonicalJson(next) === canonicalJson(before)
  return same ? next : { ...next, changedAtMs: Math.max(known.changedAtMs, atMs) }
}

const blank = ({ id, service, services, startedAtMs }: IncidentItem): StatusIncident => ({
  incidentId: id,
  service,
  services: [...services],
  state: 'investigating',
  updates: 0,
  startedAtMs,
  changedAtMs: startedAtMs,
  spans: [],
  revision: 0,
})
