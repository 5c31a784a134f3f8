/** Gates: freezes, calendars, policies, what steps report, and releases that wait for them. */
import { gateFactChanges } from '@houston/core/passage'
import {
  call,
  commandRoutes,
  commands,
  type FunctionPart,
  on,
  patient,
  slow,
  stored,
  type TopologyPart,
  under,
} from '../part.ts'

const tasks: Record<string, FunctionPart> = {
  CheckGate: ['Asks the gate before a wave', stored],
  AwaitGate: ['A wave waits at its gate', { ...stored, settles: ['release'] }],
}

const events: Record<string, FunctionPart> = {
  GateFactChanged: ['Lets gates look again', { ...stored, settles: ['release'] }, slow],
}

const commandFunctions: Record<string, FunctionPart> = {
  Gate: ['Commands about freezes, calendars and what gates are told', commands],
  Passage: ['Commands about gates that releases stand at', commands],
}

export const gate: TopologyPart = {
  functions: {
    ...under('tasks', '', tasks),
    ...under('events', '', events),
    ...under('commands', 'Commands', commandFunctions),
  },
  rules: [
    {
      name: 'gate-fact-changed',
      summary: 'A freeze was lifted, a step reported: gates that wait for it look again',
      pattern: on(gateFactChanges),
      target: call('GateFactChanged'),
      retry: patient,
    },
  ],
  routes: commandRoutes(['gate', 'passage']),
}
