/** The ECS driver against native deployments as ECS documents them. */
import { possibleWeights } from '@houston/core/aws/ecs-address.ts'
import { EcsTraffic } from '@houston/core/aws/ecs-traffic.ts'
import { seededRandom } from '@houston/core/random.ts'
import { describe, expect, test } from 'vitest'
import { FakeEcs, serviceArn } from '../../harness/aws/fake-ecs.ts'
import { describeTraffic } from './traffic.ts'
import { allAtOnce } from './traffic-bench.ts'

const stageMs = 5_000
const linear = { service: 'checkout', driver: 'ecs', address: `${serviceArn}?strategy=linear&percent=10` }
const blueGreen = { ...linear, address: `${serviceArn}?strategy=blue-green` }
const canary = { ...linear, address: `${serviceArn}?strategy=canary&percent=0.5` }
const tags = (name: string) => [
  { key: 'houston:version', value: name },
  { key: 'houston:digest', value: `sha256:${name}` },
]

function bench(faults: ConstructorParameters<typeof FakeEcs>[3] = {}) {
  const clock = { timeMs: 0, nowMs: () => clock.timeMs }
  const ecs = new FakeEcs('v1:1', clock, seededRandom(1), faults)
  ecs.addTask('v1:1', true, tags('v1'))
  const known = new Set(['v1'])
  const version = (name: string) => {
    if (!known.has(name)) ecs.addTask(`${name}:1`)
    known.add(name)
    return { version: name, digest: `sha256:${name}`, location: `${name}:1` }
  }
  const traffic = new EcsTraffic(() => ecs.client)
  /** Repeats while the target is on its way, as callers do. */
  const arrive = async (work: () => Promise<void>) => {
    for (let attempt = 0; attempt < 30; attempt++) {
      const error: unknown = await work().catch((thrown: unknown) => thrown)
      if (error === undefined) return
      if (!(error instanceof Error && 'kind' in error && error.kind === 'retryable')) throw error
      clock.timeMs += stageMs
    }
    throw new Error('never arrived')
  }
  return { clock, ecs, version, traffic, arrive }
}

describe.each([
  ['linear', linear, { low: 10, middle: 30, high: 50, series: [10, 10, 20, 50, 100], inexpressible: 15 }],
  ['blue/green', blueGreen, allAtOnce],
])('with the strategy %s,', (_, target, weights) => {
  describeTraffic('EcsTraffic', async () => {
    const { clock, ecs, traffic, version } = bench({ staleMs: 2_000 })
    return {
      traffic,
      target,
      unknownTarget: { ...target, address: target.address.replace('/checkout', '/absent') },
      stableVersion: 'v1',
      version,
      broken: (name) => {
        ecs.addTask(`${name}:1`, false)
        return { version: name, digest: `sha256:${name}`, location: `${name}:1` }
      },
      settle: async () => {
        clock.timeMs += stageMs
        ecs.pass()
        clock.timeMs += 2_000
      },
      unreachable: { traffic: bench({ failureRate: 1 }).traffic, target },
      servedPercent: (name) => ecs.servedPercent(`${name}:1`),
      throttleNextCall: () => ecs.throttleNext(),
      weights,
      oneAtATime: true,
      stop: async () => {},
    }
  })
})

describe('EcsTraffic', () => {
  test('a task definition that was deployed past Houston is told by its images, where none of them is named by a tag', async () => {
    const image = (letter: string) => `shop/checkout@sha256:${letter.repeat(64)}`
    for (const [images, digest] of [
      [[image('a')], `sha256:${'a'.repeat(64)}`],
      [[image('a'), image('b')], expect.stringMatching(/^sha256:[0-9a-f]{64}$/)],
      [[image('a'), 'envoy:latest'], undefined],
      [[], undefined],
    ] as const) {
      const { ecs, traffic } = bench()
      ecs.addTask('v1:1', true, [], images)
      const { stableVersion } = await traffic.read(linear)
      expect(stableVersion).toBe('v1:1')
      const told = await traffic.artifactOf(linear, stableVersion)
      expect(told?.digest).toEqual(digest)
      if (digest !== undefined) expect(told?.location).toMatch(/task-definition\/v1:1$/)
    }
  })

  test('a canary goes to its share, is held there, and then to all', async () => {
    const { ecs, clock, traffic, version, arrive } = bench()
    await arrive(() => traffic.prepare(canary, version('v2')))
    await arrive(() => traffic.shift(canary, 'v2', 0.5))
    clock.timeMs += 24 * 3_600_000
    expect(await traffic.read(canary)).toMatchObject({ canaryVersion: 'v2', canaryWeightPercent: 0.5 })
    await arrive(() => traffic.promote(canary, 'v2'))
    expect(ecs.servedPercent('v2:1')).toBe(100)
    expect(ecs.deployments).toHaveLength(1)
  })

  test('a repeat of a step whose answer was lost is not a second step', async () => {
    const { ecs, traffic, version, arrive } = bench()
    await arrive(() => traffic.prepare(linear, version('v2')))
    ecs.failNext('ContinueServiceDeployment', 'after')
    await arrive(() => traffic.shift(linear, 'v2', 10))
    expect((await traffic.read(linear)).canaryWeightPercent).toBe(10)
    await expect(traffic.shift(linear, 'v2', 5)).rejects.toMatchObject({ code: 'traffic.weight-inexpressible' })
  })

  test('a rollback while a step is on its way takes the step back too', async () => {
    const { ecs, clock, traffic, version, arrive } = bench()
    await arrive(() => traffic.prepare(linear, version('v2')))
    await traffic.shift(linear, 'v2', 10)
    expect((await traffic.read(linear)).canaryWeightPercent).toBe(0)
    await traffic.shift(linear, 'v2', 0)
    clock.timeMs += 10 * stageMs
    expect(await traffic.read(linear)).toEqual({ stableVersion: 'v1', canaryWeightPercent: 0 })
    expect(ecs.servedPercent('v2:1')).toBe(0)
  })

  test('a step that somebody took by hand is what is read', async () => {
    const { ecs, clock, traffic, version, arrive } = bench()
    await arrive(() => traffic.prepare(linear, version('v2')))
    const expected = await traffic.read(linear)
    ecs.continueByHand()
    clock.timeMs += stageMs
    expect((await traffic.read(linear)).canaryWeightPercent).toBe(10)
    await expect(traffic.shift(linear, 'v2', 50, expected)).rejects.toMatchObject({ code: 'traffic.drifted' })
  })

  test('a task definition that is missing, or has another name, is refused', async () => {
    const { traffic, version } = bench()
    const invalid = { code: 'traffic.version-invalid' }
    await expect(traffic.prepare(linear, { ...version('v2'), location: 'absent:1' })).rejects.toMatchObject(invalid)
    await expect(traffic.prepare(linear, { ...version('v2'), location: 'v1:1' })).rejects.toMatchObject(invalid)
    await expect(traffic.prepare(linear, { ...version('v2'), location: 'v2' })).rejects.toMatchObject(invalid)
  })

  test('a service that nobody named reads as its task definition', async () => {
    const { ecs, traffic } = bench()
    ecs.addTask('v1:1')
    expect((await traffic.read(linear)).stableVersion).toBe('v1:1')
  })

  test('hooks of the service stay beside the pauses; a pause of somebody else is refused', async () => {
    const { ecs, traffic, version, arrive } = bench()
    const check = { hookTargetArn: 'arn:aws:lambda:eu-west-1:123456789012:function:check' }
    ecs.hooks = [check, { targetType: 'PAUSE', lifecycleStages: ['POST_SCALE_UP'] }]
    await expect(traffic.prepare(linear, version('v2'))).rejects.toMatchObject({ code: 'traffic.state-unclear' })
    ecs.hooks = [check]
    await arrive(() => traffic.prepare(linear, version('v2')))
    const pause = { targetType: 'PAUSE', timeoutConfiguration: { action: 'ROLLBACK' } }
    expect(ecs.deployments[0]?.configuration.lifecycleHooks).toMatchObject([check, pause])
  })

  test.each([
    [{ strategy: 'canary' as const, percent: 0.5 }, [0, 0.5, 100]],
    [{ strategy: 'linear' as const, percent: 33.3 }, [0, 33.3, 66.6, 99.9, 100]],
    [{ strategy: 'blue-green' as const }, [0, 100]],
  ])('the weights of %j', (strategy, weights) => {
    expect(possibleWeights(strategy)).toEqual(weights)
  })

  test.each([
    serviceArn,
    `${serviceArn}?strategy=linear&percent=2`,
    `${serviceArn}?strategy=canary&percent=0.05`,
    `${serviceArn}?strategy=all-at-once`,
    'shop/checkout?strategy=blue-green',
  ])('the address %j is refused', async (address) => {
    const { traffic } = bench()
    const read = traffic.read({ ...linear, address })
    await expect(read).rejects.toMatchObject({ code: 'traffic.target-invalid', fields: [{ path: 'address' }] })
  })
})
