/** The AppConfig driver against deployments as AppConfig documents them. */
import { StartDeploymentCommand } from '@aws-sdk/client-appconfig'
import { flagDocumentSchema, splitPercent, variantsOf } from '@houston/core/aws/appconfig-document.ts'
import { AppConfigTraffic, flagDocument } from '@houston/core/aws/appconfig-traffic.ts'
import { seededRandom } from '@houston/core/random.ts'
import { describe, expect, test } from 'vitest'
import { FakeAppConfig } from '../../harness/aws/fake-appconfig.ts'
import { describeTraffic } from './traffic.ts'

const staleMs = 2_000
const profile = 'ijkl789'
const address = `appconfig://eu-west-1/abcd123/efgh456/${profile}/checkout?strategy=mnop123&unit=userId`
const target = { service: 'checkout', driver: 'appconfig', address }
const version = (name: string) => ({ version: name, digest: `sha256:${name}`, location: `release ${name}` })
const empty = { version: '1' as const, flags: {}, values: {} }
const alone = (name: string) => flagDocument(empty, 'checkout', 'userId', { stable: version(name), canaries: [] })

function bench(faults: ConstructorParameters<typeof FakeAppConfig>[2] = {}) {
  const clock = { timeMs: 60_000, nowMs: () => clock.timeMs }
  const appConfig = new FakeAppConfig(clock, seededRandom(1), faults)
  appConfig.deployByHand(profile, alone('v1'))
  const traffic = new AppConfigTraffic(() => appConfig.client)
  return { clock, appConfig, traffic }
}

/** The part of the units that get a version, as the documents that are handed out split them. */
function servedPercent(appConfig: FakeAppConfig, name: string): number {
  return appConfig.handedOut(profile).reduce((sum, { document, share }) => {
    const variants = variantsOf(flagDocumentSchema.parse(document), 'checkout') ?? []
    let left = 100
    for (const { name: own, rule } of variants) {
      const percent = rule === undefined ? left : (splitPercent(rule) ?? 0)
      if (own === name) return sum + share * percent
      left -= percent
    }
    return sum
  }, 0)
}

describeTraffic('AppConfigTraffic', async () => {
  const { clock, appConfig, traffic } = bench({ staleMs })
  appConfig.durationMs = 5_000
  clock.timeMs += 60_000
  return {
    traffic,
    target,
    unknownTarget: { ...target, address: address.replace('abcd123', 'zzzz999') },
    stableVersion: 'v1',
    version,
    broken: (name) => ({ ...version(name), location: '' }),
    settle: async () => {
      clock.timeMs += staleMs + 5_000
    },
    unreachable: { traffic: bench({ failureRate: 1 }).traffic, target },
    failNextPromotionHalfway: () => appConfig.failNext('StartDeployment', 'after'),
    servedPercent: (name) => servedPercent(appConfig, name),
    moveByHand: (name, percent) => {
      const canaries = [{ ...version(name), percent }]
      appConfig.deployByHand(profile, flagDocument(empty, 'checkout', 'userId', { stable: version('v1'), canaries }))
    },
    throttleNextCall: () => appConfig.throttleNext(),
    weights: {
      low: 0.001,
      middle: 30,
      high: 50,
      series: [1, 1, 0.5, 12.5, 33.333, 50, 99, 100, 10],
      inexpressible: 0.0005,
    },
    stop: async () => {},
  }
})

describe('AppConfigTraffic', () => {
  async function rising() {
    const made = bench()
    const { clock, appConfig, traffic } = made
    await traffic.prepare(target, version('v2'))
    clock.timeMs += 60_000
    appConfig.durationMs = 100_000
    appConfig.bakeMs = 600_000
    await traffic.shift(target, 'v2', 10)
    return made
  }

  test('while a document is handed out, what is read is the part of the clients that has it', async () => {
    const { clock, appConfig, traffic } = await rising()
    expect(await traffic.read(target)).toEqual({ stableVersion: 'v1', canaryWeightPercent: 0 })
    clock.timeMs += 25_000
    expect(await traffic.read(target)).toEqual({ stableVersion: 'v1', canaryVersion: 'v2', canaryWeightPercent: 2.5 })
    expect(servedPercent(appConfig, 'v2')).toBeCloseTo(2.5)
    clock.timeMs += 75_000
    expect((await traffic.read(target)).canaryWeightPercent).toBe(10)
  })

  test('a rollback stops the rollout under way, growing or baking, and is there once that is over', async () => {
    for (const afterMs of [25_000, 200_000]) {
      const { clock, appConfig, traffic } = await rising()
      clock.timeMs += afterMs
      await expect(traffic.shift(target, 'v2', 0)).rejects.toMatchObject({ code: 'traffic.target-busy' })
      await traffic.shift(target, 'v2', 0)
      expect(await traffic.read(target)).toEqual({ stableVersion: 'v1', canaryWeightPercent: 0 })
      expect(servedPercent(appConfig, 'v2')).toBe(0)
    }
  })

  test('a rollback while the version is being promoted stops that too', async () => {
    const { clock, appConfig, traffic } = await rising()
    clock.timeMs += 1_000_000
    await traffic.promote(target, 'v2')
    clock.timeMs += 10_000
    await traffic.promote(target, 'v2')
    await expect(traffic.shift(target, 'v2', 0)).rejects.toMatchObject({ code: 'traffic.target-busy' })
    await traffic.shift(target, 'v2', 0)
    clock.timeMs += 1_000_000
    expect(servedPercent(appConfig, 'v2')).toBe(0)
    expect(servedPercent(appConfig, 'v1')).toBe(100)
  })

  test('another change during a rollout is refused as busy; the same one is on its way', async () => {
    const { traffic } = await rising()
    await traffic.shift(target, 'v2', 10)
    const busy = { code: 'traffic.target-busy', kind: 'retryable' }
    await expect(traffic.shift(target, 'v2', 20)).rejects.toMatchObject(busy)
    await expect(traffic.prepare(target, version('v3'))).rejects.toMatchObject(busy)
  })

  test("another profile's rollout is waited for, and never stopped", async () => {
    const { appConfig, traffic } = bench()
    await traffic.prepare(target, version('v2'))
    await traffic.shift(target, 'v2', 10)
    appConfig.deployByHand('other12', empty)
    appConfig.durationMs = 10_000
    const other = { ...target, address: address.replace(profile, 'other12') }
    await expect(traffic.read(other)).rejects.toMatchObject({ code: 'traffic.target-unknown' })
    await appConfig.client.send(
      new StartDeploymentCommand({
        ApplicationId: 'abcd123',
        EnvironmentId: 'efgh456',
        ConfigurationProfileId: 'other12',
        ConfigurationVersion: '1',
        DeploymentStrategyId: 'mnop123',
      }),
    )
    await expect(traffic.shift(target, 'v2', 0)).rejects.toMatchObject({ code: 'traffic.target-busy' })
    expect(appConfig.calls).not.toContain('StopDeployment')
  })

  test('a flag that Houston did not write is not guessed at', async () => {
    const { appConfig, traffic } = bench()
    const unclear = { code: 'traffic.state-unclear' }
    appConfig.deployByHand(profile, { ...empty, values: { checkout: { enabled: true } } })
    await expect(traffic.read(target)).rejects.toMatchObject(unclear)
    const rule = '(contains $userId "beta")'
    const variants = [{ name: 'v2', enabled: true, rule, attributeValues: version('v2') }]
    const [last] = variantsOf(alone('v1'), 'checkout') ?? []
    appConfig.deployByHand(profile, { ...empty, values: { checkout: { _variants: [...variants, last] } } })
    await expect(traffic.read(target)).rejects.toMatchObject(unclear)
    appConfig.deployByHand(profile, empty)
    await expect(traffic.read(target)).rejects.toMatchObject({ code: 'traffic.target-unknown' })
  })

  test.each([
    '',
    address.replace('appconfig:', 'https:'),
    address.replace('/checkout', ''),
    address.replace('checkout', 'Check out'),
    address.replace('strategy=mnop123', 'strategy=Fast'),
  ])('the address %j is refused', async (wrong) => {
    const { traffic } = bench()
    const read = traffic.read({ ...target, address: wrong })
    await expect(read).rejects.toMatchObject({ code: 'traffic.target-invalid', fields: [{ path: 'address' }] })
  })
})
