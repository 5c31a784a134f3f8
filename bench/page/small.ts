/** The benchmarks as `npm run bench` runs them: small, so that all of them take less than ten minutes. */

export interface SmallRun {
  readonly name: string
  /** Of Node, from the repository's root. */
  readonly arguments: readonly string[]
  /** It is ended after so long, and its figures are missing. */
  readonly limitSec: number
  /** What was made smaller. */
  readonly size: string
}

export const smallRuns: readonly SmallRun[] = [
  {
    name: 'judge',
    arguments: ['bench/judge.ts', '--scale', '0.02'],
    limitSec: 180,
    size: 'a fiftieth of the runs of each row',
  },
  {
    name: 'rollback',
    arguments: ['bench/rollback.ts', '--runs', '50'],
    limitSec: 120,
    size: '50 runs of each situation',
  },
  {
    name: 'search',
    arguments: ['--max-old-space-size=4096', 'bench/search.ts', '--most', '150000'],
    limitSec: 90,
    size: 'at most 150,000 states of a bound',
  },
  { name: 'alerts', arguments: ['bench/alerts.ts', '--alerts', '10000'], limitSec: 120, size: '10,000 alerts' },
  { name: 'correlate', arguments: ['bench/correlate.ts', '--seeds', '4'], limitSec: 90, size: '4 days' },
  {
    name: 'alerts-runtime',
    arguments: ['bench/alerts-runtime.ts', '--alerts', '500'],
    limitSec: 90,
    size: '500 alerts',
  },
  { name: 'oncall', arguments: ['bench/oncall.ts'], limitSec: 60, size: 'whole' },
  {
    name: 'day',
    arguments: ['bench/day.ts', '--releases', '10', '--services', '5'],
    limitSec: 120,
    size: '10 releases of 5 services',
  },
  {
    name: 'coldstart',
    arguments: ['bench/coldstart.ts', '--runs', '3', '--only', 'VerifyWave,AlertIntake,SendPages,Outbox,CheckGate'],
    limitSec: 60,
    size: '3 starts of 5 functions',
  },
  { name: 'load', arguments: ['bench/load.ts', '--seconds', '2', '--most', '400'], limitSec: 180, size: '2 s a step' },
  { name: 'console', arguments: ['bench/console.ts', '--loads', '3'], limitSec: 90, size: '3 loads' },
]
