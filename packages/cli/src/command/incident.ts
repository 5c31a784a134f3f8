/** `houston incident`: incidents, their figures and timelines. */
import type { DomainEvent } from '@houston/core/event.ts'
import type { ChainVerdict, Figures, IncidentItem } from '@houston/core/incident'
import type { Command } from 'commander'
import type { Client } from '../client.ts'
import { CommandFailure, exitStatus } from '../exit.ts'
import { incidentTable, incidentText, timelineText } from '../view/incident.ts'
import { answer, clientOf, common } from './context.ts'
import { addIncidentActions } from './incident-action.ts'
import { addRemedies } from './incident-remedy.ts'

export function addIncident(program: Command): void {
  const incident = program.command('incident').description('incidents: the people on them, what is done, the timeline')
  addList(incident)
  addShow(incident)
  addTimeline(incident)
  addVerify(incident)
  addIncidentActions(incident)
  addRemedies(incident)
}

function addList(incident: Command): void {
  common(incident.command('list'))
    .description('incidents that are live; of one service all, the newest first')
    .option('--service <name>', 'of this service')
    .action(async ({ service }: { service?: string }, command: Command) => {
      const input = service === undefined ? {} : { service }
      const { items } = await clientOf(command).command<{ items: IncidentItem[] }>('incident.list', input)
      answer(command, items, incidentTable(items))
    })
}

function addShow(incident: Command): void {
  common(incident.command('show <incident>'))
    .description('one incident: its people, and how long each phase took')
    .action(async (incidentId: string, _flags: unknown, command: Command) => {
      const view = await clientOf(command).command<{ incident: IncidentItem; figures: Figures }>('incident.get', {
        incidentId,
      })
      answer(command, view, incidentText(view.incident, view.figures))
    })
}

/** The whole timeline, page by page. */
export async function readTimeline(client: Client, incidentId: string): Promise<DomainEvent[]> {
  const events: DomainEvent[] = []
  let cursor: string | undefined
  do {
    const page: { items: DomainEvent[]; cursor?: string } = await client.command('incident.timeline', {
      incidentId,
      ...(cursor !== undefined && { cursor }),
    })
    events.push(...page.items)
    cursor = page.cursor
  } while (cursor !== undefined)
  return events
}

function addTimeline(incident: Command): void {
  common(incident.command('timeline <incident>'))
    .description('everything that happened, by when it happened, with its source')
    .action(async (incidentId: string, _flags: unknown, command: Command) => {
      const events = await readTimeline(clientOf(command), incidentId)
      answer(command, events, timelineText(events))
    })
}

function addVerify(incident: Command): void {
  common(incident.command('verify <incident>'))
    .description('check that nothing of a timeline was changed, lost or slipped in; exit status 1 where it was')
    .action(async (incidentId: string, _flags: unknown, command: Command) => {
      const verdict = await clientOf(command).command<ChainVerdict>('incident.verify', { incidentId })
      if (verdict.kind === 'broken') throw new CommandFailure(exitStatus.failed, verdict.sentence, { ...verdict })
      answer(command, verdict, verdict.sentence)
    })
}
