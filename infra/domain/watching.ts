/** Watching: what has completed is looked at for a day, objectives for as long as they stand; the hosts of fleets are shown. */
import { releaseCompleted } from '@houston/core/release'
import { call, commandRoutes, commands, on, patient, slow, stored, type TopologyPart, under } from '../part.ts'

export const watching: TopologyPart = {
  functions: {
    ...under('tasks', '', {
      WatchReleases: ['Looks at every watched release once', { ...stored, targets: 'metrics', settles: ['release'] }],
    }),
    ...under('events', '', { ReleaseCompleted: ['Watches a completed release', stored] }),
    ...under('schedules', '', {
      SloTick: [
        'Reads every service level objective once',
        { ...stored, targets: 'metrics', sends: ['alert-intake'] },
        { ...slow, memoryMb: 512 },
      ],
    }),
    ...under('commands', 'Commands', {
      Slo: ['Commands about service level objectives', { ...commands, sends: ['alert-intake'] }],
      Watch: ['Commands about watches', commands],
      Fleet: [
        'Commands about fleets',
        { ...commands, targets: 'hosts', secrets: ['HOUSTON_TOKENS', 'HOUSTON_ROUTER_TOKEN'] },
      ],
    }),
  },
  machines: {
    'watch-ticks': {
      file: 'statemachines/watch-ticks.asl.json',
      summary: 'Three looks in a minute at what has completed',
    },
  },
  rules: [
    {
      name: 'release-completed',
      summary: 'A release has completed: it is watched',
      pattern: on([releaseCompleted]),
      target: call('ReleaseCompleted'),
      retry: patient,
    },
  ],
  schedules: [
    {
      name: 'watch-every-minute',
      summary: 'Completed releases are watched',
      expression: 'rate(1 minute)',
      target: { kind: 'machine', name: 'watch-ticks' },
    },
    {
      name: 'slo-tick-every-minute',
      summary: 'Objectives are read, and what is left of their budgets is counted',
      expression: 'rate(1 minute)',
      target: call('SloTick'),
    },
  ],
  routes: commandRoutes(['watch', 'fleet', 'slo']),
}
