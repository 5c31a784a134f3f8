/** docs/plane-alarms.md: what each alarm of the plane means, from the alarms that the evaluation recorded. */
import { topology } from '../../infra/topology.ts'
import type { RecordedResource } from './mock.ts'

const names = [
  ...Object.keys(topology.functions),
  ...Object.keys(topology.machines),
  ...[...topology.rules, ...topology.streams, ...topology.schedules, ...topology.queues].map(({ name }) => name),
].sort((a, b) => b.length - a.length)

interface Row {
  readonly alarm: string
  readonly when: string
  readonly means: string
}

/** One row for alarms that differ only in whom they watch. */
export function alarmPage(resources: readonly RecordedResource[]): string {
  // Those of services are the catalogue's, and none of the plane's.
  const alarms = resources.filter(
    ({ type, name }) => type === 'aws:cloudwatch/metricAlarm:MetricAlarm' && !name.startsWith('houston-'),
  )
  const rows = alarms.map(({ name, inputs }) => rowOf(name.replace(/Alarm$/, ''), inputs))
  const groups = Map.groupBy(rows, ({ alarm, when, means }) => [alarm, when, means].join('\n'))
  const lines = [...groups.values()].flatMap(([first, ...more]) =>
    first === undefined ? [] : [`| \`${first.alarm}\` | ${more.length + 1} | ${first.when} | ${first.means} |`],
  )
  return [
    '# Alarms of the plane',
    '',
    'Written by `npm run infra:check` from the alarms of the production stage. `NAME` stands for the function, machine, rule, stream, queue',
    'or schedule that the alarm watches; the alarm in CloudWatch bears its stage in front. All go to the fallback topic.',
    '',
    '| alarm | of them | when | what it means |',
    '|---|---|---|---|',
    ...lines.sort(),
    '',
  ].join('\n')
}

function rowOf(name: string, inputs: Record<string, unknown>): Row {
  const watched = names.find((candidate) => name.startsWith(`${candidate}-`)) ?? ''
  const general = (text: string): string => (watched === '' ? text : text.replaceAll(watched, 'NAME'))
  const { metricName, comparisonOperator, threshold, period, evaluationPeriods } = inputs
  const sign = comparisonOperator === 'LessThanThreshold' ? '<' : '≥'
  const span = Number(period) * Number(evaluationPeriods)
  return {
    alarm: general(name),
    when: `${String(metricName)} ${sign} ${String(threshold)} for ${span < 120 ? `${span} s` : `${span / 60} min`}`,
    means: heartbeatTarget(general(String(inputs.alarmDescription)), name),
  }
}

/** A heartbeat's sentence names its target too, which differs from one to the next. */
const heartbeatTarget = (text: string, name: string): string =>
  name.endsWith('-heartbeat') ? text.replace(/at its rule and at [\w-]+\./, 'at its rule and at its target.') : text
