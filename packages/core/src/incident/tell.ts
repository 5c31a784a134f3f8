/** Telling people: the machine of communications reminds, people send, and what was sent is on the timeline. */
import * as z from 'zod'
import { isoTime } from '../clock.ts'
import type { Context } from '../context.ts'
import { defineOperation } from '../operation.ts'
import type { TableWrite } from '../port/table.ts'
import * as Service from '../service/operation.ts'
import { changeIncident, type Entry, entry, fromId, refuseIn } from './change.ts'
import { type Due, draftFor, dueCommunications, type PublicNames, remindedPerson, type Told } from './communication.ts'
import {
  type Audience,
  audienceSchema,
  audiences,
  incidentCommunicated,
  incidentCommunicationBegun,
  incidentCommunicationDue,
} from './event.ts'
import type { IncidentId, IncidentItem } from './incident.ts'
import { incidentInput, responders } from './input.ts'
import { incidentLimits } from './limits.ts'
import { communicationEntity, communicationsOf } from './store.ts'

export const listTold = (ctx: Context, id: IncidentId) =>
  communicationEntity.queryAll(ctx.store, { ...communicationsOf(id), limit: audiences.length })

/** What the public calls the services of an incident; those that it does not know are not in it. */
export async function publicNamesOf(ctx: Context, incident: Pick<IncidentItem, 'service' | 'services'>) {
  const services = await Service.fromNames(ctx, [incident.service, ...incident.services])
  return new Map(
    [...services.values()].flatMap(({ name, publicAs }) =>
      publicAs === undefined ? [] : [[name, publicAs.name] as const],
    ),
  )
}

/** What a machine of communications does next. */
export type Turn =
  | { readonly kind: 'wait'; readonly until: string }
  | { readonly kind: 'ended'; readonly reason: 'nothing-is-due' | 'another-machine-runs' }

/** Reminds of everything that is due now and says when to look again. Repeated at one instant it reminds once. */
export const remind = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.remind',
    summary: 'Remind of the communications that are due',
    input: z.object({ ...incidentInput, round: z.int(), turn: z.int().nonnegative() }),
    allowedTo: [],
  },
  async (ctx, { incidentId, round, turn }): Promise<Turn> => {
    const isLast = turn >= incidentLimits.communicationTurns.value
    const incident = await changeIncident(ctx, incidentId, async (found) => {
      if (found.communicationRound !== round) return undefined
      const told = await listTold(ctx, incidentId)
      const due = dueCommunications(found, told).filter(({ remindAtMs }) => remindAtMs <= ctx.nowMs)
      if (due.length === 0 && !isLast) return undefined
      const names = await publicNamesOf(ctx, found)
      return {
        ...(isLast && { facts: { communicationRound: round + 1 } }),
        entries: [...due.map((one) => reminder(ctx, found, one, names)), ...(isLast ? [handover(round + 1)] : [])],
        writes: due.map((one) => remembered(found.id, one, told)),
      }
    })
    if (incident.communicationRound !== round) return { kind: 'ended', reason: 'another-machine-runs' }
    const [next] = dueCommunications(incident, await listTold(ctx, incidentId))
    return next === undefined
      ? { kind: 'ended', reason: 'nothing-is-due' }
      : { kind: 'wait', until: isoTime(next.remindAtMs) }
  },
)

const handover = (round: number): Entry =>
  entry(
    incidentCommunicationBegun,
    { sentence: 'It goes on for long: another execution minds the communications.', source: 'houston' },
    { round },
  )

function reminder(
  ctx: Context,
  incident: IncidentItem,
  { audience, dueAtMs, reminders }: Due,
  names: PublicNames,
): Entry {
  const to = remindedPerson(incident, reminders)
  const lateMinutes = Math.round((ctx.nowMs - dueAtMs) / 60_000)
  const sentence =
    reminders === 0
      ? `${to}: ${audienceNames[audience]} must be told now.`
      : `${to}: ${audienceNames[audience]} should have been told ${lateMinutes} min ago.`
  const draft = draftFor(incident, audience, ctx.nowMs, names)
  return entry(
    incidentCommunicationDue,
    { sentence, source: 'houston' },
    { audience, dueAtMs, level: reminders, to, draft },
  )
}

const audienceNames: Readonly<Record<Audience, string>> = {
  internal: 'the company',
  'status-page': 'the status page',
  customers: 'customers',
}

function remembered(
  incidentId: IncidentId,
  { audience, dueAtMs, reminders }: Due,
  told: readonly Stored[],
): TableWrite {
  const found = told.find((candidate) => candidate.audience === audience)
  const facts = { remindedDueAtMs: dueAtMs, reminders: reminders + 1 }
  return found === undefined
    ? communicationEntity.create({ incidentId, audience, ...facts, revision: 0 })
    : communicationEntity.replace({ ...found, ...facts })
}

type Stored = Told & { readonly incidentId: IncidentId; readonly revision: number }

/** Says that an audience was told. Without a text it is the draft of this moment. */
export const communicate = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.communicate',
    summary: 'Tell an audience, by the draft or in own words',
    input: z.object({
      ...incidentInput,
      audience: audienceSchema,
      text: z.string().trim().min(1).max(4_000).optional(),
      /** What the public status page calls the incident from now on. */
      title: z.string().trim().min(1).max(200).optional(),
    }),
    allowedTo: responders,
  },
  (ctx, { incidentId, audience, text, title }): Promise<IncidentItem> =>
    changeIncident(ctx, incidentId, async (incident) => {
      refuseIn(incident, 'communicate')
      const said = text ?? draftFor(incident, audience, ctx.nowMs, await publicNamesOf(ctx, incident))
      const found = (await listTold(ctx, incidentId)).find((candidate) => candidate.audience === audience)
      const facts = { toldAtMs: ctx.nowMs, reminders: 0 }
      const sentence = `${ctx.actor.id} told ${audienceNames[audience]}: ${said}`
      return {
        entries: [
          entry(
            incidentCommunicated,
            { sentence, source: 'person' },
            { audience, text: said, title, by: ctx.actor.id },
          ),
        ],
        writes: [
          found === undefined
            ? communicationEntity.create({ incidentId, audience, ...facts, revision: 0 })
            : communicationEntity.replace({ ...found, ...facts }),
        ],
      }
    }),
)

/** Who must be told next, the first to be reminded of first. */
export const dueOf = async (ctx: Context, id: IncidentId): Promise<readonly Due[]> =>
  dueCommunications(await fromId(ctx, id), await listTold(ctx, id))

/** What would be said now, and what is due. */
export const draft = /* @__PURE__ */ defineOperation(
  {
    name: 'incident.draft',
    summary: 'The drafts of this moment, and what is due next',
    input: z.object(incidentInput),
    allowedTo: responders,
  },
  async (ctx, { incidentId }): Promise<{ drafts: Readonly<Record<string, string>>; due: readonly Due[] }> => {
    const incident = await fromId(ctx, incidentId)
    const names = await publicNamesOf(ctx, incident)
    const said = audiences.map((audience) => [audience, draftFor(incident, audience, ctx.nowMs, names)])
    const drafts = Object.fromEntries(said) as Record<string, string>
    return { drafts, due: dueCommunications(incident, await listTold(ctx, incidentId)) }
  },
)
