/** `houston incident rollback`: what is done against the harm, one command each. */
import type { IncidentItem } from '@houston/core/incident'
import type { Command } from 'commander'
import { answer, clientOf, common } from './context.ts'

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
  common(incident.command('flag-off <incident> <flag>'))
    .description('turn a feature off')
    .requiredOption('--why <reason>', 'the reason, for the record')
    .action(async (incidentId: string, key: string, { why }: { why: string }, command: Command) => {
      const done = await clientOf(command).command<IncidentItem>('remedy.flag-off', { incidentId, key, why })
      answer(command, done, `${done.id} is ${done.state}: ${key} is being turned off`)
    })
}
