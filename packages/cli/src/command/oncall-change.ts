/** `houston oncall override` and `houston oncall swap`: exceptions as people make them. */
import type { Oncall } from '@houston/core/oncall'
import type { Command } from 'commander'
import { table } from '../output.ts'
import { answer, clientOf, common } from './context.ts'
import { shortTime, timeOf } from './time.ts'

interface StretchFlags {
  readonly role: string
  readonly from: string
  readonly until: string
  readonly why?: string
}

export function addOverride(oncall: Command): void {
  const override = oncall.command('override').description('put somebody on call for a while, or take somebody off')
  common(override.command('add <schedule> <person>'))
    .description('the person is on call from then until then')
    .requiredOption('--from <time>', 'from this time on')
    .requiredOption('--until <time>', 'until this time')
    .option('--role <role>', 'primary, secondary, manager or executive', 'primary')
    .option('--replaces <person>', 'only while that person is on call; everybody where it is left out')
    .option('--besides', 'besides whoever is on call')
    .option('--off', 'the person is not on call')
    .option('--why <reason>', 'the reason, for the record')
    .action(async (schedule: string, person: string, flags: OverrideFlags, command: Command) => {
      const { role, replaces, besides, off, why } = flags
      const kind = off === true ? 'remove' : besides === true ? 'add' : 'replace'
      const stretch = { fromMs: timeOf(flags.from, '--from'), untilMs: timeOf(flags.until, '--until') }
      const more = { ...(replaces !== undefined && { replaces }), ...(why !== undefined && { why }) }
      const input = { schedule, person, role, kind, ...stretch, ...more }
      const made = await clientOf(command).command<Oncall.Override>('oncall.add-override', input)
      answer(command, made, `${made.id}: ${person}, ${shortTime(made.fromMs)} to ${shortTime(made.untilMs)}`)
    })
  common(override.command('remove <override>'))
    .description('let an override count no more from now on')
    .action(async (overrideId: string, _: unknown, command: Command) => {
      const done = await clientOf(command).command<{ withdrawn: boolean }>('oncall.remove-override', { overrideId })
      answer(command, done, done.withdrawn ? `${overrideId} counts no more` : `${overrideId} did not count any more`)
    })
}

interface OverrideFlags extends StretchFlags {
  readonly replaces?: string
  readonly besides?: boolean
  readonly off?: boolean
}

interface SwapFlags extends StretchFlags {
  readonly to?: string
  readonly returnFrom?: string
  readonly returnUntil?: string
}

export function addSwap(oncall: Command): void {
  const swap = oncall.command('swap').description('ask somebody to take a duty, perhaps for another in return')
  common(swap.command('request <schedule> <person>'))
    .description('the person asks to be relieved')
    .requiredOption('--from <time>', 'of the duty')
    .requiredOption('--until <time>', 'of the duty')
    .option('--role <role>', 'primary, secondary, manager or executive', 'primary')
    .option('--to <person>', 'offered to this person alone')
    .option('--return-from <time>', 'of the duty taken in return')
    .option('--return-until <time>', 'of the duty taken in return')
    .option('--why <reason>', 'a note for whoever takes it')
    .action(async (schedule: string, requester: string, flags: SwapFlags, command: Command) => {
      const asked = await clientOf(command).command<Oncall.Swap>(
        'oncall.request-swap',
        swapInput(schedule, requester, flags),
      )
      answer(command, asked, `${asked.id}: ${requester} asks to be relieved`)
    })
  for (const action of ['accept', 'decline', 'withdraw'] as const) {
    common(swap.command(`${action} <swap>`))
      .description(`${action} a swap`)
      .requiredOption('--as <person>', 'who you are in the schedule')
      .action(async (id: string, { as }: { as: string }, command: Command) => {
        const input = { swapId: id, action, by: as }
        const answered = await clientOf(command).command<Oncall.Swap>('oncall.answer-swap', input)
        answer(command, answered, `${id} is ${answered.state}`)
      })
  }
  common(swap.command('list <schedule>'))
    .description('swaps of a schedule')
    .action(async (schedule: string, _: unknown, command: Command) => {
      const found = await clientOf(command).command<{ items: Oncall.Swap[] }>('oncall.list-swaps', { schedule })
      const rows = found.items.map(({ id, state, requester, relieved, takenBy, offeredTo }) => [
        id,
        state,
        requester,
        `${shortTime(relieved.fromMs)} to ${shortTime(relieved.untilMs)}`,
        takenBy ?? offeredTo ?? 'anybody',
      ])
      answer(command, found, rows.length === 0 ? 'No swaps.' : table(['id', 'state', 'asks', 'duty', 'to'], rows))
    })
}

function swapInput(schedule: string, requester: string, flags: SwapFlags): Record<string, unknown> {
  const { role, to, returnFrom, returnUntil, why } = flags
  const relieved = { fromMs: timeOf(flags.from, '--from'), untilMs: timeOf(flags.until, '--until') }
  const inReturn =
    returnFrom === undefined || returnUntil === undefined
      ? undefined
      : { fromMs: timeOf(returnFrom, '--return-from'), untilMs: timeOf(returnUntil, '--return-until') }
  const more = { ...(to !== undefined && { offeredTo: to }), ...(why !== undefined && { note: why }) }
  return { schedule, role, requester, relieved, ...more, ...(inReturn !== undefined && { inReturn }) }
}
