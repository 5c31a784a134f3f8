/** `houston alerts` and `houston why`: what fires, what was made of it and why, and what each alarm was worth. */
import { readFileSync } from 'node:fs'
import type { AlarmAdvice, AlarmReport, AlertItem, Normalised } from '@houston/core/alert'
import { formatDuration } from '@houston/core/duration.ts'
import type { Command } from 'commander'
import { parse, parseAllDocuments } from 'yaml'
import type { Client } from '../client.ts'
import { CommandFailure, exitStatus } from '../exit.ts'
import { table } from '../output.ts'
import { answer, clientOf, common } from './context.ts'
import { shortTime } from './time.ts'

export function addAlerts(program: Command): void {
  const alerts = program
    .command('alerts')
    .description('alerts that fire, what was made of them, and what alarms are worth')
  addList(alerts)
  addPreview(alerts)
  addWorth(alerts)
  common(program.command('why <alert>'))
    .description('why an alert paged, was told, or is silent: the reason of every stage')
    .option('--delivery', 'also what its source sent')
    .addHelpText('after', '\nExample:\n  houston why f1:alertmanager:0f3a…')
    .action(async (alert: string, { delivery }: { delivery?: boolean }, command: Command) => {
      const found = await clientOf(command).command<Why>('alert.why', { alert })
      const sent = delivery === true ? `\n${JSON.stringify(found.delivery ?? 'no longer kept', null, 2)}` : ''
      answer(command, found, `${headline(found.alert)}\n${found.reasons.map((line) => `  ${line}`).join('\n')}${sent}`)
    })
}

interface Why {
  readonly alert: AlertItem
  readonly reasons: readonly string[]
  readonly delivery?: unknown
}

const nameOf = ({ history: { content } }: AlertItem): string =>
  `${content.name}${content.service === undefined ? '' : ` at ${content.service}`}`

const headline = (alert: AlertItem): string =>
  `${nameOf(alert)} is ${alert.state} since ${shortTime(alert.sinceMs)}: ${alert.outcome.kind} (${alert.outcome.reason})`

function addList(alerts: Command): void {
  common(alerts.command('list', { isDefault: true }))
    .description('alerts that fire, or whose end is not told yet')
    .option('--service <name>', 'only of this service')
    .action(async ({ service }: { service?: string }, command: Command) => {
      const items = await readAlerts(clientOf(command), service)
      const rows = items.map((alert) => [
        alert.severity ?? '',
        alert.state,
        shortTime(alert.sinceMs),
        nameOf(alert),
        `${alert.outcome.kind}: ${alert.outcome.reason}`,
        alert.fingerprint,
      ])
      const text = table(['severity', 'state', 'since', 'alert', 'people', 'id'], rows)
      answer(command, { items }, rows.length === 0 ? 'Nothing fires.' : text)
    })
}

/** One shard after another, each page by page. */
export async function readAlerts(client: Client, service?: string): Promise<AlertItem[]> {
  const items: AlertItem[] = []
  for (let shard = 0, shards = 1; shard < shards; shard++) {
    for (let cursor: string | undefined; ; ) {
      const input = { shard, ...(service !== undefined && { service }), ...(cursor !== undefined && { cursor }) }
      const page = await client.command<{ items: AlertItem[]; cursor?: string; shards: number }>('alert.list', input)
      items.push(...page.items)
      shards = page.shards
      cursor = page.cursor
      if (cursor === undefined) break
    }
  }
  return items.sort((a, b) => a.sinceMs - b.sinceMs)
}

export const readYaml = (file: string): unknown => reading(file, (text): unknown => parse(text, { maxAliasCount: 100 }))

function reading<Value>(file: string, read: (text: string) => Value): Value {
  try {
    return read(readFileSync(file, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CommandFailure(exitStatus.usage, `${file} cannot be read: ${reason}`)
  }
}

interface MappingDocument {
  readonly kind?: string
  readonly metadata?: { readonly name?: string }
  readonly spec?: object
}

/** The mapping of a file: the one `AlertMapping` among its documents, or the file itself. */
function readMapping(file: string): unknown {
  const documents = readYamlDocuments(file) as readonly MappingDocument[]
  const declared = documents.filter((document) => document?.kind === 'AlertMapping')
  if (documents.length > 1 && declared.length !== 1)
    throw new CommandFailure(
      exitStatus.usage,
      `${file} has ${declared.length} AlertMapping documents; give a file with one.`,
    )
  const document = declared[0] ?? documents[0] ?? {}
  return document.spec === undefined ? document : { sender: document.metadata?.name, ...document.spec }
}

function readYamlDocuments(file: string): readonly unknown[] {
  return reading(file, (text) =>
    parseAllDocuments(text).map((document): unknown => {
      const [problem] = document.errors
      if (problem !== undefined) throw problem
      return document.toJS({ maxAliasCount: 100 })
    }),
  )
}

function addPreview(alerts: Command): void {
  common(alerts.command('preview-mapping <mapping> <payload>'))
    .description('what a mapping makes of a payload, with the code that will run')
    .addHelpText('after', '\nExample:\n  houston alerts preview-mapping mapping.yaml payload.json')
    .action(async (mappingFile: string, payloadFile: string, _flags: unknown, command: Command) => {
      const input = { mapping: readMapping(mappingFile), payload: readYaml(payloadFile) }
      const made = await clientOf(command).command<Normalised>('alert.preview-mapping', input)
      answer(command, made, previewed(made))
      if (made.kind === 'invalid') throw new CommandFailure(exitStatus.refused, made.detail)
    })
}

function previewed(made: Normalised): string {
  if (made.kind !== 'signals') return made.reason
  return made.signals
    .map(({ name, service, state, sourceKey, labels }) =>
      [
        `${name}${service === undefined ? '' : ` at ${service}`} is ${state}`,
        `  key ${sourceKey}`,
        `  labels ${JSON.stringify(labels)}`,
      ].join('\n'),
    )
    .join('\n')
}

interface Weekly {
  readonly advice: readonly AlarmAdvice[]
  readonly alarms: readonly AlarmReport[]
}

function addWorth(alerts: Command): void {
  common(alerts.command('weekly'))
    .description('the alarms of the last week: what each was worth, and which to fix or delete')
    .action(async (_flags: unknown, command: Command) => {
      const report = await clientOf(command).command<Weekly>('alert.weekly', {})
      const advice = report.advice.map((one) => `${one.advice.padEnd(6)}  ${one.name} at ${one.service}: ${one.detail}`)
      const rows = report.alarms.map((alarm) => [
        `${alarm.name} at ${alarm.service}`,
        ...[alarm.fired, alarm.paged, alarm.actionable, alarm.falsePositives, alarm.suppressed].map(String),
        ...[alarm.meanTimeToAcknowledgeMs, alarm.meanTimeToResolveMs].map((ms) =>
          ms === undefined ? '' : formatDuration(Math.round(ms / 1_000) * 1_000),
        ),
      ])
      const header = ['alarm', 'fired', 'paged', 'actionable', 'false', 'kept back', 'to acknowledge', 'to resolve']
      const text = rows.length === 0 ? 'No alarm ended in the last week.' : table(header, rows)
      answer(command, report, [...(advice.length > 0 ? [...advice, ''] : []), text].join('\n'))
    })
  common(alerts.command('judge <alert>'))
    .description('say whether an alert was worth its page: the only thing that no machine knows')
    .option('--actionable', 'something had to be done')
    .option('--false-positive', 'nothing was wrong')
    .option('--resolution <words>', 'what ended it')
    .action(
      async (
        alert: string,
        flags: { actionable?: boolean; falsePositive?: boolean; resolution?: string },
        command: Command,
      ) => {
        if ((flags.actionable === true) === (flags.falsePositive === true))
          throw new CommandFailure(exitStatus.usage, 'Say either --actionable or --false-positive.')
        const outcome = flags.actionable === true ? 'actionable' : 'false-positive'
        const { resolution } = flags
        const input = { alert, outcome, ...(resolution !== undefined && { resolution }) }
        const judged = await clientOf(command).command<object>('alert.judge', input)
        answer(command, judged, `noted: ${outcome}`)
      },
    )
}
