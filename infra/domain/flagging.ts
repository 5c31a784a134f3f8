/** Feature flags: they go out in waves, and off. */
import { commandRoutes, type TopologyPart, under } from '../part.ts'
import type { FunctionNeeds } from '../topology-types.ts'

const exposing: FunctionNeeds = { table: 'read-write', targets: 'flags' }

export const flagging: TopologyPart = {
  functions: {
    ...under('tasks', '', {
      DriveFlags: ['Looks at every flag that moves once', exposing, { timeoutSec: 60 }],
      TurnFlagsOff: ['Turns off the flags that a rollback turns off', exposing],
    }),
    ...under('commands', 'Commands', {
      Flag: ['Commands about flags', { ...exposing, secrets: ['HOUSTON_TOKENS'] }],
    }),
  },
  schedules: [
    {
      name: 'flags-every-minute',
      summary: 'Flags that move are looked at',
      expression: 'rate(1 minute)',
      target: { kind: 'function', name: 'DriveFlags' },
    },
  ],
  routes: commandRoutes(['flag']),
}
