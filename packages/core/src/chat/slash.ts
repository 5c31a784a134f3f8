/** `/houston …` in Slack: who typed it does it, in the incident whose room it was typed in, and everybody there sees what was done. */

import type { Context } from '../context.ts'
import { HoustonError } from '../error.ts'
import type { IncidentItem } from '../incident/index.ts'
import * as Incident from '../incident/surface.ts'
import * as Oncall from '../oncall/oncall.ts'
import * as Person from '../person/operation.ts'
import { refuseOldSlack } from '../slack-request.ts'
import {
  type ChatAnswer,
  dutiesText,
  helpText,
  incidentLine,
  incidentsText,
  openly,
  plain,
  privately,
} from './answer.ts'
import { type ChatRequest, type OfIncident, readWords } from './words.ts'

export interface SlashRequest {
  /** As it came: Slack's form of a slash command. */
  readonly form: string
  readonly timestampSec: number
}

/**
 * Refusals are answers, too: Slack shows an answer only where it is a 200. Throws `escalation.slack-too-old` for a replay, and what is
 * no fault of the words.
 */
export async function takeSlash(ctx: Context, { form, timestampSec }: SlashRequest): Promise<ChatAnswer> {
  refuseOldSlack(ctx.nowMs, timestampSec)
  const fields = new URLSearchParams(form)
  const request = readWords(fields.get('text') ?? '')
  if (request.kind === 'unreadable') return privately(request.sentence)
  if (request.kind === 'help') return privately(helpText())
  const userId = fields.get('user_id') ?? ''
  const person = await Person.fromAddress(ctx, 'slack', userId)
  if (person === undefined)
    return privately(
      `Houston does not know who you are: a person needs a contact with the channel slack and the address ${plain(userId)}.`,
    )
  const acting: Context = { ...ctx, actor: { kind: 'person', id: person.name, roles: ['responder'] } }
  const rooms = [fields.get('channel_id'), fields.get('channel_name')].filter((room) => room !== null && room !== '')
  try {
    return await answer(acting, request, rooms as readonly string[])
  } catch (error) {
    if (error instanceof HoustonError && error.kind !== 'bug' && error.kind !== 'retryable')
      return privately(
        [error.message, error.wayOut]
          .filter((line) => line !== undefined)
          .map(plain)
          .join(' '),
      )
    throw error
  }
}

async function answer(ctx: Context, request: ChatRequest, rooms: readonly string[]): Promise<ChatAnswer> {
  switch (request.kind) {
    case 'help':
      return privately(helpText())
    case 'incidents':
      return privately(incidentsText(await Incident.listLive(ctx)))
    case 'oncall': {
      const { schedule } = request
      return privately(dutiesText((await Oncall.who(ctx, schedule === undefined ? {} : { schedule })).items))
    }
    case 'declare': {
      const { kind: _, ...what } = request
      const { incident } = await Incident.declare(ctx, what)
      return openly(`${plain(ctx.actor.id)} declared ${incidentLine(incident)}`)
    }
    default: {
      const found = await incidentOf(ctx, request, rooms)
      return 'text' in found ? found : inIncident(ctx, found, request)
    }
  }
}

/**
 * The named one; else the one whose room it is; else the only one there is. One that has a room of its own is changed from there or by
 * its name alone: this may be the room of another, which has ended.
 */
async function incidentOf(
  ctx: Context,
  { kind, incidentId }: OfIncident,
  rooms: readonly string[],
): Promise<IncidentItem | ChatAnswer> {
  if (incidentId !== undefined) return (await Incident.get(ctx, { incidentId })).incident
  const live = await Incident.listLive(ctx)
  if (live.length === 0) return privately('No incident is live.')
  const [here, ...more] = live.filter(
    ({ channel }) => channel !== undefined && rooms.includes(channel.replace(/^#/, '')),
  )
  if (here !== undefined && more.length === 0) return here
  const [only, ...others] = live
  const isMeant = here === undefined && others.length === 0 && (only?.channel === undefined || kind === 'show')
  return only !== undefined && isMeant ? only : privately(`Say which:\n${incidentsText(live)}`)
}

async function inIncident(ctx: Context, incident: IncidentItem, request: OfIncident): Promise<ChatAnswer> {
  const { id: incidentId } = incident
  const who = plain(ctx.actor.id)
  switch (request.kind) {
    case 'show':
      return privately(incidentLine(incident))
    case 'have':
      return openly(incidentLine(await Incident.acknowledge(ctx, { incidentId })))
    case 'role':
      await Incident.assign(ctx, { incidentId, role: request.role, person: request.person, why: request.why })
      return openly(`${plain(request.person)} is ${request.role}, says ${who}.`)
    case 'note':
    case 'decide':
      await Incident.note(ctx, { incidentId, text: request.text, kind: request.kind === 'note' ? 'note' : 'decision' })
      return openly(`${request.kind === 'note' ? 'Noted' : 'Decided'} by ${who}: ${plain(request.text)}`)
    case 'cause':
      await Incident.identifyCause(ctx, { incidentId, text: request.text })
      return openly(`The cause, says ${who}: ${plain(request.text)}`)
    case 'severity':
      return openly(
        incidentLine(await Incident.setSeverity(ctx, { incidentId, severity: request.severity, why: request.why })),
      )
    case 'resolve':
      return openly(incidentLine(await Incident.resolve(ctx, { incidentId, why: request.why })))
    case 'clear':
      return openly(incidentLine(await Incident.close(ctx, { incidentId, why: request.why })))
  }
}
