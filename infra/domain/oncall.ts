/** On-call, escalation and pages: who answers when, who is asked until somebody does, and over what. */
import { escalationExhausted, escalationStarted } from '@houston/core/escalation'
import type { EventDeclaration } from '@houston/core/event.ts'
import {
  incidentAcknowledged,
  incidentClosed,
  incidentMerged,
  incidentOpened,
  incidentRelapsed,
  incidentResolved,
  incidentSeverityChanged,
} from '@houston/core/incident'
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
import type { RuleFacts } from '../topology-types.ts'

const settling = { ...stored, settles: ['escalation'] }

const tasks: Record<string, FunctionPart> = {
  TakeStep: ['Pages the next level where it is time', stored],
  SendPages: ['Sends the pages that are due', { ...stored, pages: true, secrets: pagerSecrets }, { timeoutSec: 60 }],
  AwaitAnswer: ['Gives people the token that ends the wait', settling],
}

const events: Record<string, FunctionPart> = {
  EscalateIncident: ['Asks for an answer to a new incident', stored],
  EscalateIncidentAgain: ['Asks again for an incident that relapsed', stored],
  EndEscalation: ['Ends the asking when an incident is over', settling],
  TakeEscalation: ['Takes over that somebody has the incident', settling],
  ChangeEscalationSeverity: ["Follows the incident's severity", settling],
}

const commandFunctions: Record<string, FunctionPart> = {
  Oncall: ['Commands about rotations, schedules, overrides and swaps', commands],
  Person: ['Commands about people', commands],
  Team: ['Commands about teams', commands],
  Escalation: ['Commands about escalations: people answer here', { ...commands, settles: ['escalation'] }],
  Page: ['Reading pages', commands],
}

const webhooks: Record<string, FunctionPart> = {
  Slack: ['Takes clicks on the buttons of pages', { ...settling, secrets: ['HOUSTON_SLACK_SIGNING_SECRETS'] }],
  SlackCommand: [
    'Takes what people type after /houston in Slack',
    { ...stored, secrets: ['HOUSTON_SLACK_SIGNING_SECRETS'] },
  ],
  Calendar: ['Calendars of on-call, for other programs', { table: 'read' }],
}

const follows = (
  name: string,
  summary: string,
  declarations: readonly Pick<EventDeclaration, 'name' | 'source'>[],
  target: string,
): RuleFacts => ({ name, summary, pattern: on(declarations), target: call(target), retry: patient })

const rules: readonly RuleFacts[] = [
  follows(
    'incident-escalated',
    'An incident needs an answer: its escalation begins',
    [incidentOpened],
    'EscalateIncident',
  ),
  follows(
    'incident-escalated-anew',
    'An incident relapsed: it needs an answer again',
    [incidentRelapsed],
    'EscalateIncidentAgain',
  ),
  follows(
    'escalation-over',
    'An incident is over: nobody needs to answer any more',
    [incidentResolved, incidentClosed, incidentMerged],
    'EndEscalation',
  ),
  follows(
    'escalation-taken',
    'Somebody has the incident: its escalation is acknowledged',
    [incidentAcknowledged],
    'TakeEscalation',
  ),
  follows(
    'escalation-severity',
    "An incident's severity changed: the policy follows",
    [incidentSeverityChanged],
    'ChangeEscalationSeverity',
  ),
  {
    name: 'escalation-dead-end',
    summary: 'Nobody answered: an execution fails on purpose, and its alarm reaches people without Houston',
    pattern: on([escalationExhausted]),
    target: {
      kind: 'machine',
      name: 'dead-end',
      input: {
        paths: { escalationId: '$.detail.data.escalationId', sentence: '$.detail.data.sentence' },
        template: '{"escalationId": <escalationId>, "sentence": <sentence>}',
      },
    },
    retry: patient,
  },
  {
    name: 'escalation-started',
    summary: 'An escalation begins: its state machine starts',
    pattern: on([escalationStarted]),
    target: {
      kind: 'machine',
      name: 'escalation',
      input: { paths: { escalationId: '$.detail.data.escalationId' }, template: '{"escalationId": <escalationId>}' },
    },
    retry: patient,
  },
]

export const oncall: TopologyPart = {
  functions: {
    ...under('tasks', '', tasks),
    ...under('events', '', events),
    ...under('commands', 'Commands', commandFunctions),
    ...under('webhooks', 'Webhook', webhooks),
  },
  machines: {
    'dead-end': {
      file: 'statemachines/dead-end.asl.json',
      summary: 'Fails, so that an alarm tells that nobody answered',
    },
    escalation: {
      file: 'statemachines/escalation.asl.json',
      summary: 'Asks one after the other until somebody answers',
    },
  },
  rules,
  routes: [
    ...commandRoutes(['oncall', 'person', 'team', 'escalation', 'page']),
    { method: 'POST', path: '/webhooks/slack', function: 'SlackWebhook', caller: 'signature' },
    { method: 'POST', path: '/webhooks/slack-command', function: 'SlackCommandWebhook', caller: 'signature' },
    { method: 'GET', path: '/calendars/{token}', function: 'CalendarWebhook', caller: 'token' },
  ],
}
