/** `houston freezes`, `houston freeze` and `houston thaw`: what holds releases by the clock, and an emergency freeze by hand. */
import { isoTime } from '@houston/core/clock.ts'
import { parseDurationMs } from '@houston/core/duration.ts'
import type { CalendarView, FreezeView, Scope } from '@houston/core/gate'
import type { Command } from 'commander'
import type { Client } from '../client.ts'
import { CommandFailure, exitStatus } from '../exit.ts'
import { table } from '../output.ts'
import { answer, clientOf, common } from './context.ts'

interface FreezeFlags {
  readonly why: string
  readonly service?: string[]
  readonly owner?: string[]
  readonly tier?: string[]
  readonly stage?: string[]
  readonly region?: string[]
  readonly for?: string
  readonly newOnly?: boolean
}

export function addFreeze(program: Command): void {
  common(program.command('freezes'))
    .description('freezes that hold or come, and change calendars with their next opening')
    .option('--all', 'also freezes that are over or were lifted')
    .action(async ({ all }: { all?: boolean }, command: Command) => {
      const client = clientOf(command)
      const [freezes, calendars] = await Promise.all([
        client.command<{ items: FreezeView[] }>('gate.list-freezes', { all: all === true }),
        client.command<{ items: CalendarView[] }>('gate.list-calendars'),
      ])
      const shown = { freezes: freezes.items, calendars: calendars.items }
      answer(command, shown, listing(shown.freezes, shown.calendars))
    })
  common(program.command('freeze [name]'))
    .description('freeze releases at once, in an emergency; rollbacks go on')
    .requiredOption('--why <reason>', 'the reason, for the record and for everybody whose release waits')
    .option('--for <duration>', 'until when, such as 2h; without it until `houston thaw`')
    .option('--service <name...>', 'only these services')
    .option('--owner <team...>', 'only the services of these teams')
    .option('--tier <number...>', 'only services of these tiers')
    .option('--stage <name...>', 'only these stages')
    .option('--region <name...>', 'only these regions')
    .option('--new-only', 'releases under way go on')
    .addHelpText(
      'after',
      '\nExamples:\n  houston freeze --why "the payment provider is down" --for 2h\n  houston freeze sale --why "flash sale" --tier 1 2',
    )
    .action(async (name: string | undefined, flags: FreezeFlags, command: Command) => {
      const client = clientOf(command)
      const input = await freezeInput(client, name, flags)
      const frozen = await client.command<{ name: string; untilMs?: number }>('gate.freeze', input)
      const end = frozen.untilMs === undefined ? 'until it is lifted' : `until ${isoTime(frozen.untilMs)}`
      answer(command, frozen, `frozen ${end}; houston thaw ${frozen.name} lifts it`)
    })
  common(program.command('thaw <name>'))
    .description('lift a freeze; one that a file declares comes back with the next `houston apply`')
    .requiredOption('--why <reason>', 'the reason, for the record')
    .action(async (name: string, { why }: { why: string }, command: Command) => {
      const { lifted } = await clientOf(command).command<{ lifted: boolean }>('gate.thaw', { name, why })
      answer(command, { lifted }, lifted ? `lifted: ${name}` : `${name} was lifted before`)
    })
}

async function freezeInput(client: Client, name: string | undefined, flags: FreezeFlags) {
  const lengthMs = flags.for === undefined ? undefined : parseDurationMs(flags.for)
  if (flags.for !== undefined && lengthMs === undefined)
    throw new CommandFailure(exitStatus.usage, `--for ${flags.for} is no duration such as 2h.`)
  // A local clock may run faster than ours.
  const { nowMs } = await client.request<{ nowMs: number }>('GET', '/local/status').catch(() => ({ nowMs: Date.now() }))
  return {
    ...(name !== undefined && { name }),
    why: flags.why,
    appliesTo: scopeOf(flags),
    ...(lengthMs !== undefined && { untilMs: nowMs + lengthMs }),
    stopsReleasesUnderWay: flags.newOnly !== true,
  }
}

const scopeOf = ({ service, owner, tier, stage, region }: FreezeFlags): Scope => ({
  ...(service && { services: service }),
  ...(owner && { owners: owner }),
  ...(tier && { tiers: tier.map(Number) }),
  ...(stage && { stages: stage }),
  ...(region && { regions: region }),
})

function listing(freezes: readonly FreezeView[], calendars: readonly CalendarView[]): string {
  const rows = freezes.map((view) => [
    view.freeze.name,
    view.state,
    timesOf(view),
    scopeText(view.freeze.appliesTo),
    view.freeze.reason,
  ])
  const open = calendars.map(({ calendar, open, opensAtMs }) => [
    calendar.name,
    open ? 'open' : 'closed',
    opensAtMs === undefined ? '' : `opens ${isoTime(opensAtMs)}`,
    scopeText(calendar.appliesTo),
    '',
  ])
  if (rows.length + open.length === 0) return 'No freeze holds or comes, and no calendar restricts anything.'
  return table(['name', 'state', 'until', 'applies to', 'reason'], [...rows, ...open])
}

function timesOf({ state, freezesAtMs, thawsAtMs, freeze }: FreezeView): string {
  if (state === 'holds') return thawsAtMs === undefined ? 'until it is lifted' : `until ${isoTime(thawsAtMs)}`
  if (state === 'comes') return `from ${freezesAtMs === undefined ? '' : isoTime(freezesAtMs)}`
  return freeze.lifted === undefined ? '' : `lifted by ${freeze.lifted.by}: ${freeze.lifted.why}`
}

const scopeText = (scope: Scope): string =>
  Object.entries(scope)
    .flatMap(([field, values]) => (values === undefined ? [] : [`${field} ${values.join(', ')}`]))
    .join('; ') || 'everything'
