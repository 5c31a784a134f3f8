/** What happens in one run, by its seed alone: what people and systems do, and what goes wrong meanwhile. */
import { type Random, seededRandom } from '@houston/core/random.ts'

export const services = ['checkout', 'search'] as const
export type ServiceName = (typeof services)[number]

/** Ten seconds each. */
export const stepsPerHistory = 150

export type Deed =
  | { readonly kind: 'push'; readonly service: ServiceName; readonly title: string; readonly isBad: boolean }
  | { readonly kind: 'push-again' }
  | { readonly kind: 'alert'; readonly service: ServiceName; readonly name: string; readonly forSteps: number }
  | { readonly kind: 'abort' }
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'declare'; readonly service: ServiceName }
  | { readonly kind: 'freeze'; readonly forSteps: number }
  | { readonly kind: 'override' }

export type Trouble =
  /** The runtime dies this many real milliseconds into the step. */
  | { readonly kind: 'kill'; readonly afterMs: number }
  /** The table's own process dies. */
  | { readonly kind: 'kill-table' }
  | {
      readonly kind: 'router'
      readonly call: 'state' | 'pool' | 'weights' | 'promote' | 'retire'
      readonly how: 'fail' | 'lose'
      readonly times: number
    }
  /** Time jumps: timers fire late, all at once. */
  | { readonly kind: 'jump'; readonly steps: number }
  | { readonly kind: 'metrics-gone'; readonly forSteps: number }

export type Entry = { readonly step: number } & (
  | { readonly deed: Deed; readonly trouble?: never }
  | { readonly trouble: Trouble; readonly deed?: never }
)

export interface History {
  readonly seed: number
  readonly twice: boolean
  readonly tableFaults?: {
    readonly throttle: number
    readonly fail: number
    readonly lose: number
    readonly conflict: number
  }
  readonly entries: readonly Entry[]
}

export function historyOf(seed: number): History {
  const random = seededRandom(seed)
  const between = (low: number, high: number): number => low + Math.floor(random.next() * (high - low + 1))
  const pick = <T>(values: readonly T[]): T => values[between(0, values.length - 1)] as T
  const deeds = Array.from({ length: between(4, 9) }, (_, index) => ({
    step: between(0, stepsPerHistory - 30),
    deed: deedOf(random, index, between, pick),
  }))
  const troubles = Array.from({ length: between(1, 6) }, () => ({
    step: between(1, stepsPerHistory - 5),
    trouble: troubleOf(between, pick),
  }))
  const first = {
    step: 0,
    deed: { kind: 'push', service: pick(services), title: 'The first', isBad: random.next() < 0.4 } as const,
  }
  const sick = random.next() < 0.4
  return {
    seed,
    twice: random.next() < 0.4,
    ...(sick && { tableFaults: { throttle: 0.02, fail: 0.01, lose: 0.02, conflict: 0.05 } }),
    entries: [first, ...deeds, ...troubles].toSorted((a, b) => a.step - b.step),
  }
}

type Between = (low: number, high: number) => number
type Pick = <T>(values: readonly T[]) => T

function deedOf(random: Random, index: number, between: Between, pick: Pick): Deed {
  const kind = pick([
    'push',
    'push',
    'push',
    'push-again',
    'alert',
    'alert',
    'abort',
    'acknowledge',
    'declare',
    'freeze',
    'override',
  ] as const)
  switch (kind) {
    case 'push':
      return { kind, service: pick(services), title: `Change ${index}`, isBad: random.next() < 0.3 }
    case 'alert':
      return {
        kind,
        service: pick(services),
        name: pick(['HighErrorRate', 'Latency', 'DiskFull']),
        forSteps: between(6, 40),
      }
    case 'declare':
      return { kind, service: pick(services) }
    case 'freeze':
      return { kind, forSteps: between(3, 30) }
    case 'push-again':
    case 'abort':
    case 'acknowledge':
    case 'override':
      return { kind }
  }
}

function troubleOf(between: Between, pick: Pick): Trouble {
  const kind = pick(['kill', 'kill', 'kill', 'kill-table', 'router', 'router', 'jump', 'metrics-gone'] as const)
  switch (kind) {
    case 'kill':
      return { kind, afterMs: between(0, 30) }
    case 'router':
      return {
        kind,
        call: pick(['state', 'pool', 'weights', 'promote', 'retire'] as const),
        how: pick(['fail', 'lose'] as const),
        times: between(1, 4),
      }
    case 'jump':
      return { kind, steps: between(3, 30) }
    case 'metrics-gone':
      return { kind, forSteps: between(2, 20) }
    case 'kill-table':
      return { kind }
  }
}
