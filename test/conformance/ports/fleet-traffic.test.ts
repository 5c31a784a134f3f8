/** A rolling update must do what every traffic driver does; and it never takes more than a third of the fleet out. */
import { FleetTraffic } from '@houston/core/fleet'
import { targetUnreachable } from '@houston/core/port/traffic-error.ts'
import { describe, expect, test } from 'vitest'
import { FakeHosts } from '../../harness/fake-hosts.ts'
import { describeTraffic } from './traffic.ts'
import { refusal, repeated } from './traffic-bench.ts'

const updateMs = 10_000
const target = { service: 'checkout', driver: 'fleet', address: 'http://127.0.0.1:1' }
const version = (name: string) => ({ version: name, digest: `sha256:${name}`, location: name })

function bench(fleet: ConstructorParameters<typeof FakeHosts>[2] = {}) {
  const clock = { timeMs: 0, nowMs: () => clock.timeMs }
  const hosts = new FakeHosts(clock, version('v1'), fleet)
  const settle = async () => {
    clock.timeMs += updateMs
  }
  return { clock, hosts, settle, traffic: new FleetTraffic(hosts) }
}

const silent = new FleetTraffic({
  read: (_, service) => Promise.reject(targetUnreachable(service, 'no answer')),
  offer: () => Promise.resolve(),
  update: () => Promise.resolve(),
  settle: () => Promise.resolve(),
  forget: () => Promise.resolve(),
})

describeTraffic('FleetTraffic', async () => {
  const { traffic, settle } = bench()
  return {
    traffic,
    target,
    stableVersion: 'v1',
    version,
    broken: (name) => ({ ...version(name), location: '' }),
    settle,
    unreachable: { traffic: silent, target },
    unknownTarget: { ...target, service: 'nobody' },
    weights: { low: 5, middle: 30, high: 50, series: [5, 25, 50, 100, 10], inexpressible: 33 },
    stop: async () => {},
  }
})

describe('a rolling update of a fleet', () => {
  test.each([
    { hosts: 12, locations: ['a'] },
    { hosts: 30, locations: ['a', 'b', 'c'] },
    { hosts: 10, locations: ['a', 'b'] },
  ])('of $hosts hosts in $locations has at most a third out, everywhere', async (fleet) => {
    const { hosts, traffic, settle } = bench(fleet)
    await traffic.prepare(target, version('v2'))
    const patient = repeated({ traffic, settle } as never)
    await patient.shift(target, 'v2', 100)
    await patient.promote(target, 'v2')
    expect(await traffic.read(target)).toEqual({ stableVersion: 'v2', canaryWeightPercent: 0 })
    expect(hosts.mostOut).toBeGreaterThan(0)
    expect(Math.floor((100 * hosts.mostOut) / fleet.hosts)).toBeLessThanOrEqual(33)
    for (const out of hosts.mostOutByLocation.values())
      expect(Math.floor((100 * out * fleet.locations.length) / fleet.hosts)).toBeLessThanOrEqual(33)
  })

  test('of a version that never becomes healthy is refused, and every host comes back', async () => {
    const { clock, hosts, traffic, settle } = bench()
    hosts.sick.add('v2')
    await traffic.prepare(target, version('v2'))
    expect(await refusal(traffic.shift(target, 'v2', 50))).toBe('traffic.not-ready')
    clock.timeMs += updateMs
    expect(await refusal(traffic.shift(target, 'v2', 50))).toBe('traffic.not-ready')
    clock.timeMs += 60_000
    expect(await refusal(traffic.shift(target, 'v2', 50))).toBe('traffic.version-invalid')
    await repeated({ traffic, settle } as never).shift(target, 'v2', 0)
    const { hosts: after } = await hosts.read('', 'checkout')
    expect(after.every((host) => host.version === 'v1' && host.healthy)).toBe(true)
    await traffic.retire(target, 'v2')
  })

  test('with two versions beside the stable one is nothing that the driver guesses at', async () => {
    const { hosts, traffic } = bench()
    await hosts.update('', '', ['host-1'], 'v2', { version: 'v2', hosts: 1 })
    await hosts.update('', '', ['host-2'], 'v3', { version: 'v3', hosts: 1 })
    expect(await refusal(traffic.read(target))).toBe('traffic.state-unclear')
  })
})
