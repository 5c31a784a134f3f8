/** Healthy latency as means per tick: arms that wander by themselves, and heavy tails. */
import type { Judge } from '../../packages/core/src/judge/index.ts'
import { type Chance, chance } from './chance.ts'

/** One tick of [requests, sum, sum of squares] in both arms, in milliseconds. */
export type MeanDraw = (share: number) => Judge.Measured

const requestsPerTick = 10_000

function exposure(random: Chance, requests: number, mean: number, deviation: number): number[] {
  const sum = requests * mean + Math.sqrt(requests) * deviation * random.normal()
  return [requests, sum, requests * (deviation * deviation + mean * mean)]
}

/** Each arm's typical latency follows its own AR(1); it strays by `spread`. */
const wandering =
  (rho: number, spread = 0.05) =>
  (seed: number): MeanDraw => {
    const random = chance(21, Math.round(rho * 10), seed, ...(spread === 0.05 ? [] : [Math.round(spread * 100)]))
    const levels = { canary: 0, stable: 0 }
    const step = (arm: 'canary' | 'stable'): number => {
      levels[arm] = rho * levels[arm] + spread * Math.sqrt(1 - rho * rho) * random.normal()
      return 100 * Math.exp(levels[arm])
    }
    return (share) => ({
      canary: exposure(random, requestsPerTick * share, step('canary'), 80),
      stable: exposure(random, requestsPerTick * (1 - share), step('stable'), 80),
    })
  }

/** Single latencies are Pareto with exponent 2.2: the canary's are drawn one by one where they are few. */
const pareto =
  () =>
  (seed: number): MeanDraw => {
    const random = chance(22, seed)
    const exponent = 2.2
    const one = (): number => 60 * (1 - random.uniform()) ** (-1 / exponent)
    const mean = (60 * exponent) / (exponent - 1)
    const arm = (requests: number): number[] => {
      const drawn = Math.min(requests, 100)
      let sum = 0
      for (let index = 0; index < drawn; index++) sum += one()
      const rest = requests - drawn
      return [requests, sum + rest * mean + Math.sqrt(rest) * 150 * random.normal(), requests * mean * mean * 3]
    }
    return (share) => ({ canary: arm(requestsPerTick * share), stable: arm(requestsPerTick * (1 - share)) })
  }

export const meanFamilies: readonly { readonly name: string; start(seed: number): MeanDraw }[] = [
  { name: 'mean latency AR(1) ρ 0.3', start: wandering(0.3) },
  { name: 'mean latency AR(1) ρ 0.5', start: wandering(0.5) },
  { name: 'mean latency AR(1) ρ 0.7', start: wandering(0.7) },
  { name: 'mean latency, Pareto 2.2', start: pareto() },
  { name: 'mean latency that strays by 20 %, ρ 0.5', start: wandering(0.5, 0.2) },
  { name: 'mean latency that strays by 20 %, ρ 0.7', start: wandering(0.7, 0.2) },
]
