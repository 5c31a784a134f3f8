/** `houston alarms export`: the catalogue's alarms of services, as Prometheus rules or CloudWatch alarms. */
import { cloudWatchAlarms, prometheusRules, type ServiceBaselines } from '@houston/core/alert'
import type { Command } from 'commander'
import { CommandFailure, exitStatus } from '../exit.ts'
import { print, printJson } from '../output.ts'
import { clientOf, common } from './context.ts'

interface Plan {
  readonly service: string
  readonly baselines: ServiceBaselines
}

export function addAlarms(program: Command): void {
  const alarms = program.command('alarms').description('the catalogue of alarms: what every service is watched for')
  common(alarms.command('export [services...]'))
    .description('rules of services that have an Alarm document, or of the services named')
    .option('--prometheus', 'a rule file for Prometheus')
    .option('--cloudwatch', 'alarms in the shape of PutMetricAlarm')
    .addHelpText(
      'after',
      '\nExamples:\n  houston alarms export --prometheus > rules.yml\n  houston alarms export checkout --cloudwatch',
    )
    .action(async (services: string[], flags: { prometheus?: boolean; cloudwatch?: boolean }, command: Command) => {
      if ((flags.prometheus === true) === (flags.cloudwatch === true))
        throw new CommandFailure(exitStatus.usage, 'Say either --prometheus or --cloudwatch.')
      const { alarms: plans } = await clientOf(command).command<{ alarms: Plan[] }>('alert.list-rules', {})
      const wanted =
        services.length === 0
          ? plans
          : services.map((service) => plans.find((plan) => plan.service === service) ?? { service, baselines: {} })
      if (flags.prometheus === true)
        print(prometheusRules(wanted.map(({ service: name, baselines }) => ({ name, baselines }))))
      else printJson(wanted.flatMap(({ service, baselines }) => cloudWatchAlarms(service, baselines)))
    })
}
