/** What a Traffic driver brings to the conformance suite, and how the suite calls it. */

import { HoustonError } from '@houston/core/error.ts'
import type { Traffic, TrafficTarget, TrafficVersion } from '@houston/core/port/traffic.ts'
import { expect } from 'vitest'

/** A driver with one target that runs `stable` alone, and artifacts that it can start. */
export interface TrafficBench {
  readonly traffic: Traffic
  readonly target: TrafficTarget
  readonly stableVersion: string
  /** An artifact that becomes healthy; the same for the same name. */
  version(name: string): TrafficVersion
  /** An artifact that cannot be started. */
  broken(name: string): TrafficVersion
  /** Waits until what was asked for is in force. */
  settle(): Promise<void>
  /** The same driver in front of a target that does not answer. */
  readonly unreachable: { readonly traffic: Traffic; readonly target: TrafficTarget }
  /** Makes the next promotion fail halfway, after the traffic moved; absent where the target promotes in one step. */
  failNextPromotionHalfway?(): void
  /** The share of requests that the target itself gives to a version, where that can be counted. */
  servedPercent?(version: string): number
  /** Somebody gives the version this share by hand, past the driver. */
  moveByHand?(version: string, weightPercent: number): void
  /** Makes the next call be throttled. */
  throttleNextCall?(): void
  /** A target that does not exist; the same address with a service of another name unless given. */
  readonly unknownTarget?: TrafficTarget
  /** Weights that the target can have, upwards; absent: any. */
  readonly weights?: TrafficWeights
  /** True where the target prepares one version at a time, and a version that went back to 0 must be prepared again. */
  readonly oneAtATime?: boolean
  stop(): Promise<void>
}

export interface TrafficWeights {
  readonly low: number
  readonly middle: number
  readonly high: number
  /** In the order in which they are set. */
  readonly series: readonly number[]
  /** One that lies between 0 and 100 but cannot be set exactly; absent where there is none. */
  readonly inexpressible?: number
}

/** What a target can have that moves all of its traffic at once. */
export const allAtOnce: TrafficWeights = { low: 100, middle: 100, high: 100, series: [100, 100], inexpressible: 50 }

/** What a target can have that takes any weight. */
export const anyWeights: TrafficWeights = {
  low: 5,
  middle: 30,
  high: 50,
  series: [1, 1, 0.5, 12.5, 33.3, 50, 99, 100, 10],
}

/** Callers repeat what is retryable, a while later; `attempts` bounds how often. */
export function repeated(bench: TrafficBench): Traffic {
  const attempts = 30
  const repeat = async <T>(work: () => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work()
      } catch (error) {
        if (!(error instanceof HoustonError) || error.kind !== 'retryable' || attempt === attempts) throw error
        await bench.settle()
      }
    }
  }
  const { traffic } = bench
  return {
    prepare: (...given) => repeat(() => traffic.prepare(...given)),
    shift: (...given) => repeat(() => traffic.shift(...given)),
    read: (...given) => repeat(() => traffic.read(...given)),
    artifactOf: (...given) => repeat(() => traffic.artifactOf(...given)),
    promote: (...given) => repeat(() => traffic.promote(...given)),
    retire: (...given) => repeat(() => traffic.retire(...given)),
  }
}

/** The code of the error that the work ends with, or `accepted`. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    expect(error).toBeInstanceOf(HoustonError)
    return error instanceof HoustonError ? error.code : ''
  }
  return 'accepted'
}
