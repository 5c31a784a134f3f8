/** One rollback from the decision to the weight 0 that the target itself reports, as the state machine goes about it. */

import { targetUnreachable } from '../../packages/core/src/port/traffic-error.ts'
import { seededRandom } from '../../packages/core/src/random.ts'
import { runState } from './machine.ts'
import { type Driver, makeWorld, propagationMs, type Situation, type World } from './world.ts'

export interface RollbackRun {
  readonly outcome: 'verified' | 'failed'
  readonly totalMs: number
  /** For how long the new version got requests after its weight was said to be 0. */
  readonly servedAfterMs: number
}

export async function rollBackOnce(driver: Driver, situation: Situation, seed: number): Promise<RollbackRun> {
  const world = await makeWorld(driver, situation, seed)
  const { clock, traffic, target } = world
  const chance = { clock, random: seededRandom(seed + 1_000_003) }
  world.makeFaulty()
  const decidedAtMs = clock.timeMs
  const began = await runState('BeginRollback', async () => {}, chance)
  const asked = await runState('ShiftToZero', () => traffic.shift(target, 'v2', 0), chance)
  const verified = await runState(
    'VerifyZero',
    async () => {
      const { stableVersion, canaryWeightPercent } = await traffic.read(target)
      const weightPercent = stableVersion === 'v2' ? 100 : canaryWeightPercent
      if (weightPercent > 0) throw targetUnreachable(target.service, `${weightPercent} % still`)
    },
    chance,
  )
  const done = began === 'succeeded' && asked === 'succeeded' && verified === 'succeeded'
  const totalMs = clock.timeMs - decidedAtMs
  const servedAfterMs = done ? servedAfter(world) : 0
  world.dispose()
  return { outcome: done ? 'verified' : 'failed', totalMs, servedAfterMs }
}

/** Looks at what is served from now until everything that was ever asked for has come into force. */
function servedAfter({ clock, served }: World): number {
  const stepMs = 100
  let servedMs = 0
  for (let waitedMs = 0; waitedMs < 2 * propagationMs; waitedMs += stepMs) {
    if (served() > 0) servedMs += stepMs
    clock.timeMs += stepMs
  }
  return servedMs
}

export interface RollbackRow {
  readonly driver: Driver
  readonly situation: Situation
  readonly runs: number
  readonly failed: number
  /** Runs in which the new version got requests after the weight 0 was seen, because a read was late; and for how long. */
  readonly servedAfter: number
  readonly servedAfterSecondsMax: number
  readonly totalSecondsP50: number
  readonly totalSecondsP99: number
  readonly totalSecondsMax: number
  /** The total less one propagation delay, which no caller can shorten. */
  readonly beyondPropagationSecondsP99: number
}

export async function rollBacks(driver: Driver, situation: Situation, runs: number): Promise<RollbackRow> {
  const done: RollbackRun[] = []
  for (let seed = 1; seed <= runs; seed++) done.push(await rollBackOnce(driver, situation, seed))
  const seconds = done.map(({ totalMs }) => totalMs / 1_000).sort((a, b) => a - b)
  const at = (share: number): number => round(seconds[Math.min(runs - 1, Math.ceil(share * runs) - 1)] ?? Number.NaN)
  return {
    driver,
    situation,
    runs,
    failed: done.filter(({ outcome }) => outcome === 'failed').length,
    servedAfter: done.filter(({ servedAfterMs }) => servedAfterMs > 0).length,
    servedAfterSecondsMax: Math.max(...done.map(({ servedAfterMs }) => servedAfterMs)) / 1_000,
    totalSecondsP50: at(0.5),
    totalSecondsP99: at(0.99),
    totalSecondsMax: at(1),
    beyondPropagationSecondsP99: round(at(0.99) - propagationMs / 1_000),
  }
}

const round = (seconds: number): number => Math.round(seconds * 100) / 100
