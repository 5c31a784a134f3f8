/** What every Traffic driver must do, whatever is behind it. */

import { HoustonError } from '@houston/core/error.ts'
import type { Traffic, TrafficTarget, TrafficVersion } from '@houston/core/port/traffic.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

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
  stop(): Promise<void>
}

async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    expect(error).toBeInstanceOf(HoustonError)
    return error instanceof HoustonError ? error.code : ''
  }
  return 'accepted'
}

export function describeTraffic(name: string, makeBench: () => Promise<TrafficBench>): void {
  describe(`${name} as Traffic`, () => {
    let bench: TrafficBench
    beforeAll(async () => {
      bench = await makeBench()
    })
    afterAll(() => bench?.stop())

    const read = async () => {
      await bench.settle()
      return bench.traffic.read(bench.target)
    }
    /** A prepared version of its own for each test, let go again at the end. */
    const withVersion = async (version: string, work: (version: string) => Promise<void>) => {
      await bench.traffic.prepare(bench.target, bench.version(version))
      await work(version)
      await bench.traffic.shift(bench.target, version, 0)
      await bench.settle()
      await bench.traffic.retire(bench.target, version)
    }

    describePreparing(() => bench, read)
    describeShifting(() => bench, read, withVersion)
    describeLettingGo(() => bench, read, withVersion)
    describeFailing(() => bench)
  })
}

type Bench = () => TrafficBench
type Read = () => ReturnType<Traffic['read']>
type WithVersion = (version: string, work: (version: string) => Promise<void>) => Promise<void>

function describePreparing(bench: Bench, read: Read): void {
  test('a prepared version takes no traffic, however often it is prepared', async () => {
    const { traffic, target, stableVersion, version } = bench()
    await Promise.all([traffic.prepare(target, version('p1')), traffic.prepare(target, version('p1'))])
    await traffic.prepare(target, version('p1'))
    expect(await read()).toEqual({ stableVersion, canaryWeightPercent: 0 })
    await traffic.retire(target, 'p1')
  })

  test('a version that runs from another artifact is not replaced', async () => {
    const { traffic, target, version } = bench()
    await traffic.prepare(target, version('p2'))
    const other = { ...version('p2'), digest: 'sha256:other' }
    expect(await refusal(traffic.prepare(target, other))).toBe('traffic.version-differs')
    await traffic.retire(target, 'p2')
  })

  test('an artifact that cannot be started is refused and leaves nothing behind', async () => {
    const { traffic, target, stableVersion, broken } = bench()
    expect(await refusal(traffic.prepare(target, broken('p3')))).toBe('traffic.version-invalid')
    expect(await refusal(traffic.shift(target, 'p3', 1))).toBe('traffic.version-unknown')
    expect(await read()).toEqual({ stableVersion, canaryWeightPercent: 0 })
  })
}

function describeShifting(bench: Bench, read: Read, withVersion: WithVersion): void {
  test('a weight is read back as it was set, fractions included, and again after a repeat', async () => {
    const { traffic, target, stableVersion } = bench()
    await withVersion('s1', async (canaryVersion) => {
      for (const weightPercent of [1, 1, 0.5, 50, 100, 10]) {
        await traffic.shift(target, canaryVersion, weightPercent)
        expect(await read()).toEqual({ stableVersion, canaryVersion, canaryWeightPercent: weightPercent })
      }
    })
  })

  test('a weight of 0 leaves the stable version alone', async () => {
    const { traffic, target, stableVersion } = bench()
    await withVersion('s2', async (version) => {
      await traffic.shift(target, version, 25)
      await traffic.shift(target, version, 0)
      await traffic.shift(target, version, 0)
      expect(await read()).toEqual({ stableVersion, canaryWeightPercent: 0 })
    })
  })

  test.each([-1, 100.1, Number.NaN])('a weight of %d is refused', async (weightPercent) => {
    const { traffic, target } = bench()
    await withVersion('s3', async (version) => {
      expect(await refusal(traffic.shift(target, version, weightPercent))).toBe('traffic.weight-invalid')
    })
  })

  test('a shift that expects what is in force succeeds, and succeeds again when its answer was lost', async () => {
    const { traffic, target, stableVersion } = bench()
    await withVersion('s4', async (canaryVersion) => {
      const expected = await read()
      await traffic.shift(target, canaryVersion, 10, expected)
      await read()
      await traffic.shift(target, canaryVersion, 10, expected)
      expect(await read()).toEqual({ stableVersion, canaryVersion, canaryWeightPercent: 10 })
    })
  })

  test('a shift that expects something else names the drift and moves nothing', async () => {
    const { traffic, target, stableVersion } = bench()
    await withVersion('s5', async (canaryVersion) => {
      await traffic.shift(target, canaryVersion, 30)
      await read()
      const expected = { stableVersion, canaryVersion, canaryWeightPercent: 10 }
      expect(await refusal(traffic.shift(target, canaryVersion, 50, expected))).toBe('traffic.drifted')
      expect(await read()).toEqual({ stableVersion, canaryVersion, canaryWeightPercent: 30 })
    })
  })

  test('a third version gets no traffic while another canary has some, and its rollback leaves that one alone', async () => {
    const { traffic, target, stableVersion } = bench()
    await withVersion('s6', async (canaryVersion) => {
      await traffic.shift(target, canaryVersion, 5)
      await withVersion('s7', async (third) => {
        expect(await refusal(traffic.shift(target, third, 5))).toBe('traffic.drifted')
        await traffic.shift(target, third, 0)
        expect(await read()).toEqual({ stableVersion, canaryVersion, canaryWeightPercent: 5 })
      })
    })
  })
}

function describeLettingGo(bench: Bench, read: Read, withVersion: WithVersion): void {
  test('a version is not retired while it takes traffic', async () => {
    const { traffic, target } = bench()
    await withVersion('r1', async (version) => {
      await traffic.shift(target, version, 1)
      await read()
      expect(await refusal(traffic.retire(target, version))).toBe('traffic.version-in-use')
    })
  })

  test('the stable version is never retired', async () => {
    const { traffic, target, stableVersion } = bench()
    expect(await refusal(traffic.retire(target, stableVersion))).toBe('traffic.version-in-use')
  })

  test('retiring what has gone is harmless', async () => {
    const { traffic, target } = bench()
    await withVersion('r2', async () => {})
    await traffic.retire(target, 'r2')
    await traffic.retire(target, 'never-was')
  })

  test('a version that is not prepared is neither shifted to nor promoted', async () => {
    const { traffic, target, stableVersion } = bench()
    expect(await refusal(traffic.shift(target, 'unknown', 1))).toBe('traffic.version-unknown')
    expect(await refusal(traffic.promote(target, 'unknown'))).toBe('traffic.version-unknown')
    expect(await read()).toEqual({ stableVersion, canaryWeightPercent: 0 })
  })

  test('a promoted version has all of the traffic, the former one is gone, and a repeat changes nothing', async () => {
    const { traffic, target, stableVersion: former, version } = bench()
    await traffic.prepare(target, version('r3'))
    await traffic.shift(target, 'r3', 50)
    await read()
    bench().failNextPromotionHalfway?.()
    await traffic.promote(target, 'r3').catch(() => {})
    await traffic.promote(target, 'r3')
    await traffic.promote(target, 'r3')
    expect(await read()).toEqual({ stableVersion: 'r3', canaryWeightPercent: 0 })
    expect(await refusal(traffic.shift(target, former, 1))).toBe('traffic.version-unknown')
    expect(await refusal(traffic.shift(target, 'r3', 1))).toBe('traffic.version-in-use')
    await traffic.prepare(target, version(former))
    await traffic.promote(target, former)
    expect(await read()).toEqual({ stableVersion: former, canaryWeightPercent: 0 })
  })
}

function describeFailing(bench: Bench): void {
  test('an unknown target is named as such', async () => {
    const { traffic, target, version } = bench()
    const unknown = { ...target, service: 'no-such-service' }
    expect(await refusal(traffic.read(unknown))).toBe('traffic.target-unknown')
    expect(await refusal(traffic.prepare(unknown, version('f1')))).toBe('traffic.target-unknown')
    expect(await refusal(traffic.shift(unknown, 'f1', 1))).toBe('traffic.target-unknown')
    expect(await refusal(traffic.promote(unknown, 'f1'))).toBe('traffic.target-unknown')
    expect(await refusal(traffic.retire(unknown, 'f1'))).toBe('traffic.target-unknown')
  })

  test('a target that does not answer is unreachable, never a made-up state', async () => {
    const { traffic, target } = bench().unreachable
    expect(await refusal(traffic.read(target))).toBe('traffic.target-unreachable')
    expect(await refusal(traffic.shift(target, 'f2', 1))).toBe('traffic.target-unreachable')
    expect(await refusal(traffic.prepare(target, bench().version('f2')))).toBe('traffic.target-unreachable')
  })
}
