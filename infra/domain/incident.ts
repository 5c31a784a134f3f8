/** Incidents: alert groups and people open them, machines remind, measure and watch. */
import { groupChanged, groupOpened, groupResolved } from '@houston/core/correlation'
import { escalationAcknowledged, escalationExhausted, levelPaged } from '@houston/core/escalation'
import { flagMoved } from '@houston/core/flag'
import {
  incidentCommunicated,
  incidentCommunicationBegun,
  incidentMoved,
  incidentResolved,
  incidentRestorationRequested,
} from '@houston/core/incident'
import { leverRunRequested } from '@houston/core/lever'
import { noticeEnded, noticePlanned } from '@houston/core/notice'
import {
  releaseBegun,
  releaseCompleted,
  rollbackCompleted,
  rollbackFailed,
  rollbackStarted,
} from '@houston/core/release'
import { itemAdded, itemDone, itemReopened, reviewDrafted, reviewMinded } from '@houston/core/review'
import {
  call,
  commandRoutes,
  commands,
  type FunctionPart,
  on,
  pagerSecrets,
  patient,
  stored,
  type TopologyPart,
  under,
} from '../part.ts'
import type { RouteFacts, RuleFacts, TargetFacts } from '../topology-types.ts'

const measuring = { ...stored, targets: 'metrics' } as const

const tasks: Record<string, FunctionPart> = {
  RemindOfCommunication: ['Reminds people whom to tell', stored],
  CheckRestoration: ['Measures whether a service is restored', measuring],
  WatchRestored: ['Watches a restored service', measuring],
  SendNotice: [
    'Sends what an audience was told to its addresses',
    { ...stored, pages: true, secrets: [...pagerSecrets, 'HOUSTON_SEAL_SECRETS'] },
    { timeoutSec: 60 },
  ],
  RemindOfReview: ['Reminds of the deadlines of a review', stored],
}

const events: Record<string, FunctionPart> = {
  GroupOpened: ['Opens an incident for an alert group', stored],
  GroupResolved: ['Has it measured whether a service is restored', stored],
  EscalationAcknowledged: ['Who answered a page has the incident', stored],
  EscalationMoved: ['Tells the incident what its escalation does', stored],
  IncidentRestored: ['Drafts the review of an incident', measuring],
  FlagMoved: ['Tells the incident of a flag that is off', stored],
  IncidentTold: ['Has what an audience was told sent to its addresses', stored],
  NoticeEnded: ['Tells the incident how the sending went', stored],
  ReleaseChangesService: ['Tells PagerDuty of changes', { ...stored, pages: true, secrets: pagerSecrets }],
  RunLever: ['Calls the webhook of a lever', { ...stored, secrets: ['HOUSTON_SEAL_SECRETS'] }],
  SyncTicket: [
    'Brings the ticket of an action item to what the item says',
    { ...stored, secrets: ['HOUSTON_GITHUB_TOKEN', 'HOUSTON_JIRA_ACCOUNT'] },
    { timeoutSec: 60 },
  ],
  FollowIncidentPublicly: ['Notes what of an incident the public status page shows', stored],
  RollbackMoved: ['Tells the incident of a rollback', stored],
}

const commandFunctions: Record<string, FunctionPart> = {
  Incident: ['Commands about incidents', commands],
  Review: ['Commands about reviews', commands],
  ExternalStatus: ['Commands about the status pages of others', commands],
  Lever: [
    'Commands about levers and splits of traffic',
    { ...commands, secrets: ['HOUSTON_TOKENS', 'HOUSTON_SEAL_SECRETS'] },
  ],
  StatusPage: ['Commands about the public status page', commands],
  Remedy: ['Commands against the harm of an incident', { ...commands, settles: ['release'], targets: 'flags' }],
}

/** A mail or a request goes out while somebody waits: the question whether it was them. */
const webhooks: Record<string, FunctionPart> = {
  Jira: ['Takes what Jira says of tickets', { ...stored, secrets: ['HOUSTON_JIRA_SECRETS'] }],
  StatusPage: [
    'The public status page',
    { ...stored, pages: true, secrets: ['HOUSTON_SEAL_SECRETS', 'HOUSTON_MAIL_FROM'] },
    { memoryMb: 512 },
  ],
}

const publicRoutes: readonly RouteFacts[] = [
  ['GET', '/status'],
  ['GET', '/status/{part}'],
  ['GET', '/status/{part}/{id}'],
  ['GET', '/status/api/v2/{file}'],
  ['GET', '/status/api/v2/{folder}/{file}'],
  ['POST', '/status/subscribe'],
  ['POST', '/status/{verb}/{token}'],
].map(([method, path]) => ({
  method: method as RouteFacts['method'],
  path: path as string,
  function: 'StatusPageWebhook',
  caller: 'anyone',
}))

const jiraRoute: RouteFacts = { method: 'POST', path: '/webhooks/jira', function: 'JiraWebhook', caller: 'signature' }

const perRound = (machine: string): TargetFacts => ({
  kind: 'machine',
  name: machine,
  input: {
    paths: { incidentId: '$.detail.data.incidentId', round: '$.detail.data.round' },
    template: '{"incidentId": <incidentId>, "round": <round>}',
  },
})

const perReview: TargetFacts = {
  kind: 'machine',
  name: 'review',
  input: {
    paths: { reviewId: '$.detail.data.reviewId', round: '$.detail.data.round' },
    template: '{"reviewId": <reviewId>, "round": <round>}',
  },
}

const rules: readonly RuleFacts[] = [
  {
    name: 'incident-group-opened',
    summary: 'An alert group that wakes people opens an incident, or the open one hears of it',
    pattern: on([groupOpened, groupChanged]),
    target: call('GroupOpened'),
    retry: patient,
  },
  {
    name: 'incident-group-resolved',
    summary: 'An alert group is over: its incident has the service measured',
    pattern: on([groupResolved]),
    target: call('GroupResolved'),
    retry: patient,
  },
  {
    name: 'incident-rollback-moved',
    summary: 'A rollback is a fact of the incident of its service',
    pattern: on([rollbackStarted, rollbackCompleted, rollbackFailed]),
    target: call('RollbackMoved'),
    retry: patient,
  },
  {
    name: 'incident-flag-moved',
    summary: 'A flag that is off is a fact of the incident of its service',
    pattern: on([flagMoved]),
    target: call('FlagMoved'),
    retry: patient,
  },
  {
    name: 'status-page-incident-moved',
    summary: 'An incident moved: the public status page shows what of it touches anybody outside',
    pattern: on(incidentMoved),
    target: call('FollowIncidentPublicly'),
    retry: patient,
  },
  {
    name: 'notice-incident-told',
    summary: 'An audience was told: it goes out to its addresses',
    pattern: on([incidentCommunicated]),
    target: call('IncidentTold'),
    retry: patient,
  },
  {
    name: 'notice-planned',
    summary: 'A notice has addresses: its machine sends it',
    pattern: on([noticePlanned]),
    target: {
      kind: 'machine',
      name: 'notice',
      input: { paths: { noticeId: '$.detail.data.noticeId' }, template: '{"noticeId": <noticeId>}' },
    },
    retry: patient,
  },
  {
    name: 'incident-notice-ended',
    summary: 'How the sending of a notice went is a fact of its incident',
    pattern: on([noticeEnded]),
    target: call('NoticeEnded'),
    retry: patient,
  },
  {
    name: 'incident-escalation-acknowledged',
    summary: 'Somebody answered a page: they have the incident',
    pattern: on([escalationAcknowledged]),
    target: call('EscalationAcknowledged'),
    retry: patient,
  },
  {
    name: 'incident-escalation-moved',
    summary: 'What an escalation does is a fact of its incident',
    pattern: on([levelPaged, escalationExhausted]),
    target: call('EscalationMoved'),
    retry: patient,
  },
  {
    name: 'incident-communication-begun',
    summary: 'There is a commander, or it is another matter now: who must be told when is minded',
    pattern: on([incidentCommunicationBegun]),
    target: perRound('communication'),
    retry: patient,
  },
  {
    name: 'incident-restoration-requested',
    summary: 'A service may be restored: it is measured',
    pattern: on([incidentRestorationRequested]),
    target: perRound('restoration'),
    retry: patient,
  },
  {
    name: 'incident-resolved',
    summary: 'A service is restored: it is watched for an hour',
    pattern: on([incidentResolved]),
    target: perRound('monitoring'),
    retry: patient,
  },
  {
    name: 'review-incident-resolved',
    summary: 'A service is restored: the draft of the review is written from facts',
    pattern: on([incidentResolved]),
    target: call('IncidentRestored'),
    retry: patient,
  },
  {
    name: 'release-changes-service',
    summary: 'A release started, took all traffic or was taken back: PagerDuty hears of the change',
    pattern: on([releaseBegun, releaseCompleted, rollbackCompleted]),
    target: call('ReleaseChangesService'),
    retry: patient,
  },
  {
    name: 'lever-run-requested',
    summary: 'A lever was pulled, or traffic shifted: its webhook is called',
    pattern: on([leverRunRequested]),
    target: call('RunLever'),
    retry: patient,
  },
  {
    name: 'review-item-moved',
    summary: 'An action item is new, done or taken up again: its ticket follows',
    pattern: on([itemAdded, itemDone, itemReopened]),
    target: call('SyncTicket'),
    retry: patient,
  },
  {
    name: 'review-deadlines',
    summary: 'A review is drafted or has other dates: its deadlines are minded',
    pattern: on([reviewDrafted, reviewMinded]),
    target: perReview,
    retry: patient,
  },
]

export const incident: TopologyPart = {
  functions: {
    ...under('tasks', '', tasks),
    ...under('events', '', events),
    ...under('schedules', '', { ExternalStatusTick: ['Looks at the status pages of others', stored] }),
    ...under('commands', 'Commands', commandFunctions),
    ...under('webhooks', 'Webhook', webhooks),
  },
  machines: {
    communication: { file: 'statemachines/communication.asl.json', summary: 'Minds who must be told when' },
    notice: { file: 'statemachines/notice.asl.json', summary: 'Sends what an audience was told' },
    restoration: { file: 'statemachines/restoration.asl.json', summary: 'Measures whether a service is restored' },
    review: { file: 'statemachines/review.asl.json', summary: 'Minds the deadlines of a review' },
    monitoring: { file: 'statemachines/monitoring.asl.json', summary: 'Watches a restored service for an hour' },
  },
  rules,
  schedules: [
    {
      name: 'external-status-every-minute',
      summary: 'The status pages of others are looked at',
      expression: 'rate(1 minute)',
      target: call('ExternalStatusTick'),
    },
  ],
  routes: [
    ...commandRoutes(['incident', 'remedy', 'review', 'external-status', 'status-page', 'lever']),
    ...publicRoutes,
    jiraRoute,
  ],
}
