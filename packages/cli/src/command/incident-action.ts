/** What people do with an incident: `houston incident ack|assign|severity|impact|war-room|note|decide|assess|cause|tell|draft|check|resolve|close|merge|relate`. */
import type { IncidentItem } from '@houston/core/incident'
import type { Command } from 'commander'
import { answer, clientOf, common } from './context.ts'
import { wholeNumber } from './declare.ts'

interface Action {
  /** Behind `houston incident`, with its arguments; the first is the incident. */
  readonly usage: string
  readonly what: string
  readonly operation: string
  readonly options?: readonly (readonly [flags: string, what: string, read?: (text: string) => unknown])[]
  readonly needsWhy?: boolean
  /** The operation's input beside the incident, from further arguments and flags. */
  readonly inputOf?: (words: readonly string[], flags: Readonly<Record<string, unknown>>) => Record<string, unknown>
}

const textOf = (kind: string) => (words: readonly string[]) => ({ kind, text: words.join(' ') })

const actions: readonly Action[] = [
  { usage: 'ack', what: 'say that you have it', operation: 'incident.acknowledge' },
  {
    usage: 'assign <role> <person>',
    what: 'give a role: commander, technical-lead, communications-lead, executive',
    operation: 'incident.assign',
    needsWhy: true,
    inputOf: ([role, person]) => ({ role, person }),
  },
  {
    usage: 'severity <severity>',
    what: 'set the severity; no rule changes it after that',
    operation: 'incident.set-severity',
    needsWhy: true,
    inputOf: ([severity = '']) => ({ severity: severity.toUpperCase() }),
  },
  {
    usage: 'impact',
    what: 'say what is known of the harm; the severity follows upwards',
    operation: 'incident.state-impact',
    options: [
      ['--customer-share <percent>', 'of all customers', Number],
      ['--revenue <dollars>', 'at risk in an hour', Number],
      ['--customer-reports <count>', 'further customers who report it', wholeNumber],
      ['--outage', 'the service is not available at all'],
    ],
    inputOf: (_words, { customerShare, revenue, customerReports, outage }) => ({
      impact: {
        ...(customerShare !== undefined && { customerShare: Number(customerShare) / 100 }),
        ...(revenue !== undefined && { revenueAtRiskUsdPerHour: revenue }),
        ...(outage === true && { isOutage: true }),
      },
      ...(customerReports !== undefined && { customerReports }),
    }),
  },
  {
    usage: 'war-room',
    what: 'say where people meet',
    operation: 'incident.open-war-room',
    options: [
      ['--channel <name>', 'a chat channel'],
      ['--bridge <url>', 'a call'],
    ],
    inputOf: (_words, { channel, bridge }) => ({ channel, bridge }),
  },
  { usage: 'note <text...>', what: 'write a note', operation: 'incident.note', inputOf: textOf('note') },
  { usage: 'decide <text...>', what: 'write a decision', operation: 'incident.note', inputOf: textOf('decision') },
  {
    usage: 'assess <text...>',
    what: 'say a first judgement',
    operation: 'incident.assess',
    inputOf: (words) => ({ text: words.join(' ') }),
  },
  {
    usage: 'cause <text...>',
    what: 'say the root cause',
    operation: 'incident.identify-cause',
    inputOf: (words) => ({ text: words.join(' ') }),
  },
  {
    usage: 'tell <audience>',
    what: 'tell an audience: internal, status-page, customers; without a text, the draft',
    operation: 'incident.communicate',
    options: [
      ['--text <text>', 'own words'],
      ['--title <title>', 'what the public status page calls it from now on'],
    ],
    inputOf: ([audience], { text, title }) => ({ audience, text, title }),
  },
  {
    usage: 'check',
    what: 'have it measured whether the service is restored',
    operation: 'incident.request-check',
    needsWhy: true,
  },
  {
    usage: 'resolve',
    what: 'say that the service is restored, without a measurement',
    operation: 'incident.resolve',
    needsWhy: true,
  },
  { usage: 'close', what: 'give the all clear', operation: 'incident.close', needsWhy: true },
  {
    usage: 'merge <into>',
    what: 'make it part of another incident',
    operation: 'incident.merge',
    needsWhy: true,
    inputOf: ([into]) => ({ into }),
  },
  {
    usage: 'relate <other>',
    what: 'say that two incidents have to do with each other',
    operation: 'incident.relate',
    needsWhy: true,
    inputOf: ([other]) => ({ other }),
  },
]

export function addIncidentActions(incident: Command): void {
  for (const action of actions) addAction(incident, action)
  common(incident.command('draft <incident>'))
    .description('what would be said now to each audience, and what is due next')
    .action(async (incidentId: string, _flags: unknown, command: Command) => {
      const drafts = await clientOf(command).command<{ drafts: Record<string, string> }>('incident.draft', {
        incidentId,
      })
      const text = Object.entries(drafts.drafts).map(([audience, said]) => `${audience}:\n  ${said}`)
      answer(command, drafts, text.join('\n'))
    })
}

function addAction(incident: Command, { usage, what, operation, options = [], needsWhy, inputOf }: Action): void {
  const [name = '', ...rest] = usage.split(' ')
  const command = common(incident.command(`${name} <incident>${rest.map((part) => ` ${part}`).join('')}`))
  command.description(what)
  for (const [flags, about, read] of options)
    if (read === undefined) command.option(flags, about)
    else command.option(flags, about, read)
  if (needsWhy === true) command.requiredOption('--why <reason>', 'the reason, for the record')
  command.action(async (incidentId: string, ...args: unknown[]) => {
    const words = args.slice(0, -2).flat().map(String)
    const flags = command.opts<Record<string, unknown>>()
    const given = { ...(needsWhy === true && { why: flags.why }), ...inputOf?.(words, flags) }
    const done = await clientOf(command).command<IncidentItem>(operation, { incidentId, ...given })
    answer(
      command,
      done,
      `${done.id} is ${done.state}, ${done.severity}; commander: ${done.roles.commander ?? 'nobody'}`,
    )
  })
}
