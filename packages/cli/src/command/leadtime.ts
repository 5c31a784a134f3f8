/** `houston leadtime`: how long changes took from check-in to production, and where they waited. */
import { formatDuration } from '@houston/core/duration.ts'
import {
  type LeadTime,
  type LeadTimeFigures,
  leadTimeMs,
  type PipelineLeadTime,
  waitKinds,
} from '@houston/core/leadtime'
import type { Command } from 'commander'
import { paint, table } from '../output.ts'
import { answer, clientOf, common } from './context.ts'

interface Report {
  readonly pipelines: readonly PipelineLeadTime[]
  readonly all: LeadTimeFigures
}

export function addLeadtime(program: Command): void {
  common(program.command('leadtime'))
    .description('check-in to production: median and 90th percentile per pipeline, each change, and where it waited')
    .option('--pipeline <name>', 'one pipeline, with its changes')
    .option('--days <number>', 'changes that reached production in this many days', '30')
    .addHelpText('after', '\nExamples:\n  houston leadtime\n  houston leadtime --pipeline checkout --days 7')
    .action(async ({ pipeline, days }: { pipeline?: string; days: string }, command: Command) => {
      const input = { days: Number(days), ...(pipeline !== undefined && { pipeline }) }
      const report = await clientOf(command).command<Report>('leadtime.report', input)
      answer(command, report, reportText(report, pipeline !== undefined))
    })
}

const shown = (ms: number | undefined): string =>
  ms === undefined ? '–' : formatDuration(Math.round(ms / 1000) * 1000)

const figuresRow = (
  name: string,
  { changes, medianMs, p90Ms, medianBuildMs, medianWaitedMs }: LeadTimeFigures,
): string[] => [
  name,
  String(changes),
  shown(medianMs),
  shown(p90Ms),
  shown(medianBuildMs),
  ...waitKinds.map((kind) => shown(medianWaitedMs[kind])),
]

const changeRow = (item: LeadTime): string[] => [
  item.commit.slice(0, 12),
  item.author,
  shown(leadTimeMs(item)),
  item.carriedBy === undefined ? (item.version ?? '') : `with ${item.carriedBy}`,
  ...waitKinds.map((kind) => shown(item.waitedMs[kind])),
]

export function reportText({ pipelines, all }: Report, withChanges: boolean): string {
  const rows = pipelines.map(({ pipeline, figures }) => figuresRow(pipeline, figures))
  const total = pipelines.length > 1 ? [figuresRow('all', all)] : []
  const head = ['pipeline', 'changes', 'median', 'p90', 'build', ...waitKinds]
  const summary = table(head, [...rows, ...total])
  if (all.changes === 0) return `${summary}\n${paint('dim', 'No change has reached production in this time.')}`
  if (!withChanges) return summary
  const changes = pipelines.flatMap((each) => each.changes.map(changeRow))
  return `${summary}\n\n${table(['change', 'author', 'lead time', 'version', ...waitKinds], changes)}`
}
