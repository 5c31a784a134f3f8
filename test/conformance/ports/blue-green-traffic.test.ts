/** The blue/green driver against rules and target groups as ELB documents them. */
import { BlueGreenTraffic } from '@houston/core/aws/blue-green-traffic.ts'
import { seededRandom } from '@houston/core/random.ts'
import { describe, expect, test } from 'vitest'
import { FakeLoadBalancer, forward, groupArn, listenerArn, ruleArn } from '../../harness/aws/fake-load-balancer.ts'
import { describeTraffic } from './traffic.ts'
import { allAtOnce } from './traffic-bench.ts'

const staleMs = 5_000
const target = { service: 'checkout', driver: 'blue-green', address: `${ruleArn}?test=${listenerArn}` }

function bench(faults: ConstructorParameters<typeof FakeLoadBalancer>[2] = {}) {
  const clock = { timeMs: 0, nowMs: () => clock.timeMs }
  const balancer = new FakeLoadBalancer(clock, seededRandom(1), faults)
  balancer.addGroup('v1')
  for (const arn of [ruleArn, listenerArn]) balancer.set(arn, [forward({ v1: 1 })])
  balancer.setTags(groupArn('v1'), { 'houston:version': 'v1', 'houston:digest': 'sha256:v1' })
  balancer.setTags(ruleArn, { 'houston:stable': 'v1' })
  const known = new Set(['v1'])
  const version = (name: string) => {
    if (!known.has(name)) balancer.addGroup(name)
    known.add(name)
    return { version: name, digest: `sha256:${name}`, location: groupArn(name) }
  }
  return { clock, balancer, version, traffic: new BlueGreenTraffic(() => balancer.client) }
}

describeTraffic('BlueGreenTraffic', async () => {
  const { clock, balancer, traffic, version } = bench({ staleMs, propagationMs: staleMs })
  clock.timeMs = staleMs
  balancer.initialMs = 2 * staleMs
  return {
    traffic,
    target,
    unknownTarget: { ...target, address: target.address.replaceAll('f2f7', '0000') },
    stableVersion: 'v1',
    version,
    broken: (name) => {
      balancer.addGroup(name, ['healthy', 'healthy', 'unhealthy'])
      return { version: name, digest: `sha256:${name}`, location: groupArn(name) }
    },
    settle: async () => {
      clock.timeMs += staleMs
    },
    unreachable: { traffic: bench({ failureRate: 1 }).traffic, target },
    failNextPromotionHalfway: () => balancer.failNext('AddTags', 'before'),
    servedPercent: (name) => balancer.servedPercent(ruleArn, name),
    throttleNextCall: () => balancer.throttleNext(),
    weights: allAtOnce,
    stop: async () => {},
  }
})

describe('blue/green', () => {
  test('green is tested before anybody reaches it, and blue waits until green is promoted', async () => {
    const { balancer, traffic, version } = bench()
    await traffic.prepare(target, version('v2'))
    expect(balancer.servedPercent(listenerArn, 'v2')).toBe(100)
    expect(balancer.servedPercent(ruleArn, 'v2')).toBe(0)
    await traffic.shift(target, 'v2', 100)
    expect(balancer.groupsOf(ruleArn)).toEqual(['v1', 'v2'])
    await traffic.shift(target, 'v2', 0)
    expect(balancer.servedPercent(ruleArn, 'v1')).toBe(100)
    await traffic.shift(target, 'v2', 100)
    await traffic.promote(target, 'v2')
    expect(balancer.groupsOf(ruleArn)).toEqual(['v2'])
    expect(balancer.servedPercent(listenerArn, 'v2')).toBe(100)
  })

  test('what is let go is no longer tested: the test rule leads to what serves', async () => {
    const { balancer, traffic, version } = bench()
    await traffic.prepare(target, version('v2'))
    await traffic.retire(target, 'v2')
    expect(balancer.groupsOf(listenerArn)).toEqual(['v1'])
    expect(balancer.groupsOf(ruleArn)).toEqual(['v1'])
  })

  test('a green group that is not healthy is neither tested nor served', async () => {
    const { balancer, clock, traffic, version } = bench()
    balancer.initialMs = 30_000
    await expect(traffic.prepare(target, version('v2'))).rejects.toMatchObject({ code: 'traffic.not-ready' })
    expect(balancer.servedPercent(listenerArn, 'v2')).toBe(0)
    clock.timeMs = 30_000
    await traffic.prepare(target, version('v2'))
    expect(balancer.servedPercent(listenerArn, 'v2')).toBe(100)
  })

  test('works without a test rule, and refuses one that is the production rule or none at all', async () => {
    const { balancer, traffic, version } = bench()
    const plain = { ...target, address: ruleArn }
    await traffic.prepare(plain, version('v2'))
    await traffic.shift(plain, 'v2', 100)
    expect(balancer.servedPercent(ruleArn, 'v2')).toBe(100)
    for (const address of [`${ruleArn}?test=${ruleArn}`, `${ruleArn}?test=rule`, `${ruleArn}?weight=5`])
      await expect(traffic.read({ ...target, address })).rejects.toMatchObject({ code: 'traffic.target-invalid' })
  })
})
