/** The hosts of a machine, with real processes, where they are told something else meanwhile. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { firstHosts } from './first-hosts.ts'
import { LocalHosts } from './hosts.ts'
import { Refusal } from './refusal.ts'
import { fleetVersion } from './start.ts'

const [v1, v2] = [fleetVersion('v1'), fleetVersion('v2')]
const aim = { version: 'v2', hosts: 1 }
let hosts: LocalHosts | undefined
afterEach(() => hosts?.stop())

const isServing = (version: string) => (): void => {
  const [host] = hosts?.state().hosts ?? []
  expect(host).toMatchObject({ version, healthy: true })
  expect(host).not.toHaveProperty('movingTo')
}

describe('the hosts of a machine', () => {
  it('go back to what they are told last, also where the version they were on the way to is forgotten by then', async () => {
    const fleet = new LocalHosts('checkout', firstHosts(v1, 1, ['rack-a']))
    hosts = fleet
    await vi.waitFor(isServing('v1'), { timeout: 30_000 })
    const [{ id, pid } = { id: '', pid: 0 }] = fleet.state().hosts
    fleet.offer(v2)
    fleet.update([id], 'v2', aim)
    // The former process is on its end now.
    await Promise.resolve()
    fleet.update([id], 'v1', { version: 'v1', hosts: 1 })
    fleet.forget('v2')
    await vi.waitFor(isServing('v1'), { timeout: 30_000 })
    expect(fleet.state().hosts[0]?.pid).not.toBe(pid)
  }, 90_000)

  it('keep their stable version where another is settled too early', async () => {
    const fleet = new LocalHosts('checkout', firstHosts(v1, 1, ['rack-a']))
    hosts = fleet
    fleet.offer(v2)
    expect(() => fleet.settle('v2')).toThrow(new Refusal('version-in-use', 'hosts run v1'))
    expect(fleet.state()).toMatchObject({ stableVersion: 'v1', versions: [{ version: 'v1' }, { version: 'v2' }] })
    fleet.update(
      fleet.state().hosts.map(({ id }) => id),
      'v2',
      aim,
    )
    fleet.settle('v2')
    expect(fleet.state()).toMatchObject({ stableVersion: 'v2', versions: [{ version: 'v2' }] })
  }, 90_000)
})
