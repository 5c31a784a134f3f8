/** When the load generator sends what: a seeded Poisson process over several services, independent of the answers (open loop). */
import type { Random } from '@houston/core/random.ts'

export interface LoadTarget {
  readonly service: string
  readonly ratePerSec: number
}

export interface Arrival {
  /** Since the load's start. */
  readonly atMs: number
  readonly service: string
  readonly isOrder: boolean
  /** A customer, for sticky routing. */
  readonly customer: number
}

/** Reads `checkout:100`; undefined where that is no service and rate. */
export function parseTarget(text: string): LoadTarget | undefined {
  const match = /^([a-z][a-z0-9-]{0,62}):(\d{1,6}(?:\.\d{1,6})?)$/.exec(text)
  const [, service, rate] = match ?? []
  return service === undefined || !(Number(rate) > 0) ? undefined : { service, ratePerSec: Number(rate) }
}

export interface ArrivalOptions {
  readonly targets: readonly LoadTarget[]
  readonly orderShare: number
  readonly customers: number
  readonly durationMs: number
}

/** Every arrival in order. The same seed gives the same ones. */
export function* arrivals(options: ArrivalOptions, random: Random): Generator<Arrival, void> {
  const { targets, orderShare, customers, durationMs } = options
  const totalPerSec = targets.reduce((sum, { ratePerSec }) => sum + ratePerSec, 0)
  let atMs = 0
  for (;;) {
    atMs += (-Math.log(1 - random.next()) / totalPerSec) * 1_000
    if (!(atMs < durationMs)) return
    const service = pick(targets, random.next() * totalPerSec)
    yield { atMs, service, isOrder: random.next() < orderShare, customer: Math.floor(random.next() * customers) }
  }
}

function pick(targets: readonly LoadTarget[], point: number): string {
  let left = point
  for (const { service, ratePerSec } of targets) {
    left -= ratePerSec
    if (left < 0) return service
  }
  return targets.at(-1)?.service ?? ''
}
