/** `houston declare`: a person opens an incident, or adds customer reports to the one that is open. */
import type { IncidentItem } from '@houston/core/incident'
import { type Command, InvalidArgumentError } from 'commander'
import { answer, clientOf, common } from './context.ts'

export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('must be a whole number')
  return Number(text)
}

interface Flags {
  readonly title: string
  readonly severity?: string
  readonly customerReports?: number
  readonly outage?: boolean
  readonly separate?: boolean
}

export function addDeclare(program: Command): void {
  common(program.command('declare <service>'))
    .description('declare an incident of a service; where one is open already, add to it')
    .requiredOption('--title <text>', 'what is wrong, in a few words')
    .option('--severity <SEV1…SEV4>', 'the severity; without it, decided by what is known')
    .option('--customer-reports <count>', 'how many customers reported it', wholeNumber)
    .option('--outage', 'the service is not available at all')
    .option('--separate', 'an incident of its own, although one of the service is open')
    .addHelpText('after', '\nExample:\n  houston declare checkout --title "cards are refused" --customer-reports 12')
    .action(async (service: string, flags: Flags, command: Command) => {
      const { title, severity, customerReports, outage, separate } = flags
      const { kind, incident } = await clientOf(command).command<{ kind: string; incident: IncidentItem }>(
        'incident.declare',
        {
          service,
          title,
          ...(severity !== undefined && { severity: severity.toUpperCase() }),
          ...(customerReports !== undefined && { customerReports }),
          ...(outage === true && { impact: { isOutage: true } }),
          ...(separate === true && { separate }),
        },
      )
      answer(command, { kind, incident }, `${kind}: ${incident.id} ${incident.severity} ${incident.title}`)
    })
}
