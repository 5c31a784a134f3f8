/** Alarms of the services that Houston watches. Each calls Houston itself: what is done about it is decided there. */
import { serviceAlarms } from '../service-alarm.ts'
import { deploymentSettings } from '../settings.ts'
import type { Functions } from './function.ts'
import { tags } from './naming.ts'

export function makeServiceAlarms(functions: Functions): void {
  const { manifests } = deploymentSettings(process.env)
  const houston = functions.CloudwatchAlarmAction
  if (manifests === undefined || houston === undefined) return
  // The name is the alarm's own in every stage: by it the event finds its service and its entry of the catalogue.
  for (const alarm of serviceAlarms(manifests))
    new aws.cloudwatch.MetricAlarm(alarm.AlarmName.replaceAll('/', '-'), {
      name: alarm.AlarmName,
      alarmDescription: alarm.AlarmDescription,
      namespace: alarm.Namespace,
      metricName: alarm.MetricName,
      dimensions: Object.fromEntries(alarm.Dimensions.map(({ Name, Value }) => [Name, Value])),
      ...(alarm.Statistic !== undefined && { statistic: alarm.Statistic }),
      ...(alarm.ExtendedStatistic !== undefined && { extendedStatistic: alarm.ExtendedStatistic }),
      period: alarm.Period,
      evaluationPeriods: alarm.EvaluationPeriods,
      datapointsToAlarm: alarm.DatapointsToAlarm,
      threshold: alarm.Threshold,
      comparisonOperator: alarm.ComparisonOperator,
      treatMissingData: alarm.TreatMissingData,
      alarmActions: [houston.arn],
      okActions: [houston.arn],
      insufficientDataActions: [houston.arn],
      tags: { ...tags, ...Object.fromEntries(alarm.Tags.map(({ Key, Value }) => [Key, Value])) },
    })
}
