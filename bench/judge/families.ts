/** The kinds of healthy weather that a judge must sit through, as events per tick in both arms. */
import type { Chance } from './chance.ts'

/** [requests, events] of one arm. */
export type Pair = [number, number]
export interface PairTick {
  readonly canary: Pair
  readonly stable: Pair
}

export interface Setting {
  readonly rps: number
  readonly base: number
  /** How much worse the canary is: 1 is healthy. */
  readonly ratio: number
  readonly tickSeconds: number
}

/** Draws one tick of a stream; `second` is the time since the release began, `share` the canary's part of the traffic. */
export type Draw = (share: number, second: number) => PairTick | null

export interface Family {
  readonly name: string
  start(chance: Chance, setting: Setting): Draw
}

const arms = ({ rps, tickSeconds }: Setting, share: number, chance: Chance): [number, number] => {
  const all = rps * tickSeconds
  const canary = all * share < 5 ? chance.poisson(all * share) : Math.round(all * share)
  return [canary, Math.max(0, Math.round(all) - canary)]
}

type Events = (chance: Chance, requests: number, rate: number) => number

const binomial: Events = (chance, requests, rate) => chance.binomial(requests, Math.min(1, rate))
const burstsOf =
  (size: number): Events =>
  (chance, requests, rate) =>
    Math.min(requests, chance.bursts(requests * rate, size))

/** A family by its base rate over time, its noise per arm and tick, and how events come. */
function family(
  name: string,
  options: {
    readonly rate?: (base: number, second: number) => number
    readonly events?: Events
    /** Coefficient of variation of a factor drawn for each arm and tick. */
    readonly armNoise?: number
    /** The same, drawn once for both arms. */
    readonly sharedNoise?: number
    readonly missingShare?: number
  },
): Family {
  const { rate = (base) => base, events = binomial, armNoise = 0, sharedNoise = 0, missingShare = 0 } = options
  return {
    name,
    start: (chance, setting) => (share, second) => {
      const [c, f] = arms(setting, share, chance)
      const shared = sharedNoise > 0 ? chance.gamma(1, sharedNoise) : 1
      const noise = (): number => (armNoise > 0 ? chance.gamma(1, armNoise) : 1)
      const base = rate(setting.base, second) * shared
      const tick: PairTick = {
        canary: [c, events(chance, c, base * setting.ratio * noise())],
        stable: [f, events(chance, f, base * noise())],
      }
      return missingShare > 0 && chance.uniform() < missingShare ? null : tick
    },
  }
}

/** A dependency fails for five minutes, twenty minutes in, for everybody. */
const incident = (base: number, second: number): number => (second >= 1_200 && second < 1_500 ? 0.05 : base)
/** The base rate doubles and falls back over six hours, while waves ramp. */
const drift = (base: number, second: number): number => base * (1.25 + 0.75 * Math.sin((second / 21_600) * 2 * Math.PI))

/**
 * Requests slower than a threshold where each arm's typical latency wanders by itself, AR(1) with `rho`: the share beyond the
 * threshold follows the log-normal tail.
 */
function wanderingLatency(rho: number, sigma: number, name = `latency AR(1) ρ ${rho}`): Family {
  return {
    name,
    start: (chance, setting) => {
      let [own, other] = [0, 0]
      return (share) => {
        const innovation = sigma * Math.sqrt(1 - rho * rho)
        own = rho * own + innovation * chance.normal()
        other = rho * other + innovation * chance.normal()
        const [c, f] = arms(setting, share, chance)
        const rate = (level: number): number => Math.min(1, setting.base * Math.exp(2 * level))
        return {
          canary: [c, chance.binomial(c, Math.min(1, rate(own) * setting.ratio))],
          stable: [f, chance.binomial(f, rate(other))],
        }
      }
    },
  }
}

/** Slow requests whose share jumps with a heavy-tailed queue that both arms stand in. */
const heavyTail: Family = {
  name: 'heavy-tailed latency',
  start: (chance, setting) => (share) => {
    const [c, f] = arms(setting, share, chance)
    const queue = Math.min(50, (1 - chance.uniform()) ** (-1 / 1.5) / 3)
    const rate = Math.min(0.9, setting.base * queue)
    return {
      canary: [c, chance.binomial(c, Math.min(1, rate * setting.ratio))],
      stable: [f, chance.binomial(f, rate)],
    }
  },
}

export const families: readonly Family[] = [
  family('Poisson', {}),
  family('bursts of 2', { events: burstsOf(2) }),
  family('bursts of 5', { events: burstsOf(5) }),
  family('bursts of 10', { events: burstsOf(10) }),
  family('gamma noise per arm, cv 0.5', { armNoise: 0.5 }),
  family('gamma noise per arm, cv 1', { armNoise: 1 }),
  family('gamma noise shared, cv 1', { sharedNoise: 1 }),
  family('shared incident', { rate: incident }),
  family('drift while waves ramp', { rate: drift }),
  wanderingLatency(0.3, 0.05),
  wanderingLatency(0.5, 0.05),
  wanderingLatency(0.7, 0.05),
  heavyTail,
  family('20 % of ticks missing', { missingShare: 0.2 }),
  // The share of slow requests strays by twice sigma.
  ...[0.3, 0.5, 0.7].map((rho) => wanderingLatency(rho, 0.1, `latency that strays by 20 %, ρ ${rho}`)),
]

/** Weather in which the judge does not keep its rate: measured, to say by how much. */
export const hardFamilies: readonly Family[] = [wanderingLatency(0.7, 0.2, 'latency that strays by 40 %, ρ 0.7')]

export const poissonFamily: Family = family('Poisson', {})
