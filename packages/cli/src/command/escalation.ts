/** `houston ack`, `snooze`, `reassign`, `page`, `pages`, `escalations`: what whoever is paged needs. */
import { formatDuration } from '@houston/core/duration.ts'
import type { EscalationItem, EscalationView } from '@houston/core/escalation'
import type { PageView } from '@houston/core/page'
import type { Command } from 'commander'
import { paint, table } from '../output.ts'
import { answer, clientOf, common } from './context.ts'
import { shortTime } from './time.ts'

export function addEscalation(program: Command): void {
  addAck(program)
  addSnooze(program)
  addReassign(program)
  addPage(program)
  addPages(program)
  addEscalations(program)
}

function addAck(program: Command): void {
  common(program.command('ack <id>'))
    .description('take an incident or a page: no more pages until you have said nothing for too long')
    .option('--as <person>', 'who has it, where that is not you')
    .addHelpText('after', '\nExample:\n  houston ack inc_01…\n  houston ack esc_01… --as grace')
    .action(async (id: string, { as }: { as?: string }, command: Command) => {
      const input = { id, ...(as !== undefined && { by: as }) }
      const taken = await clientOf(command).command<EscalationItem>('escalation.acknowledge', input)
      const afterMs = (taken.answeredAtMs ?? taken.startedAtMs) - taken.startedAtMs
      const until = shortTime(taken.deadlineMs)
      answer(
        command,
        taken,
        `${taken.takenBy} has ${id}, answered after ${formatDuration(afterMs)}; paged again at ${until}`,
      )
    })
}

function addSnooze(program: Command): void {
  common(program.command('snooze <id>'))
    .description('put an incident or a page off; it is paged again then')
    .requiredOption('--for <duration>', 'for how long, e.g. 30m')
    .requiredOption('--why <reason>', 'the reason, for the record')
    .option('--as <person>', 'who puts it off, where that is not you')
    .action(async (id: string, flags: { for: string; why: string; as?: string }, command: Command) => {
      const input = { id, for: flags.for, why: flags.why, ...(flags.as !== undefined && { by: flags.as }) }
      const snoozed = await clientOf(command).command<EscalationItem>('escalation.snooze', input)
      answer(command, snoozed, `${id} is put off until ${shortTime(snoozed.deadlineMs)}`)
    })
}

function addReassign(program: Command): void {
  common(program.command('reassign <id> <person>'))
    .description('hand an incident or a page to somebody else, who is paged at once')
    .requiredOption('--why <reason>', 'the reason, for the record')
    .action(async (id: string, person: string, { why }: { why: string }, command: Command) => {
      const handed = await clientOf(command).command<EscalationItem>('escalation.reassign', { id, to: person, why })
      answer(command, handed, `${person} is paged for ${id}`)
    })
}

function addPage(program: Command): void {
  common(program.command('page <person>'))
    .description('page a person by hand')
    .requiredOption('--why <reason>', 'what they must know')
    .option('--severity <severity>', 'SEV1 to SEV4', 'SEV2')
    .option('--service <service>', 'what it is about')
    .addHelpText('after', '\nExample:\n  houston page grace --why "the certificate of checkout ends tonight"')
    .action(async (person: string, flags: { why: string; severity: string; service?: string }, command: Command) => {
      const { why, severity, service } = flags
      const input = { person, why, severity, ...(service !== undefined && { service }) }
      const paged = await clientOf(command).command<{ escalationId: string }>('escalation.page-person', input)
      answer(command, paged, `${person} is being paged: ${paged.escalationId}`)
    })
}

function addPages(program: Command): void {
  common(program.command('pages'))
    .description('pages of today and yesterday, the newest first')
    .option('--person <name>', 'only those to a person')
    .option('--of <id>', 'only those of an escalation or an incident')
    .action(async ({ person, of }: { person?: string; of?: string }, command: Command) => {
      const client = clientOf(command)
      const escalationId =
        of === undefined
          ? undefined
          : (await client.command<{ escalation: EscalationView }>('escalation.get', { id: of })).escalation.id
      const input = { ...(person !== undefined && { person }), ...(escalationId !== undefined && { escalationId }) }
      const { items } = await client.command<{ items: PageView[] }>('page.list', input)
      answer(command, { items }, items.length === 0 ? 'No pages.' : pageTable(items))
    })
}

const pageTable = (pages: readonly PageView[]): string =>
  table(
    ['when', 'state', 'who', 'over', 'what', 'about'],
    pages.map((page) => [
      shortTime(page.settledAtMs ?? page.dueAtMs),
      page.state === 'failed' ? paint('red', page.state) : page.state,
      page.person ?? '-',
      page.channel,
      page.action,
      `${page.severity} ${page.service}: ${page.title}${page.detail === undefined ? '' : ` (${page.detail})`}`,
    ]),
  )

function addEscalations(program: Command): void {
  common(program.command('escalations'))
    .description('what somebody must answer for')
    .option('--ended', 'those that ended today and yesterday, too')
    .action(async ({ ended }: { ended?: boolean }, command: Command) => {
      const input = { ended: ended === true }
      const { items } = await clientOf(command).command<{ items: EscalationView[] }>('escalation.list', input)
      answer(command, { items }, items.length === 0 ? 'Nobody needs to answer for anything.' : escalationTable(items))
    })
}

const escalationTable = (items: readonly EscalationView[]): string =>
  table(
    ['id', 'state', 'severity', 'what', 'asked last', 'next'],
    items.map((one) => [
      one.incidentId ?? one.id,
      one.state === 'active' || one.state === 'exhausted' ? paint('red', one.state) : one.state,
      one.severity,
      `${one.service}: ${one.title}`,
      one.takenBy ?? one.policy.levels[one.level]?.name ?? '-',
      one.state === 'ended' ? '-' : shortTime(one.deadlineMs),
    ]),
  )
