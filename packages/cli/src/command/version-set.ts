/** `houston version-set`: versions that were tested together, pinned, listed, and brought to production together. */
import { isoTime } from '@houston/core/clock.ts'
import type { ReleasedMember, VersionSet } from '@houston/core/version-set'
import type { Command } from 'commander'
import { CommandFailure, exitStatus } from '../exit.ts'
import { table } from '../output.ts'
import { answer, clientOf, common } from './context.ts'

export function addVersionSet(program: Command): void {
  const group = program.command('version-set').description('versions of several services that were tested together')
  common(group.command('record <name> <service=version...>'))
    .description('pin these versions by their contents; a recorded set never changes')
    .option('--note <text>', 'what was tested, and where its report lies', '')
    .addHelpText('after', '\nExample:\n  houston version-set record 2026-11-28.1 checkout=9f31c2 search=4d10aa')
    .action(async (name: string, pairs: string[], { note }: { note: string }, command: Command) => {
      const input = { name, note, members: pairs.map(memberOf) }
      const result = await clientOf(command).command<{ recorded: boolean }>('version-set.record', input)
      answer(command, result, result.recorded ? `${name} is recorded` : `${name} was recorded already`)
    })
  common(group.command('list'))
    .description('version sets, the newest first')
    .action(async (_: unknown, command: Command) => {
      const { items } = await clientOf(command).command<{ items: VersionSet[] }>('version-set.list')
      const rows = items.map((set) => [set.name, isoTime(set.recordedAtMs), membersText(set), set.note])
      answer(
        command,
        items,
        rows.length === 0 ? 'No version set is recorded.' : table(['set', 'recorded', 'versions', 'note'], rows),
      )
    })
  common(group.command('show <name>'))
    .description('one version set')
    .action(async (name: string, _: unknown, command: Command) => {
      const set = await clientOf(command).command<VersionSet>('version-set.get', { name })
      answer(
        command,
        set,
        table(
          ['service', 'version', 'digest'],
          set.members.map(({ service, version, digest }) => [service, version, digest]),
        ),
      )
    })
  common(group.command('release <name>'))
    .description('bring every version of the set to production; what is there or on its way is left alone')
    .requiredOption('--why <reason>', 'the reason, for the record')
    .action(async (name: string, { why }: { why: string }, command: Command) => {
      const client = clientOf(command)
      const { members } = await client.command<{ members: ReleasedMember[] }>('version-set.release', { name, why })
      const rows = members.map(({ service, version, kind, promotionId }) => [service, version, kind, promotionId])
      answer(command, members, table(['service', 'version', '', 'promotion'], rows))
    })
}

const membersText = ({ members }: VersionSet): string =>
  members.map(({ service, version }) => `${service}=${version}`).join(' ')

function memberOf(pair: string): { service: string; version: string } {
  const [service = '', version = ''] = pair.split('=')
  if (service === '' || version === '') throw new CommandFailure(exitStatus.usage, `${pair} is no service=version.`)
  return { service, version }
}
