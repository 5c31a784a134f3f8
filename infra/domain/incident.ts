/** Incidents: alert groups and people open them, machines remind, measure and watch. */
import { groupChanged, groupOpened, groupResolved } from '@houston/core/correlation'
import { escalationAcknowledged, escalationExhausted, levelPaged } from '@houston/core/escalation'
import { flagMoved } from '@houston/core/flag'
import { incidentCommunicationBegun, incidentResolved, incidentRestorationRequested } from '@houston/core/incident'
import { rollbackCompleted, rollbackFailed, rollbackStarted } from '@houston/core/release'
import { reviewDrafted, reviewMinded } from '@houston/core/review'
import {
  call,
  commandRoutes,
  commands,
  type FunctionPart,
  on,
  patient,
  stored,
  type TopologyPart,
  under,
} from '../part.ts'
import type { RuleFacts, TargetFacts } from '../topology-types.ts'

const measuring = { ...stored, targets: 'metrics' } as const

const tasks: Record<string, FunctionPart> = {
  RemindOfCommunication: ['Reminds people whom to tell', stored],
  CheckRestoration: ['Measures whether a service is restored', measuring],
  WatchRestored: ['Watches a restored service', measuring],
  RemindOfReview: ['Reminds of the deadlines of a review', stored],
}

const events: Record<string, FunctionPart> = {
  GroupOpened: ['Opens an incident for an alert group', stored],
  GroupResolved: ['Has it measured whether a service is restored', stored],
  EscalationAcknowledged: ['Who answered a page has the incident', stored],
  EscalationMoved: ['Tells the incident what its escalation does', stored],
  IncidentRestored: ['Drafts the review of an incident', measuring],
  FlagMoved: ['Tells the incident of a flag that is off', stored],
  RollbackMoved: ['Tells the incident of a rollback', stored],
}

const commandFunctions: Record<string, FunctionPart> = {
  Incident: ['Commands about incidents', commands],
  Review: ['Commands about reviews', commands],
  ExternalStatus: ['Commands about the status pages of others', commands],
  Remedy: ['Commands against the harm of an incident', { ...commands, settles: ['release'], targets: 'flags' }],
}

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
  },
  machines: {
    communication: { file: 'statemachines/communication.asl.json', summary: 'Minds who must be told when' },
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
  routes: commandRoutes(['incident', 'remedy', 'review', 'external-status']),
}
