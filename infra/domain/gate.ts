/** Gates: freezes, calendars, policies, what steps report, and releases that wait for them. */
import { commandRoutes, commands, type FunctionPart, type TopologyPart, under } from '../part.ts'

const commandFunctions: Record<string, FunctionPart> = {
  Gate: ['Commands about freezes, calendars and what gates are told', commands],
}

export const gate: TopologyPart = {
  functions: under('commands', 'Commands', commandFunctions),
  routes: commandRoutes(['gate']),
}
