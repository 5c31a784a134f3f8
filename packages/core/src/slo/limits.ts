/** The bounds of service level objectives, each with its sentence. */
import { dayMs, hourMs, minuteMs } from '../clock.ts'
import type { Limit } from '../limits.ts'

const limit = (value: number, unit: string, why: string): Limit => ({ value, unit, why })

export const sloLimits = {
  objectives: limit(1_000, 'objectives', 'all are read in one minute, by one function'),
  objectivesPerService: limit(20, 'objectives per service', 'each of them is asked by every gate of the service'),
  windowMs: limit(
    92 * dayMs,
    'ms',
    'a quarter; a longer budget forgives an outage for longer than anybody remembers it',
  ),
  queryCharacters: limit(4_000, 'characters', 'what the metric sources take in one query'),
  catchUpMs: limit(6 * hourMs, 'ms', 'what was not read for longer stays unseen: a query over more would be refused'),
  blocksPerTick: limit(4, 'blocks of history per minute', 'a new objective must not ask for a month at once'),
  lagSec: limit(180, 's', 'figures that come later are older than five minutes when a gate asks, and count as unknown'),
  sliceMs: limit(minuteMs, 'ms', 'objectives are read once a minute, so that no other slice can be told'),
  badEventsPerPage: limit(5, 'bad events', 'at night one bad request of three is a burn of hundreds, and wakes nobody'),
} as const satisfies Record<string, Limit>
