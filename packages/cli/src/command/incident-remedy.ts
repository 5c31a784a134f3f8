/** `houston incident rollback`: what is done against the harm, one command each. */
import type { IncidentItem } from '@houston/core/incident'
import { type Command, InvalidArgumentError } from 'commander'
import { answer, clientOf, common } from './context.ts'

type Shares = Readonly<Record<string, number>>

function shares(text: string, before: Shares): Shares {
  const [, place = '', percent = ''] = /^([a-z0-9-]+)=(\d{1,3})%?$/.exec(text) ?? []
  if (place === '') throw new InvalidArgumentError('Write it as place=percent, such as us-east-1=70.')
  return { ...before, [place]: Number(percent) }
}

export function addRemedies(incident: Command): void {
  common(incident.command('rollback <incident>'))
    .description('take back the release behind it')
    .option('--release <id>', 'another release than the one the alerts suspect')
    .requiredOption('--why <reason>', 'the reason, for the record')
    .action(async (incidentId: string, { release, why }: { release?: string; why: string }, command: Command) => {
      const input = { incidentId, why, ...(release !== undefined && { releaseId: release }) }
      const done = await clientOf(command).command<IncidentItem>('remedy.rollback', input)
      answer(command, done, `${done.id} is ${done.state}: the release is being taken back`)
    })
  common(incident.command('shift <incident> <split>'))
    .description('shift traffic between the declared places of a TrafficSplit; those not named get nothing')
    .requiredOption('--to <place=percent...>', 'how much goes where', shares, {})
    .requiredOption('--why <reason>', 'the reason, for the record')
    .addHelpText(
      'after',
      '\nExample:\n  houston incident shift inc_01… regions --to us-east-1=70 eu-west-1=30 --why "eu is down"',
    )
    .action(async (incidentId: string, split: string, { to, why }: { to: Shares; why: string }, command: Command) => {
      const input = { incidentId, split, weights: to, why }
      const done = await clientOf(command).command<IncidentItem>('remedy.shift-traffic', input)
      answer(command, done, `${done.id} is ${done.state}: ${split} is being shifted`)
    })
  common(incident.command('lever <incident> <lever>'))
    .description('pull a declared emergency lever, or restore it')
    .option('--restore', 'put it back')
    .requiredOption('--why <reason>', 'the reason, for the record')
    .action(async (incidentId: string, lever: string, flags: { restore?: boolean; why: string }, command: Command) => {
      const restores = flags.restore === true
      const input = { incidentId, lever, why: flags.why, restores }
      const done = await clientOf(command).command<IncidentItem>('remedy.pull-lever', input)
      answer(command, done, `${done.id} is ${done.state}: ${lever} is being ${restores ? 'restored' : 'pulled'}`)
    })
  common(incident.command('flag-off <incident> <flag>'))
    .description('turn a feature off')
    .requiredOption('--why <reason>', 'the reason, for the record')
    .action(async (incidentId: string, key: string, { why }: { why: string }, command: Command) => {
      const done = await clientOf(command).command<IncidentItem>('remedy.flag-off', { incidentId, key, why })
      answer(command, done, `${done.id} is ${done.state}: ${key} is being turned off`)
    })
}
