/** `houston silence`: keep people from hearing of some alerts for a while. */
import { formatMatchers, type Maintenance, type Silence, type SilenceState } from '@houston/core/silence'
import type { Command } from 'commander'
import { table } from '../output.ts'
import { answer, clientOf, common } from './context.ts'
import { shortTime, timeOf } from './time.ts'

interface SetFlags {
  readonly why: string
  readonly for?: string
  readonly until?: string
  readonly from?: string
  readonly change?: string
}

interface Listing {
  readonly silences: readonly (Silence & { readonly state: SilenceState })[]
  readonly maintenance: readonly Maintenance[]
}

export function addSilence(program: Command): void {
  const silence = program.command('silence').description('what people need not hear of; the alerts’ state goes on')
  addSet(silence)
  common(silence.command('list', { isDefault: true }))
    .description('silences that hold or will hold, and maintenance windows')
    .option('--all', 'also those that are over')
    .action(async ({ all }: { all?: boolean }, command: Command) => {
      const listing = await clientOf(command).command<Listing>('silence.list', { expired: all === true })
      answer(command, listing, listed(listing))
    })
  common(silence.command('expire <id>'))
    .description('end a silence now: what it kept silent is heard at once')
    .action(async (id: string, _flags: unknown, command: Command) => {
      const { ended } = await clientOf(command).command<{ ended: boolean }>('silence.expire', { id })
      answer(command, { ended }, ended ? `${id} has ended` : `${id} was over already`)
    })
}

function addSet(silence: Command): void {
  common(silence.command('set <matchers>'))
    .description('set a silence, in Alertmanager’s notation')
    .requiredOption('--why <reason>', 'the reason, for everybody who asks why it is silent')
    .option('--for <duration>', 'how long, such as 2h; one hour without it')
    .option('--from <time>', 'from when; now without it')
    .option('--until <time>', 'until when, instead of --for')
    .option('--change <id>', 'change this silence instead of setting another')
    .addHelpText(
      'after',
      '\nExamples:\n  houston silence set \'{service="checkout"}\' --for 2h --why "the provider is down"\n  houston silence set \'service="web",instance=~"web-.*"\' --until 2026-03-02T12:00Z --why "rebuild"',
    )
    .action(async (matchers: string, flags: SetFlags, command: Command) => {
      const input = {
        matchers,
        reason: flags.why,
        ...(flags.for !== undefined && { duration: flags.for }),
        ...(flags.from !== undefined && { startsAtMs: timeOf(flags.from, '--from') }),
        ...(flags.until !== undefined && { endsAtMs: timeOf(flags.until, '--until') }),
        ...(flags.change !== undefined && { id: flags.change }),
      }
      const set = await clientOf(command).command<Silence>('silence.set', input)
      answer(command, set, `${set.id} holds until ${shortTime(set.endsAtMs)} for ${formatMatchers(set.matchers)}`)
    })
}

function listed({ silences, maintenance }: Listing): string {
  const rows = [
    ...silences.map(({ id, state, endsAtMs, matchers, createdBy, reason }) => [
      id,
      state,
      `until ${shortTime(endsAtMs)}`,
      formatMatchers(matchers),
      createdBy,
      reason,
    ]),
    ...maintenance.map(({ name, matchers, owner, reason }) => [
      name,
      'window',
      'comes again',
      formatMatchers(matchers),
      owner,
      reason,
    ]),
  ]
  return rows.length === 0 ? 'Nothing is silenced.' : table(['id', 'state', 'end', 'alerts', 'who', 'why'], rows)
}
