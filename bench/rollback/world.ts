/** Each driver in front of its fake service, brought to where a release may be when it is taken back. */
import { AlbTraffic } from '../../packages/core/src/aws/alb-traffic.ts'
import { flagDocumentSchema, splitPercent, variantsOf } from '../../packages/core/src/aws/appconfig-document.ts'
import { AppConfigTraffic, flagDocument } from '../../packages/core/src/aws/appconfig-traffic.ts'
import { EcsTraffic } from '../../packages/core/src/aws/ecs-traffic.ts'
import { LambdaAliasTraffic } from '../../packages/core/src/aws/lambda-alias-traffic.ts'
import { HoustonError } from '../../packages/core/src/error.ts'
import type { Traffic, TrafficTarget } from '../../packages/core/src/port/traffic.ts'
import { type Random, seededRandom } from '../../packages/core/src/random.ts'
import { FakeAppConfig } from '../../test/harness/aws/fake-appconfig.ts'
import type { AwsFaults, FakeAws } from '../../test/harness/aws/fake-aws.ts'
import { FakeEcs, serviceArn } from '../../test/harness/aws/fake-ecs.ts'
import { FakeLambda } from '../../test/harness/aws/fake-lambda.ts'
import { FakeLoadBalancer, forward, groupArn, ruleArn } from '../../test/harness/aws/fake-load-balancer.ts'
import type { SimulatedClock } from './machine.ts'

export const propagationMs = 30_000
export const faults = { failureRate: 0.01, lostAnswerRate: 0.01, throttleRate: 0.05 }

export interface World {
  readonly clock: SimulatedClock
  readonly traffic: Traffic
  readonly target: TrafficTarget
  readonly weightPercent: number
  /** The share of requests that the new version really gets. */
  served(): number
  /** From here on calls fail, are throttled, and take time. */
  makeFaulty(): void
  dispose(): void
}

interface Made {
  readonly traffic: Traffic
  readonly address: string
  readonly location: string
  served(): number
  readonly fake: FakeAws
}

const late: Partial<AwsFaults> = { staleMs: propagationMs, propagationMs }
const digest = 'sha256:v2'

export const drivers = {
  'lambda-alias': (clock: SimulatedClock, random: Random): Made => {
    const fake = new FakeLambda(clock, random, late)
    fake.versions.set('1', {}).set('2', {})
    fake.setAlias('live', '1')
    const address = 'arn:aws:lambda:eu-west-1:123456789012:function:checkout:live'
    const traffic = new LambdaAliasTraffic(() => fake.client)
    return { fake, traffic, address, location: '2', served: () => fake.servedPercent('live', '2') }
  },
  alb: (clock: SimulatedClock, random: Random): Made => {
    const fake = new FakeLoadBalancer(clock, random, late)
    for (const name of ['v1', 'v2']) fake.addGroup(name)
    fake.set(ruleArn, [forward({ v1: 1 })])
    const traffic = new AlbTraffic(() => fake.client)
    return {
      fake,
      traffic,
      address: ruleArn,
      location: groupArn('v2'),
      served: () => fake.servedPercent(ruleArn, 'v2'),
    }
  },
  ecs: (clock: SimulatedClock, random: Random): Made => {
    const fake = new FakeEcs('v1:1', clock, random)
    fake.stageMs = propagationMs
    for (const name of ['v1:1', 'v2:1']) fake.addTask(name)
    const traffic = new EcsTraffic(() => fake.client)
    const address = `${serviceArn}?strategy=linear&percent=10`
    return { fake, traffic, address, location: 'v2:1', served: () => fake.servedPercent('v2:1') }
  },
  appconfig: (clock: SimulatedClock, random: Random): Made => {
    const fake = new FakeAppConfig(clock, random)
    fake.durationMs = propagationMs
    const stable = { version: 'v1', digest: 'sha256:v1', location: 'v1' }
    const empty = { version: '1' as const, flags: {}, values: {} }
    fake.deployByHand('ijkl789', flagDocument(empty, 'checkout', 'userId', { stable, canaries: [] }))
    const address = 'appconfig://eu-west-1/abcd123/efgh456/ijkl789/checkout?strategy=mnop123'
    return {
      fake,
      traffic: new AppConfigTraffic(() => fake.client),
      address,
      location: 'v2',
      served: () => flagShare(fake),
    }
  },
} as const
export type Driver = keyof typeof drivers

/** Where the release is when it is taken back; `settledMs` of -1: after one call, whatever became of it. */
export const situations = {
  'at 10 %, for an hour': { weightPercent: 10, settledMs: 3_600_000 },
  'at 100 %, for an hour': { weightPercent: 100, settledMs: 3_600_000 },
  'the moment 10 % was set': { weightPercent: 10, settledMs: 0 },
  'while 10 % is being set': { weightPercent: 10, settledMs: -1 },
  'prepared, without traffic': { weightPercent: 0, settledMs: 3_600_000 },
} as const
export type Situation = keyof typeof situations

export async function makeWorld(driver: Driver, situation: Situation, seed: number): Promise<World> {
  const clock = { timeMs: 1_700_000_000_000, nowMs: () => clock.timeMs }
  const random = seededRandom(seed)
  const made = drivers[driver](clock, random)
  const { traffic, address, location, fake, served } = made
  const target = { service: 'checkout', driver, address }
  const { weightPercent, settledMs } = situations[situation]
  clock.timeMs += 3_600_000
  await arrive(clock, () => traffic.prepare(target, { version: 'v2', digest, location }))
  clock.timeMs += 3_600_000
  const shift = () => traffic.shift(target, 'v2', weightPercent)
  if (settledMs < 0) await shift().catch(() => {})
  else if (weightPercent > 0) await arrive(clock, shift)
  clock.timeMs += Math.max(0, settledMs)
  const makeFaulty = () => {
    Object.assign(fake.faults, faults)
    fake.onCall = () => {
      clock.timeMs += 20 + 80 * random.next()
    }
  }
  return { clock, traffic, target, weightPercent, served, makeFaulty, dispose: () => fake.dispose() }
}

/** Repeats while the target is on its way, as the state machine does. */
async function arrive(clock: SimulatedClock, work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof HoustonError) || error.kind !== 'retryable') throw error
      clock.timeMs += 5_000
    }
  }
}

/** The part of the users that the documents which are handed out give to v2. */
function flagShare(fake: FakeAppConfig): number {
  return fake.handedOut('ijkl789').reduce((sum, { document, share }) => {
    const [first] = variantsOf(flagDocumentSchema.parse(document), 'checkout') ?? []
    return sum + share * (first?.name === 'v2' ? (splitPercent(first.rule) ?? 100) : 0)
  }, 0)
}
