/** `houston describe`: what a change is made of, from the job that has it checked out; `houston attribute`: what burns because of which version. */
import { execFileSync } from 'node:child_process'
import type { Command } from 'commander'
import { CommandFailure, exitStatus } from '../exit.ts'
import { answer, clientOf, common } from './context.ts'

interface Flags {
  readonly base?: string
  readonly dependencies?: string
  readonly flags?: string
  readonly reversible?: string
  readonly irreversible?: string
}

export function addDescribe(program: Command): void {
  common(program.command('describe <pipeline> <commit>'))
    .description('say what a change is made of, before its build ends: files with their lines, dependencies, ways back')
    .option('--base <commit>', 'count the lines of each file since this commit, with git')
    .option('--dependencies <number>', 'direct dependencies added, removed or moved to another version')
    .option('--flags <number>', 'flags that a rollback turns off')
    .option('--reversible <number>', 'steps, such as migrations, with a declared way back')
    .option('--irreversible <number>', 'steps that cannot be undone')
    .addHelpText(
      'after',
      '\nExample:\n  houston describe checkout "$GITHUB_SHA" --base origin/main~1 --dependencies 0 --irreversible 0',
    )
    .action(async (pipeline: string, commit: string, flags: Flags, command: Command) => {
      const input = { pipeline, commit, ...describedBy(flags, commit) }
      const { kept } = await clientOf(command).command<{ kept: string[] }>('pipeline.describe-change', input)
      answer(command, { kept }, `known of ${commit.slice(0, 12)}: ${kept.join(', ')}`)
    })
  common(program.command('attribute <incident-or-alert> <service> <version>'))
    .description('put an incident or an alarm down to a version: a release that replaces it passes their gates')
    .requiredOption('--why <reason>', 'the evidence, for the record')
    .addHelpText('after', '\nExample:\n  houston attribute inc_01… checkout 9f31c2 --why "errors began with it"')
    .action(async (subject: string, service: string, version: string, { why }: { why: string }, command: Command) => {
      const cause = await clientOf(command).command('gate.attribute', { subject, service, version, why })
      answer(command, cause, `${subject} is put down to ${service} ${version}`)
    })
}

function describedBy({ base, dependencies, flags, reversible, irreversible }: Flags, commit: string) {
  const ways = [flags, reversible, irreversible]
  return {
    ...(base !== undefined && { files: changedFiles(base, commit) }),
    ...(dependencies !== undefined && { dependenciesChanged: Number(dependencies) }),
    ...(ways.some((way) => way !== undefined) && {
      rollback: {
        flags: Number(flags ?? 0),
        reversibleSteps: Number(reversible ?? 0),
        irreversibleSteps: Number(irreversible ?? 0),
      },
    }),
  }
}

/** `git diff --numstat`: added, removed, path; binary files count no lines. */
export function readNumstat(text: string): { path: string; lines?: number }[] {
  return text
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const [added = '', removed = '', path = ''] = line.split('\t')
      return added === '-' ? { path } : { path, lines: Number(added) + Number(removed) }
    })
}

function changedFiles(base: string, commit: string) {
  try {
    const options = ['diff', '--numstat', '-z', '--no-renames', '--end-of-options', `${base}..${commit}`]
    return readNumstat(execFileSync('git', options, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }))
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new CommandFailure(exitStatus.usage, `git does not know the difference ${base}..${commit}: ${message}`)
  }
}
