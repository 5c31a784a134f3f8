/** Hearing: alerts come in by events and webhooks, wait in a queue, and become groups. */
import { rollbackProposed } from '@houston/core/correlation'
import { releaseEnded, waveStarted } from '@houston/core/release'
import { mutesChanged } from '@houston/core/silence'
import {
  call,
  commandRoutes,
  commands,
  enqueue,
  type FunctionPart,
  on,
  patient,
  slow,
  stored,
  type TopologyPart,
  under,
} from '../part.ts'
import type { FunctionNeeds, QueueFacts, RouteFacts, RuleFacts } from '../topology-types.ts'

const intake = 'alert-intake'
const door: FunctionNeeds = { table: 'read-write', sends: [intake] }

const webhooks: Record<string, FunctionPart> = {
  Alertmanager: ['Takes alerts from Prometheus Alertmanager', { ...door, secrets: ['HOUSTON_ALERT_TOKENS'] }],
  MappedAlert: ['Takes alerts as any JSON by a declared mapping', { ...door, secrets: ['HOUSTON_ALERT_TOKENS'] }],
  Pagerduty: [
    'Takes incidents and answers from PagerDuty',
    { ...door, settles: ['escalation'], secrets: ['HOUSTON_PAGERDUTY_SECRETS'] },
  ],
  Sns: ['Takes CloudWatch alarms from Amazon SNS', { ...door, secrets: ['HOUSTON_SNS_TOPICS'] }],
}

const events: Record<string, FunctionPart> = {
  CloudwatchAlarmAction: [
    'Takes an alarm that calls it as its action',
    door,
    { invokedBy: 'lambda.alarms.cloudwatch.amazonaws.com' },
  ],
  MutesChanged: ['Asks silent alerts whether they still are', stored, slow],
  ReleaseWaveStarted: ['Notes a wave as a change that alerts may come from', stored],
  GroupRollbackProposed: ['Has the release taken back that a group comes from', { ...stored, settles: ['release'] }],
  ReleaseFinished: ['Notes that a release is no longer on its way', stored],
}

const queues: readonly QueueFacts[] = [
  {
    name: intake,
    summary: 'Alerts wait here until the intake takes them: a storm costs batches, and nothing accepted is lost',
    function: 'AlertIntake',
    batchSize: 100,
    windowSec: 1,
    concurrency: 2,
    attempts: 30,
    visibilitySec: 60,
  },
]

const schedules: Record<string, FunctionPart> = {
  AlertTick: ['Looks at alerts that are due, evaluates groups', stored, { ...slow, memoryMb: 512 }],
  AlertCharts: ['Draws the series around the onset of alert groups', { ...stored, targets: 'metrics' }, slow],
  AlertWeek: ['Stores what each alarm was worth in a week', stored, slow],
}

const rules: readonly RuleFacts[] = [
  {
    name: 'cloudwatch-alarm-changed',
    summary: 'An alarm of CloudWatch changed its state, or was deleted, which ends what it said',
    pattern: {
      source: ['aws.cloudwatch'],
      'detail-type': ['CloudWatch Alarm State Change', 'CloudWatch Alarm Configuration Change'],
    },
    target: enqueue(intake),
    retry: patient,
  },
  {
    name: 'aws-health',
    summary: 'AWS Health says something about this account',
    pattern: { source: ['aws.health'], 'detail-type': ['AWS Health Event', 'AWS Health Abuse Event'] },
    target: enqueue(intake),
    retry: patient,
  },
  {
    name: 'codebuild-build-ended',
    summary: 'A build failed, which is an alert, or succeeded, which ends it',
    pattern: {
      source: ['aws.codebuild'],
      'detail-type': ['CodeBuild Build State Change'],
      detail: { 'build-status': ['FAILED', 'FAULT', 'TIMED_OUT', 'SUCCEEDED'] },
    },
    target: enqueue(intake),
    retry: patient,
  },
  {
    name: 'mutes-changed',
    summary: 'A silence or a window was set or ended: silent alerts are asked again',
    pattern: on(mutesChanged),
    target: call('MutesChanged'),
    retry: patient,
  },
  {
    name: 'alerting-wave-started',
    summary: 'A wave started: alerts from now on may come from it',
    pattern: on([waveStarted]),
    target: call('ReleaseWaveStarted'),
    retry: patient,
  },
  {
    name: 'group-rollback-proposed',
    summary: 'A release on its way is the likely cause of a group: where policy says so it is taken back',
    pattern: { ...on([rollbackProposed]), detail: { data: { starts: [true] } } },
    target: call('GroupRollbackProposed'),
    retry: patient,
  },
  {
    name: 'alerting-release-ended',
    summary: 'A release ended: it is no longer on its way',
    pattern: on(releaseEnded),
    target: call('ReleaseFinished'),
    retry: patient,
  },
]

const routes: readonly RouteFacts[] = [
  { method: 'POST', path: '/webhooks/alertmanager', function: 'AlertmanagerWebhook', caller: 'token' },
  { method: 'POST', path: '/webhooks/alerts/{sender}', function: 'MappedAlertWebhook', caller: 'token' },
  { method: 'POST', path: '/webhooks/pagerduty', function: 'PagerdutyWebhook', caller: 'signature' },
  { method: 'POST', path: '/webhooks/sns', function: 'SnsWebhook', caller: 'signature' },
]

const commandFunctions: Record<string, FunctionPart> = {
  Alert: ['Commands about alerts, their rules and routes', commands],
  Correlation: ['Commands about groups of alerts', commands],
  Silence: ['Commands about silences and maintenance windows', commands],
}

export const alerting: TopologyPart = {
  functions: {
    ...under('webhooks', 'Webhook', webhooks),
    ...under('events', '', events),
    ...under('queues', '', { AlertIntake: ['Takes alerts out of the queue', stored, { memoryMb: 512 }] }),
    ...under('schedules', '', schedules),
    ...under('commands', 'Commands', commandFunctions),
  },
  rules,
  schedules: [
    {
      name: 'alert-tick-every-minute',
      summary: 'What waits for a time is looked at, and groups are evaluated',
      expression: 'rate(1 minute)',
      target: call('AlertTick'),
    },
    {
      name: 'alert-charts-every-minute',
      summary: 'The charts of alert groups are drawn on',
      expression: 'rate(1 minute)',
      target: call('AlertCharts'),
    },
    {
      name: 'alert-week-ended',
      summary: 'The week of alarms ended',
      expression: 'cron(5 0 ? * MON *)',
      target: call('AlertWeek'),
    },
  ],
  routes: [...routes, ...commandRoutes(['alert', 'correlation', 'silence'])],
  queues,
}
