/** `houston oncall`: who answers, when it changes, what is wrong with the weeks ahead, and what it costs whom. */
import { formatDuration } from '@houston/core/duration.ts'
import type { Oncall } from '@houston/core/oncall'
import type { Command } from 'commander'
import { paint, print, table } from '../output.ts'
import { answer, clientOf, common } from './context.ts'
import { addOverride, addSwap } from './oncall-change.ts'
import { shortTime, timeOf } from './time.ts'

export function addOncall(program: Command): void {
  const oncall = program
    .command('oncall')
    .description('who is on call')
    .addHelpText(
      'after',
      `
Examples:
  houston oncall who                                   who is on call now, everywhere
  houston oncall who shop --at 2026-03-02T03:00Z       who was, as it was known then
  houston oncall override add shop ada --replaces grace --from 2026-03-02T09:00Z --until 2026-03-03T09:00Z
  houston oncall fairness --days 90                    hours, nights and pages of everybody`,
    )
  addWho(oncall)
  addNext(oncall)
  addGaps(oncall)
  addFairness(oncall)
  addHistory(oncall)
  addFeed(oncall)
  addOverride(oncall)
  addSwap(oncall)
}

type Duty = Oncall.Duty

const dutyText = (duty: Duty): string =>
  duty.kind === 'gap' ? paint('red', `nobody: ${duty.reason}`) : duty.holders.map(({ person }) => person).join(', ')

interface Who {
  readonly items: readonly { schedule: string; atMs: number; roles: Record<Oncall.Role, Duty> }[]
}

function addWho(oncall: Command): void {
  common(oncall.command('who [schedule]', { isDefault: true }))
    .description('who is on call, now or at a time')
    .option('--at <time>', 'at this time, as it was known then')
    .option('--known-at <time>', 'as it was known at this time')
    .action(async (schedule: string | undefined, flags: { at?: string; knownAt?: string }, command: Command) => {
      const input = {
        ...(schedule !== undefined && { schedule }),
        ...(flags.at !== undefined && { atMs: timeOf(flags.at, '--at') }),
        ...(flags.knownAt !== undefined && { knownAtMs: timeOf(flags.knownAt, '--known-at') }),
      }
      const found = await clientOf(command).command<Who>('oncall.who', input)
      const rows = found.items.flatMap(({ schedule: name, roles }) =>
        Object.entries(roles)
          .filter(([role, duty]) => role === 'primary' || duty.kind === 'held' || duty.reason !== 'no-layer')
          .map(([role, duty]) => [name, role, dutyText(duty)]),
      )
      answer(command, found, rows.length === 0 ? 'No schedule is declared.' : table(['schedule', 'role', 'who'], rows))
    })
}

function addNext(oncall: Command): void {
  common(oncall.command('next <schedule>'))
    .description('the next handoffs of a role')
    .option('--role <role>', 'primary, secondary, manager or executive', 'primary')
    .option('--count <number>', 'how many', '5')
    .action(async (schedule: string, { role, count }: { role: string; count: string }, command: Command) => {
      const input = { schedule, role, count: Number(count) }
      const found = await clientOf(command).command<{ items: Oncall.Change[] }>('oncall.changes', input)
      const rows = found.items.map(({ atMs, off, on, duty }) => [
        shortTime(atMs),
        off.join(', ') || '-',
        on.length > 0 ? on.join(', ') : dutyText(duty),
      ])
      answer(command, found, rows.length === 0 ? 'Nothing changes within a year.' : table(['when', 'off', 'on'], rows))
    })
}

interface Troubles {
  readonly gaps: readonly (Oncall.Gap & { schedule: string; role: string })[]
  readonly doubleBookings: readonly Oncall.DoubleBooking[]
}

function addGaps(oncall: Command): void {
  common(oncall.command('gaps [schedule]'))
    .description('when nobody is on call in the days ahead, and who is in two places')
    .option('--days <number>', 'how far ahead', '28')
    .action(async (schedule: string | undefined, { days }: { days: string }, command: Command) => {
      const input = { days: Number(days), ...(schedule !== undefined && { schedule }) }
      const found = await clientOf(command).command<Troubles>('oncall.gaps', input)
      const period = ({ fromMs, untilMs }: Oncall.Interval): string[] => [
        shortTime(fromMs),
        formatDuration(untilMs - fromMs),
      ]
      const rows = [
        ...found.gaps.map((gap) => [...period(gap), `${gap.schedule} ${gap.role}`, `nobody: ${gap.reason}`]),
        ...found.doubleBookings.map((one) =>
          one.kind === 'person-held-twice'
            ? [
                ...period(one),
                one.seats.map((seat) => `${seat.schedule} ${seat.role}`).join(', '),
                `${one.person} is in both`,
              ]
            : [...period(one), `${one.seat.schedule} ${one.seat.role}`, `held by ${one.people.join(' and ')}`],
        ),
      ]
      const none = `No gap and nobody in two places in the next ${days} days.`
      answer(command, found, rows.length === 0 ? none : table(['from', 'for', 'where', 'what'], rows))
    })
}

function addFairness(oncall: Command): void {
  common(oncall.command('fairness [schedule]'))
    .description('what being on call cost whom; warns above a quarter of a person’s time')
    .option('--days <number>', 'how far back', '28')
    .action(async (schedule: string | undefined, { days }: { days: string }, command: Command) => {
      const input = { days: Number(days), ...(schedule !== undefined && { schedule }) }
      const report = await clientOf(command).command<Oncall.LoadReport>('oncall.fairness', input)
      const rows = report.loads.map((load) => [
        load.person,
        formatDuration(load.onCallMs),
        `${Math.round(load.share * 1_000) / 10} %`,
        formatDuration(load.nightMs),
        formatDuration(load.weekendMs),
        `${load.shifts}`,
        `${load.pages}`,
        `${load.pagesOutOfHours}`,
      ])
      const header = ['person', 'on call', 'share', 'nights', 'weekends', 'shifts', 'pages', 'out of hours']
      const warnings = report.warnings.map(({ sentence }) => paint('yellow', `! ${sentence}`))
      answer(command, report, [table(header, rows), ...warnings].join('\n'))
    })
}

interface History {
  readonly versions: readonly { knownFromMs: number }[]
  readonly overrides: readonly Oncall.Override[]
  readonly temporaries: readonly Oncall.Temporary[]
}

function addHistory(oncall: Command): void {
  common(oncall.command('history <schedule>'))
    .description('versions and exceptions of a schedule, with the time from which each was known')
    .action(async (schedule: string, _: unknown, command: Command) => {
      const found = await clientOf(command).command<History>('oncall.history', { schedule })
      const rows = [
        ...found.versions.map(({ knownFromMs }, index) => [knownFromMs, `version ${index + 1}`, '', ''] as const),
        ...found.overrides.map((one) => [one.recordedAtMs, one.id, overrideText(one), one.recordedBy] as const),
        ...found.temporaries.map(
          (one) => [one.recordedAtMs, one.id, `${one.shifts.length} shifts`, one.recordedBy] as const,
        ),
      ]
      rows.sort((a, b) => a[0] - b[0])
      const cells = rows.map(([atMs, id, what, by]) => [shortTime(atMs), id, what, by])
      answer(command, found, table(['known from', 'id', 'what', 'by'], cells))
    })
}

function overrideText(override: Oncall.Override): string {
  const { kind, person, role, fromMs, untilMs, withdrawnAtMs, why } = override
  const what = kind === 'replace' ? `${person} for ${override.replaces ?? 'everybody'}` : `${kind} ${person}`
  const until = withdrawnAtMs === undefined ? '' : `, withdrawn ${shortTime(withdrawnAtMs)}`
  return `${role}: ${what}, ${shortTime(fromMs)} to ${shortTime(untilMs)}${until}${why === '' ? '' : ` (${why})`}`
}

function addFeed(oncall: Command): void {
  common(oncall.command('feed <schedule>'))
    .description('make a calendar address that other programs subscribe to; it is shown once')
    .option('--person <name>', 'only this person’s duties')
    .action(async (schedule: string, { person }: { person?: string }, command: Command) => {
      const client = clientOf(command)
      const input = { schedule, ...(person !== undefined && { person }) }
      const { path } = await client.command<{ path: string }>('oncall.make-feed', input)
      const url = `${client.address.url}${path}`
      answer(command, { url }, url)
      if (command.opts().json !== true) print(paint('dim', 'Whoever knows this address can read the calendar.'))
    })
}
