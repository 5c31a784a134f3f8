/** `houston approve`, `pass-wave` and `abort`: what people decide about a release, with the reason. */
import type { ReleaseItem } from '@houston/core/release'
import type { Command } from 'commander'
import { answer, clientOf, common } from './context.ts'

const actions = {
  approve: { what: 'let the waiting wave of a release start', done: 'approved' },
  'pass-wave': { what: 'let the undecided wave of a release pass, where the judge asks for a person', done: 'passed' },
  abort: { what: 'stop a release and take it back', done: 'aborting' },
} as const

export function addAlterCommands(program: Command): void {
  for (const [name, { what, done }] of Object.entries(actions)) {
    common(program.command(`${name} <release>`))
      .description(what)
      .requiredOption('--why <reason>', 'the reason, for the record')
      .addHelpText('after', `\nExample:\n  houston ${name} rel_01… --why "checked with the payments team"`)
      .action(async (releaseId: string, { why }: { why: string }, command: Command) => {
        const release = await clientOf(command).command<ReleaseItem>(`release.${name}`, { releaseId, why })
        answer(command, release, `${done}: ${release.service} ${release.version} (${release.id}) is ${release.state}`)
      })
  }
}
