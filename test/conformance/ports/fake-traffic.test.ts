/** The in-memory traffic of the scenario tests must do what the real drivers do. */
import { seededRandom } from '@houston/core/random.ts'
import { describe, expect, test } from 'vitest'
import { FakeTraffic } from '../../harness/fake-traffic.ts'
import { describeTraffic } from './traffic.ts'

const propagationMs = 5_000
const target = { service: 'checkout', driver: 'fake', address: 'memory' }
const version = (name: string) => ({ version: name, digest: `sha256:${name}`, location: name })

function bench(faults: ConstructorParameters<typeof FakeTraffic>[2]) {
  const clock = { timeMs: 0, nowMs: () => clock.timeMs }
  const traffic = new FakeTraffic(clock, seededRandom(1), faults)
  traffic.addService('checkout', version('v1'))
  return { clock, traffic }
}

describeTraffic('FakeTraffic', async () => {
  const { clock, traffic } = bench({ propagationMs })
  return {
    traffic,
    target,
    stableVersion: 'v1',
    version,
    broken: (name) => ({ ...version(name), location: '' }),
    settle: async () => {
      clock.timeMs += propagationMs
    },
    moveByHand: (canaryVersion, canaryWeightPercent) =>
      traffic.drift('checkout', { stableVersion: 'v1', canaryVersion, canaryWeightPercent }),
    unreachable: { traffic: bench({ failureRate: 1 }).traffic, target },
    failNextPromotionHalfway: () => {
      traffic.faults.lostAnswerRate = 1
      // Only the next call's answer is lost.
      void Promise.resolve().then(() => {
        traffic.faults.lostAnswerRate = 0
      })
    },
    stop: async () => {},
  }
})

describe('FakeTraffic', () => {
  test('a change is in force only once it has propagated', async () => {
    const { clock, traffic } = bench({ propagationMs })
    await traffic.prepare(target, version('v2'))
    await traffic.shift(target, 'v2', 10)
    clock.timeMs = propagationMs - 1
    expect((await traffic.read(target)).canaryWeightPercent).toBe(0)
    clock.timeMs = propagationMs
    expect((await traffic.read(target)).canaryWeightPercent).toBe(10)
  })

  test('more calls in a minute than allowed are throttled until the minute is over', async () => {
    const { clock, traffic } = bench({ callsPerMinute: 2 })
    await traffic.read(target)
    await traffic.read(target)
    await expect(traffic.read(target)).rejects.toMatchObject({ code: 'traffic.throttled' })
    clock.timeMs = 60_000
    await traffic.read(target)
  })

  test('a lost answer leaves the change done, and both are in the list of calls', async () => {
    const { traffic } = bench({})
    await traffic.prepare(target, version('v2'))
    traffic.faults.lostAnswerRate = 1
    await expect(traffic.shift(target, 'v2', 10)).rejects.toMatchObject({ code: 'traffic.target-unreachable' })
    traffic.faults.lostAnswerRate = 0
    expect((await traffic.read(target)).canaryWeightPercent).toBe(10)
    expect(traffic.calls.map(({ call, outcome }) => `${call} ${outcome}`)).toEqual([
      'prepare done',
      'shift traffic.target-unreachable',
      'read done',
    ])
  })

  test('drift is what the next reader finds', async () => {
    const { traffic } = bench({})
    await traffic.prepare(target, version('v2'))
    traffic.drift('checkout', { stableVersion: 'v1', canaryVersion: 'v2', canaryWeightPercent: 77 })
    expect((await traffic.read(target)).canaryWeightPercent).toBe(77)
  })
})
