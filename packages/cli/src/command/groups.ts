/** `houston groups`: alerts with one cause, with the cause on them. */
import type { GroupChart } from '@houston/core/alert'
import type { GroupRecord } from '@houston/core/correlation'
import type { DomainEvent } from '@houston/core/event.ts'
import type { Command } from 'commander'
import { table } from '../output.ts'
import { answer, clientOf, common } from './context.ts'
import { spark } from './spark.ts'
import { shortTime } from './time.ts'

export function addGroups(program: Command): void {
  const groups = program.command('groups').description('groups of alerts, each with its likely cause')
  common(groups.command('list', { isDefault: true }))
    .description('groups that are open; of a service also those that are over')
    .option('--service <name>', 'of this service, the newest first')
    .action(async ({ service }: { service?: string }, command: Command) => {
      const input = service === undefined ? {} : { service }
      const { items } = await clientOf(command).command<{ items: GroupRecord[] }>('correlation.list', input)
      const rows = items.map((group) => [
        group.severity,
        group.pages ? 'pages' : 'quiet',
        shortTime(group.openedAtMs),
        `${group.firingCount} of ${group.alertCount}`,
        group.title,
        causeOf(group),
        group.id,
      ])
      const text = table(['severity', 'people', 'since', 'firing', 'group', 'likely cause', 'id'], rows)
      answer(command, { items }, rows.length === 0 ? 'No group is open.' : text)
    })
  common(groups.command('show <group>'))
    .description('one group: causes with probabilities, changes, what it was the last time, and its history')
    .action(async (groupId: string, _flags: unknown, command: Command) => {
      const client = clientOf(command)
      const group = await client.command<GroupRecord>('correlation.get', { groupId })
      const { items } = await client.command<{ items: DomainEvent[] }>('correlation.timeline', { groupId })
      const { chart } = await client.command<{ chart: GroupChart | null }>('alert.chart', { groupId })
      answer(command, { group, chart, timeline: items }, shown(group, chart, items))
    })
}

const percent = (probability: number): string => `${Math.round(probability * 100)} %`

const causeOf = ({ causes: [best] }: GroupRecord): string =>
  best === undefined ? 'not ranked yet' : `${best.name} ${percent(best.probability)}`

function shown(group: GroupRecord, chart: GroupChart | null, timeline: readonly DomainEvent[]): string {
  const {
    title,
    state,
    severitySentence,
    causes,
    recentChanges,
    similar,
    links,
    owner = 'nobody known',
    runbook,
  } = group
  return [
    `${title}: ${state}, ${group.firingCount} of ${group.alertCount} alerts fire, owner ${owner}`,
    severitySentence,
    ...(runbook === undefined ? [] : [`runbook ${runbook}`]),
    'causes:',
    ...causes
      .slice(0, 3)
      .map(
        ({ kind, name, probability, reasons }) =>
          `  ${percent(probability)} ${kind === name ? name : `${kind} ${name}`}: ${reasons.join('; ')}`,
      ),
    ...listed('around the onset:', drawnLines(chart)),
    ...listed(
      'recent changes:',
      recentChanges.map(({ id, service, timeMs }) => `${shortTime(timeMs)} ${id} of ${service}`),
    ),
    ...listed(
      'like it:',
      similar.map(
        ({ id, likeness, resolvedBy }) =>
          `${percent(likeness)} ${id}${resolvedBy === undefined ? '' : `, ended by ${resolvedBy}`}`,
      ),
    ),
    ...listed(
      'links:',
      links.map(({ label, url }) => `${label} ${url}`),
    ),
    ...listed('history:', timeline.flatMap(entriesOf)),
  ].join('\n')
}

/** From twenty minutes before the onset, two minutes a letter. */
function drawnLines(chart: GroupChart | null): string[] {
  if (chart === null) return []
  if (chart.missing !== undefined) return [chart.missing]
  return chart.series.map(({ title, kind, values, missing }) => {
    const known = values.flatMap((value) => value ?? [])
    const highest = Number((Math.max(0, ...known) * (kind === 'share' ? 100 : 1)).toPrecision(2))
    const most = known.length === 0 ? '' : `, ${highest}${kind === 'share' ? ' %' : ''} at most`
    return `${spark(values)}  ${title}${most}${missing === undefined ? '' : `; ${missing}`}`
  })
}

const listed = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)]

/** An event of a group as lines: its notes are sentences already. */
function entriesOf({ type, time, data }: DomainEvent): string[] {
  const { entries, sentence } = data as { entries?: readonly { readonly sentence: string }[]; sentence?: string }
  const at = shortTime(Date.parse(time))
  if (entries !== undefined) return entries.map((entry) => `${at} ${entry.sentence}`)
  return [`${at} ${type}${sentence === undefined ? '' : `: ${sentence}`}`]
}
