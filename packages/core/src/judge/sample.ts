/** Made-up ticks for tests, all from a seed. */
import { type Random, seededRandom } from '../random.ts'
import { type Gate, type GateInput, gateSchema } from './gate.ts'
import { begin, observe } from './observe.ts'
import type { MetricTick, Tick } from './tick.ts'
import type { WaveFactsInput, WaveState } from './wave.ts'

export const tickMs = 10_000

export function poisson(random: Random, mean: number): number {
  const floor = Math.exp(-mean)
  let product = random.next()
  let count = 0
  while (product > floor) {
    product *= random.next()
    count += 1
  }
  return count
}

/** Events in geometric bursts. */
export function bursts(random: Random, mean: number, size: number): number {
  let total = 0
  for (let burst = poisson(random, mean / size); burst > 0; burst--)
    total += size <= 1 ? 1 : 1 + Math.floor(Math.log(1 - random.next()) / Math.log(1 - 1 / size))
  return total
}

export const errorsGate = (input: Partial<GateInput> = {}): Gate =>
  gateSchema.parse({ name: 'sample', metrics: [{ id: 'errors' }], ...input })

export const sampleFacts: WaveFactsInput = {
  weightPercent: 1,
  nextWeightPercent: 10,
  startMs: 0,
  soakMs: 900_000,
  expectedRps: 1_000,
  errorBudget: { objective: 0.999 },
  carry: { dispersion: { errors: { squares: 2_000, mass: 2_000, pairs: 500 } } },
}

export const tickAt = (index: number, metric: MetricTick, id = 'errors'): Tick => ({
  startMs: index * tickMs,
  endMs: (index + 1) * tickMs,
  metrics: { [id]: metric },
})

export interface Stream {
  readonly seed: number
  readonly ticks: number
  readonly ratio?: number
  readonly rps?: number
  readonly base?: number
  readonly share?: number
  readonly burst?: number
}

/** A stream of errors with a constant ratio of canary to stable. */
export function errorTicks({
  seed,
  ticks,
  ratio = 1,
  rps = 1_000,
  base = 0.001,
  share = 0.01,
  burst = 1,
}: Stream): Tick[] {
  const random = seededRandom(seed)
  const [c, f] = [Math.round(rps * 10 * share), Math.round(rps * 10 * (1 - share))]
  return Array.from({ length: ticks }, (_, index) =>
    tickAt(index, {
      canary: [c, Math.min(c, bursts(random, c * base * ratio, burst))],
      stable: [f, Math.min(f, bursts(random, f * base, burst))],
    }),
  )
}

export const observed = (ticks: readonly Tick[], gate = errorsGate(), facts: WaveFactsInput = sampleFacts): WaveState =>
  ticks.reduce(observe, begin(gate, facts))
