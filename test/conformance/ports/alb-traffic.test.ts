/** The load balancer's driver against rules and target groups as ELB documents them. */
import { AlbTraffic } from '@houston/core/aws/alb-traffic.ts'
import { seededRandom } from '@houston/core/random.ts'
import { describe, expect, test } from 'vitest'
import { FakeLoadBalancer, forward, groupArn, listenerArn, ruleArn } from '../../harness/aws/fake-load-balancer.ts'
import { describeTraffic } from './traffic.ts'

const staleMs = 5_000
const target = { service: 'checkout', driver: 'alb', address: ruleArn }

function bench(faults: ConstructorParameters<typeof FakeLoadBalancer>[2] = {}, arn = ruleArn) {
  const clock = { timeMs: 0, nowMs: () => clock.timeMs }
  const balancer = new FakeLoadBalancer(clock, seededRandom(1), faults)
  balancer.addGroup('v1')
  balancer.set(arn, [forward({ v1: 1 })])
  balancer.setTags(groupArn('v1'), { 'houston:version': 'v1', 'houston:digest': 'sha256:v1' })
  balancer.setTags(arn, { 'houston:stable': 'v1' })
  const known = new Set(['v1'])
  const version = (name: string) => {
    if (!known.has(name)) balancer.addGroup(name)
    known.add(name)
    return { version: name, digest: `sha256:${name}`, location: groupArn(name) }
  }
  return { clock, balancer, version, traffic: new AlbTraffic(() => balancer.client) }
}

describe.each([
  ['a rule', ruleArn],
  ['a listener', listenerArn],
])('on %s,', (_, arn) => {
  describeTraffic('AlbTraffic', async () => {
    const { clock, balancer, traffic, version } = bench({ staleMs, propagationMs: staleMs }, arn)
    clock.timeMs = staleMs
    balancer.initialMs = 2 * staleMs
    return {
      traffic,
      target: { ...target, address: arn },
      unknownTarget: { ...target, address: arn.replace('f2f7', '0000') },
      stableVersion: 'v1',
      version,
      broken: (name) => {
        balancer.addGroup(name, ['unhealthy', 'unhealthy', 'healthy'])
        return { version: name, digest: `sha256:${name}`, location: groupArn(name) }
      },
      settle: async () => {
        clock.timeMs += staleMs
      },
      unreachable: { traffic: bench({ failureRate: 1 }).traffic, target },
      failNextPromotionHalfway: () => balancer.failNext('AddTags', 'before'),
      servedPercent: (name) => balancer.servedPercent(arn, name),
      moveByHand: (name, weight) => balancer.set(arn, [forward({ v1: 100 - weight, [name]: weight })]),
      throttleNextCall: () => balancer.throttleNext(),
      weights: {
        low: 0.1,
        middle: 30,
        high: 50,
        series: [1, 1, 0.5, 12.5, 33.3, 50, 99.9, 100, 10],
        inexpressible: 0.05,
      },
      stop: async () => {},
    }
  })
})

describe('AlbTraffic', () => {
  test('a version whose targets are still being checked is not ready yet, and nothing goes to it', async () => {
    const { balancer, clock, traffic, version } = bench()
    balancer.initialMs = 30_000
    await expect(traffic.prepare(target, version('v2'))).rejects.toMatchObject({ code: 'traffic.not-ready' })
    await expect(traffic.shift(target, 'v2', 1)).rejects.toMatchObject({ code: 'traffic.not-ready' })
    await expect(traffic.promote(target, 'v2')).rejects.toMatchObject({ code: 'traffic.not-ready' })
    expect(balancer.servedPercent(ruleArn, 'v2')).toBe(0)
    clock.timeMs = 30_000
    await traffic.prepare(target, version('v2'))
    await traffic.shift(target, 'v2', 1)
  })

  test('with stickiness on, the weights say nothing, a shift up is refused, and a rollback turns it off', async () => {
    const { balancer, traffic, version } = bench()
    await traffic.prepare(target, version('v2'))
    balancer.set(ruleArn, [forward({ v1: 1, v2: 1 }, true)])
    const unclear = { code: 'traffic.state-unclear' }
    await expect(traffic.read(target)).rejects.toMatchObject(unclear)
    await expect(traffic.shift(target, 'v2', 10)).rejects.toMatchObject(unclear)
    await traffic.shift(target, 'v2', 0)
    expect(balancer.isSticky(ruleArn)).toBe(false)
    expect(await traffic.read(target)).toEqual({ stableVersion: 'v1', canaryWeightPercent: 0 })
  })

  test('what is in no tag is read by its target group, and a first release leaves nothing to guess', async () => {
    const { balancer, traffic, version } = bench()
    balancer.setTags(groupArn('v1'), {})
    balancer.setTags(ruleArn, {})
    expect((await traffic.read(target)).stableVersion).toBe('target-group-v1')
    await traffic.prepare(target, version('v2'))
    await traffic.shift(target, 'v2', 100)
    expect(await traffic.read(target)).toMatchObject({ stableVersion: 'target-group-v1', canaryWeightPercent: 100 })
    await traffic.promote(target, 'v2')
    expect(balancer.groupsOf(ruleArn)).toEqual(['v2'])
  })

  test('three groups with traffic, a redirect and a lost stable group are said to be unclear', async () => {
    const { balancer, traffic, version } = bench()
    for (const name of ['v2', 'v3']) await traffic.prepare(target, version(name))
    const unclear = { code: 'traffic.state-unclear' }
    for (const action of [
      forward({ v1: 1, v2: 1, v3: 1 }),
      forward({ v2: 1 }),
      forward({ v1: 0 }),
      { Type: 'redirect' as const },
    ]) {
      balancer.set(ruleArn, [action])
      await expect(traffic.read(target)).rejects.toMatchObject(unclear)
    }
  })

  test('a target group is told by the tags that somebody gave it, and else not at all', async () => {
    const { traffic } = bench()
    expect(await traffic.artifactOf(target, 'v1')).toEqual({ digest: 'sha256:v1', location: groupArn('v1') })
    expect(await traffic.artifactOf(target, 'target-group-v9')).toBeUndefined()
  })

  test('actions before the forward, such as signing in, stay', async () => {
    const { balancer, traffic, version } = bench()
    balancer.set(ruleArn, [
      { Type: 'authenticate-oidc', Order: 1 },
      { ...forward({ v1: 1 }), Order: 2 },
    ])
    await traffic.prepare(target, version('v2'))
    await traffic.shift(target, 'v2', 5)
    expect((await traffic.read(target)).canaryWeightPercent).toBe(5)
  })

  test('a promotion that broke off anywhere is finished by a repeat', async () => {
    for (const operation of ['ModifyRule', 'AddTags', 'RemoveTags'])
      for (const when of ['before', 'after'] as const) {
        const { balancer, traffic, version } = bench()
        for (const name of ['v2', 'v3']) await traffic.prepare(target, version(name))
        balancer.failNext(operation, when)
        await expect(traffic.promote(target, 'v2')).rejects.toMatchObject({ code: 'traffic.target-unreachable' })
        await traffic.promote(target, 'v2')
        expect(balancer.groupsOf(ruleArn)).toEqual(['v2', 'v3'])
        expect(balancer.tagsOf(ruleArn)).toEqual({ 'houston:stable': 'v2' })
      }
  })

  test('a target group that another version has, or that is missing, is refused', async () => {
    const { traffic, version } = bench()
    const invalid = { code: 'traffic.version-invalid' }
    await expect(traffic.prepare(target, { ...version('v2'), location: groupArn('v1') })).rejects.toMatchObject(invalid)
    await expect(traffic.prepare(target, { ...version('v2'), location: groupArn('no') })).rejects.toMatchObject(invalid)
    await expect(traffic.prepare(target, { ...version('v2'), location: 'v2' })).rejects.toMatchObject(invalid)
    await expect(traffic.prepare(target, { ...version('v2'), version: 'v2#' })).rejects.toMatchObject(invalid)
  })

  test.each(['', groupArn('v1'), ruleArn.replace('listener-rule', 'listener'), listenerArn.replace('app', 'net')])(
    'the address %j is refused',
    async (address) => {
      const { traffic } = bench()
      const read = traffic.read({ ...target, address })
      await expect(read).rejects.toMatchObject({ code: 'traffic.target-invalid', fields: [{ path: 'address' }] })
    },
  )
})
