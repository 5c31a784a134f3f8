/** `houston rollback`: takes a release back, under way or completed; shows how far a rollback has come. */
import { formatDuration } from '@houston/core/duration.ts'
import type { ReleaseItem } from '@houston/core/release'
import type { durationOf, Rollback, RollbackItem } from '@houston/core/rollback'
import type { Command } from 'commander'
import { table } from '../output.ts'
import { answer, clientOf, common } from './context.ts'

type View = Rollback.RollbackView
type Asked = Rollback.RequestAnswer

const done = {
  withdraw: 'withdrawn',
  stop: 'its own machine takes it back',
  'take-back': 'the version before is brought back',
  retry: 'the rollback runs again',
  already: 'nothing to do',
  refused: 'refused',
} as const

export function addRollback(program: Command): void {
  const rollback = common(program.command('rollback [release]'))
    .description('take a release back: traffic, then flags, then the database')
    .option('--why <reason>', 'the reason, for the record')
    .addHelpText(
      'after',
      '\nExamples:\n  houston rollback rel_01… --why "customers see errors"\n  houston rollback status rel_01…',
    )
    .action(async (releaseId: string | undefined, { why }: { why?: string }, command: Command) => {
      if (releaseId === undefined) return command.help()
      if (why === undefined) return command.error("error: required option '--why <reason>' not specified")
      const asked = await clientOf(command).command<Asked>('rollback.request', { releaseId, why })
      answer(command, asked, `${titleOf(asked.release)} is ${asked.release.state}: ${done[asked.kind]}`)
    })
  addWith(rollback, 'retry', 'let a rollback that failed run again, once what stood in the way is mended')
  addWith(rollback, 'vouch', 'put the version that a release returns to on record as healthy')
  common(rollback.command('status <release>'))
    .description('its steps with their budgets, and what is known of the versions of its target')
    .action(async (releaseId: string, _: unknown, command: Command) => {
      const view = await clientOf(command).command<View>('rollback.status', { releaseId })
      answer(command, view, viewText(view))
    })
}

function addWith(rollback: Command, verb: 'retry' | 'vouch', description: string): void {
  common(rollback.command(`${verb} <release>`))
    .description(description)
    .requiredOption('--why <reason>', 'the reason, for the record')
    .addHelpText('after', `\nExample:\n  houston rollback ${verb} rel_01… --why "the router is up again"`)
    .action(async (releaseId: string, { why }: { why: string }, command: Command) => {
      const release = await clientOf(command).command<ReleaseItem>(`rollback.${verb}`, { releaseId, why })
      answer(command, release, `${titleOf(release)} is ${release.state}`)
    })
}

const titleOf = ({ service, version, id }: ReleaseItem): string => `${service} ${version} (${id})`

function viewText({ release, rollback, history }: View): string {
  const lines = [`${titleOf(release)} is ${release.state}: ${release.reason?.sentence ?? ''}`]
  if (rollback !== undefined) lines.push(table(['step', 'state', 'took', 'budget', 'what'], rowsOf(rollback)))
  const versions = history.versions
    .toReversed()
    .map(({ version, basis, sinceMs, by }) => [
      version === history.serving ? `${version} (serves)` : version,
      basis,
      new Date(sinceMs).toISOString(),
      by ?? '',
    ])
  if (versions.length > 0) lines.push(table(['version', 'known because', 'since', 'by'], versions))
  return lines.join('\n')
}

const rowsOf = ({ steps }: RollbackItem): string[][] =>
  Object.entries(steps).map(([name, step]) => [
    name,
    step.state,
    tookOf(step),
    formatDuration(step.budgetMs),
    step.detail,
  ])

const tookOf = ({ startedAtMs, endedAtMs }: Parameters<typeof durationOf>[0]): string =>
  startedAtMs === undefined || endedAtMs === undefined ? '' : formatDuration(endedAtMs - startedAtMs)
