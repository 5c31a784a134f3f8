/** On-call: who answers when. */
import { commandRoutes, commands, type FunctionPart, type TopologyPart, under } from '../part.ts'

const commandFunctions: Record<string, FunctionPart> = {
  Oncall: ['Commands about rotations, schedules, overrides and swaps', commands],
  Person: ['Commands about people', commands],
  Team: ['Commands about teams', commands],
}

const webhooks: Record<string, FunctionPart> = {
  Calendar: ['Calendars of on-call, for other programs', { table: 'read' }],
}

export const oncall: TopologyPart = {
  functions: { ...under('commands', 'Commands', commandFunctions), ...under('webhooks', 'Webhook', webhooks) },
  routes: [
    ...commandRoutes(['oncall', 'person', 'team']),
    { method: 'GET', path: '/calendars/{token}', function: 'CalendarWebhook', caller: 'token' },
  ],
}
