/** What every Traffic driver must do, whatever is behind it. */

import type { Traffic } from '@houston/core/port/traffic.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anyWeights, refusal, repeated, type TrafficBench, type TrafficWeights } from './traffic-bench.ts'

/** The bench as the tests use it: `traffic` repeats what is retryable, as callers do; `raw` is the driver itself. */
interface Subject extends TrafficBench {
  readonly raw: Traffic
  readonly weights: TrafficWeights
}
type Bench = () => Subject
type Read = () => ReturnType<Traffic['read']>
type WithVersion = (version: string, work: (version: string) => Promise<void>) => Promise<void>

export function describeTraffic(name: string, makeBench: () => Promise<TrafficBench>): void {
  describe(`${name} as Traffic`, () => {
    let bench: Subject
    beforeAll(async () => {
      const made = await makeBench()
      bench = { ...made, raw: made.traffic, traffic: repeated(made), weights: made.weights ?? anyWeights }
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
    describeExpecting(() => bench, read, withVersion)
    describeLettingGo(() => bench, read, withVersion)
    describeFailing(() => bench, read, withVersion)
  })
}

function describePreparing(bench: Bench, read: Read): void {
  test('a prepared version takes no traffic, however often it is prepared', async () => {
    const { traffic, target, stableVersion, version } = bench()
    await Promise.all([traffic.prepare(target, version('p1')), traffic.prepare(target, version('p1'))])
    await traffic.prepare(target, version('p1'))
    expect(await read()).toEqual({ stableVersion, canaryWeightPercent: 0 })
    await traffic.retire(target, 'p1')
  })

  test('what a version was made of is told as it was prepared, and nothing of one that was never there', async () => {
    const { traffic, target, version } = bench()
    await traffic.prepare(target, version('p4'))
    await bench().settle()
    const { digest, location } = version('p4')
    const told = await traffic.artifactOf(target, 'p4')
    expect(told?.digest).toBe(digest)
    // Some targets give the whole name of what was named in short.
    expect(told?.location.endsWith(location)).toBe(true)
    expect(await traffic.artifactOf(target, 'never-was')).toBeUndefined()
    await traffic.retire(target, 'p4')
  })

  test('a version that runs from another artifact is not replaced', async () => {
    const { traffic, target, version } = bench()
    await traffic.prepare(target, version('p2'))
    const other = { ...version('p2'), digest: 'sha256:other' }
    expect(await refusal(traffic.prepare(target, other))).toBe('traffic.version-differs')
    await traffic.retire(target, 'p2')
  })

  test('an artifact that cannot be started is refused and leaves nothing behind', async () => {
    const { traffic, target, stableVersion, broken, weights } = bench()
    expect(await refusal(traffic.prepare(target, broken('p3')))).toBe('traffic.version-invalid')
    await bench().settle()
    expect(await refusal(traffic.shift(target, 'p3', weights.low))).toBe('traffic.version-unknown')
    expect(await read()).toEqual({ stableVersion, canaryWeightPercent: 0 })
  })
}

function describeShifting(bench: Bench, read: Read, withVersion: WithVersion): void {
  test('a weight is read back and served as it was set, fractions included, and again after a repeat', async () => {
    const { traffic, target, stableVersion, weights, servedPercent } = bench()
    await withVersion('s1', async (canaryVersion) => {
      for (const weightPercent of weights.series) {
        await traffic.shift(target, canaryVersion, weightPercent)
        expect(await read()).toEqual({ stableVersion, canaryVersion, canaryWeightPercent: weightPercent })
        expect(servedPercent?.(canaryVersion) ?? weightPercent).toBeCloseTo(weightPercent, 9)
        expect(servedPercent?.(stableVersion) ?? 100 - weightPercent).toBeCloseTo(100 - weightPercent, 9)
      }
    })
  })

  test('a weight of 0 leaves the stable version alone', async () => {
    const { traffic, target, stableVersion, weights, servedPercent } = bench()
    await withVersion('s2', async (version) => {
      await traffic.shift(target, version, weights.middle)
      await read()
      await traffic.shift(target, version, 0)
      await traffic.shift(target, version, 0)
      expect(await read()).toEqual({ stableVersion, canaryWeightPercent: 0 })
      expect(servedPercent?.(stableVersion) ?? 100).toBe(100)
      await traffic.shift(target, version, 0)
    })
  })

  test.each([-1, 100.1, Number.NaN])('a weight of %d is refused', async (weightPercent) => {
    const { traffic, target } = bench()
    await withVersion('s3', async (version) => {
      expect(await refusal(traffic.shift(target, version, weightPercent))).toBe('traffic.weight-invalid')
    })
  })

  test('a weight that the target cannot have exactly is refused by name, and moves nothing', async () => {
    const { raw, target, stableVersion, weights } = bench()
    if (weights.inexpressible === undefined) return
    const inexpressible = weights.inexpressible
    await withVersion('s8', async (version) => {
      const error = await raw.shift(target, version, inexpressible).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'traffic.weight-inexpressible', fields: [{ path: 'weightPercent' }] })
      expect(await read()).toEqual({ stableVersion, canaryWeightPercent: 0 })
    })
  })
}

function describeExpecting(bench: Bench, read: Read, withVersion: WithVersion): void {
  test('a shift that expects what is in force succeeds, and succeeds again when its answer was lost', async () => {
    const { traffic, target, stableVersion, weights } = bench()
    await withVersion('s4', async (canaryVersion) => {
      const expected = await read()
      await traffic.shift(target, canaryVersion, weights.low, expected)
      await read()
      await traffic.shift(target, canaryVersion, weights.low, expected)
      expect(await read()).toEqual({ stableVersion, canaryVersion, canaryWeightPercent: weights.low })
    })
  })

  test('a shift that expects something else names the drift and moves nothing', async () => {
    const { traffic, target, stableVersion, weights } = bench()
    // Where all of the traffic moves at once, nothing else than what was asked for can be in force.
    if (weights.low === weights.middle) return
    await withVersion('s5', async (canaryVersion) => {
      await traffic.shift(target, canaryVersion, weights.middle)
      await read()
      const expected = { stableVersion, canaryVersion, canaryWeightPercent: weights.low }
      expect(await refusal(traffic.shift(target, canaryVersion, weights.high, expected))).toBe('traffic.drifted')
      expect(await read()).toEqual({ stableVersion, canaryVersion, canaryWeightPercent: weights.middle })
    })
  })

  test('a third version gets no traffic while another canary has some, and its rollback leaves that one alone', async () => {
    const { traffic, raw, target, stableVersion, weights, oneAtATime, version } = bench()
    await withVersion('s6', async (canaryVersion) => {
      await traffic.shift(target, canaryVersion, weights.low)
      await read()
      if (oneAtATime) {
        expect(await refusal(raw.prepare(target, version('s7')))).toBe('traffic.target-busy')
        await traffic.shift(target, 's7', 0)
        expect(await read()).toEqual({ stableVersion, canaryVersion, canaryWeightPercent: weights.low })
        return
      }
      await withVersion('s7', async (third) => {
        expect(await refusal(traffic.shift(target, third, weights.low))).toBe('traffic.drifted')
        await traffic.shift(target, third, 0)
        expect(await read()).toEqual({ stableVersion, canaryVersion, canaryWeightPercent: weights.low })
      })
    })
  })

  test('what somebody moved by hand is what is read, is named as drift, and is taken back', async () => {
    const { traffic, target, stableVersion, weights, moveByHand } = bench()
    if (moveByHand === undefined) return
    await withVersion('s9', async (canaryVersion) => {
      const expected = await read()
      moveByHand(canaryVersion, weights.high)
      expect(await read()).toEqual({ stableVersion, canaryVersion, canaryWeightPercent: weights.high })
      const shift = traffic.shift(target, canaryVersion, weights.low, expected)
      expect(await refusal(shift)).toBe('traffic.drifted')
      await traffic.shift(target, canaryVersion, 0)
      expect(await read()).toEqual({ stableVersion, canaryWeightPercent: 0 })
    })
  })
}

function describeLettingGo(bench: Bench, read: Read, withVersion: WithVersion): void {
  test('a version is not retired while it takes traffic', async () => {
    const { traffic, target, weights } = bench()
    await withVersion('r1', async (version) => {
      await traffic.shift(target, version, weights.low)
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
    const { traffic, target, stableVersion, weights } = bench()
    expect(await refusal(traffic.shift(target, 'unknown', weights.low))).toBe('traffic.version-unknown')
    expect(await refusal(traffic.promote(target, 'unknown'))).toBe('traffic.version-unknown')
    expect(await read()).toEqual({ stableVersion, canaryWeightPercent: 0 })
  })

  test('a promoted version has all of the traffic, the former one is gone, and a repeat changes nothing', async () => {
    const { traffic, raw, target, stableVersion: former, version, weights, servedPercent } = bench()
    await traffic.prepare(target, version('r3'))
    await traffic.shift(target, 'r3', weights.high)
    await read()
    bench().failNextPromotionHalfway?.()
    await raw.promote(target, 'r3').catch(() => {})
    await traffic.promote(target, 'r3')
    await traffic.promote(target, 'r3')
    expect(await read()).toEqual({ stableVersion: 'r3', canaryWeightPercent: 0 })
    expect(servedPercent?.('r3') ?? 100).toBe(100)
    expect(await refusal(traffic.shift(target, former, weights.low))).toBe('traffic.version-unknown')
    expect(await refusal(traffic.shift(target, 'r3', weights.low))).toBe('traffic.version-in-use')
    await traffic.prepare(target, version(former))
    await traffic.promote(target, former)
    expect(await read()).toEqual({ stableVersion: former, canaryWeightPercent: 0 })
  })
}

function describeFailing(bench: Bench, read: Read, withVersion: WithVersion): void {
  test('an unknown target is named as such', async () => {
    const { traffic, target, version, weights, unknownTarget } = bench()
    const unknown = unknownTarget ?? { ...target, service: 'no-such-service' }
    expect(await refusal(traffic.read(unknown))).toBe('traffic.target-unknown')
    expect(await refusal(traffic.prepare(unknown, version('f1')))).toBe('traffic.target-unknown')
    expect(await refusal(traffic.shift(unknown, 'f1', weights.low))).toBe('traffic.target-unknown')
    expect(await refusal(traffic.promote(unknown, 'f1'))).toBe('traffic.target-unknown')
    expect(await refusal(traffic.retire(unknown, 'f1'))).toBe('traffic.target-unknown')
  })

  test('a target that does not answer is unreachable, never a made-up state', async () => {
    const { traffic, target } = bench().unreachable
    const { weights, version } = bench()
    expect(await refusal(traffic.read(target))).toBe('traffic.target-unreachable')
    expect(await refusal(traffic.shift(target, 'f2', weights.low))).toBe('traffic.target-unreachable')
    expect(await refusal(traffic.prepare(target, version('f2')))).toBe('traffic.target-unreachable')
  })

  test('a throttled call is refused as retryable, and the repeat does what was asked', async () => {
    const { traffic, raw, target, stableVersion, weights, throttleNextCall } = bench()
    if (throttleNextCall === undefined) return
    await withVersion('f3', async (canaryVersion) => {
      throttleNextCall()
      const error = await raw.shift(target, canaryVersion, weights.low).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'traffic.throttled', kind: 'retryable' })
      await traffic.shift(target, canaryVersion, weights.low)
      expect(await read()).toEqual({ stableVersion, canaryVersion, canaryWeightPercent: weights.low })
      throttleNextCall()
      expect(await refusal(raw.read(target))).toBe('traffic.throttled')
    })
  })
}
