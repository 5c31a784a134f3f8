/** `houston levers`: what may be done in an emergency, and how it stands. */
import type { LeverItem, SplitItem } from '@houston/core/lever'
import type { Command } from 'commander'
import { table } from '../output.ts'
import { answer, clientOf, common } from './context.ts'

export function addLevers(program: Command): void {
  common(program.command('levers'))
    .description(
      'emergency levers and splits of traffic; pull one with houston incident lever, shift with houston incident shift',
    )
    .option('--service <name>', 'of this service')
    .option('--secret <name>', 'tell what the webhook of this one is signed with')
    .action(async ({ service, secret }: { service?: string; secret?: string }, command: Command) => {
      const client = clientOf(command)
      if (secret !== undefined) {
        const told = await client.command<{ secret: string }>('lever.secret', { name: secret })
        return answer(command, told, told.secret)
      }
      const input = service === undefined ? {} : { service }
      const found = await client.command<{ levers: LeverItem[]; splits: SplitItem[] }>('lever.list', input)
      answer(command, found, textOf(found))
    })
}

function textOf({ levers, splits }: { levers: readonly LeverItem[]; splits: readonly SplitItem[] }): string {
  if (levers.length + splits.length === 0) return 'No levers: declare Lever and TrafficSplit documents.'
  const pulled = levers.map(({ name, service, does, isPulled }) => [name, service, isPulled ? 'pulled' : 'usual', does])
  const shifted = splits.map(({ name, service, targets, weights }) => [
    name,
    service,
    weights === undefined ? 'usual' : 'shifted',
    targets
      .map(
        (place) => `${place.name} ${weights?.[place.name] ?? place.usualPercent} % (at most ${place.atMostPercent} %)`,
      )
      .join(', '),
  ])
  return table(['lever', 'service', 'state', 'what'], [...pulled, ...shifted])
}
