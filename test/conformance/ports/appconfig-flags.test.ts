/** Flags in AppConfig: made, widened, read while they change, and turned off over anything that is under way. */
import { flagDocumentSchema } from '@houston/core/aws/appconfig-document.ts'
import { AppConfigFlags } from '@houston/core/aws/appconfig-flags.ts'
import { nobody } from '@houston/core/port/flags.ts'
import { seededRandom } from '@houston/core/random.ts'
import { describe, expect, test } from 'vitest'
import { FakeAppConfig } from '../../harness/aws/fake-appconfig.ts'

const profile = 'ijkl789'
const addressOf = (flag: string) =>
  `appconfig://eu-west-1/abcd123/efgh456/${profile}/${flag}?strategy=mnop123&unit=userId`
const address = addressOf('new-checkout')
const beta = { audiences: ['internal', 'beta'], percent: 10 }
const internal = { audiences: ['internal'], percent: 0 }

function bench(durationMs = 0) {
  const clock = { timeMs: 60_000, nowMs: () => clock.timeMs }
  const appConfig = new FakeAppConfig(clock, seededRandom(1))
  appConfig.deployByHand(profile, { version: '1', flags: {}, values: {} })
  appConfig.durationMs = durationMs
  return { clock, appConfig, flags: new AppConfigFlags(() => appConfig.client) }
}

/** The newest document that is handed out. */
function handedOut(appConfig: FakeAppConfig) {
  const [newest] = appConfig.handedOut(profile)
  return flagDocumentSchema.parse(newest?.document)
}

describe('AppConfigFlags', () => {
  test.each([nobody, internal, beta, { audiences: [], percent: 0.001 }, { audiences: [], percent: 100 }])(
    'reads %j as it was asked for, and asks once',
    async (exposure) => {
      const { appConfig, flags } = bench()
      await flags.expose(address, exposure)
      await flags.expose(address, exposure)
      expect(await flags.read(address)).toEqual({ exposure, settled: true })
      expect(appConfig.deploymentCount).toBe(2)
    },
  )

  test('writes variants that AppConfig evaluates: the audiences, the share, and a default without the feature', async () => {
    const { appConfig, flags } = bench()
    await flags.expose(address, beta)
    expect(handedOut(appConfig).values['new-checkout']).toEqual({
      _variants: [
        { name: 'audience', enabled: true, rule: '(or (eq $audience "internal") (eq $audience "beta"))' },
        { name: 'share', enabled: true, rule: '(split by::$userId pct::10 seed::"new-checkout")' },
        { name: 'default', enabled: false },
      ],
    })
  })

  test('leaves the other flags of the profile alone', async () => {
    const { appConfig, flags } = bench()
    await flags.expose(addressOf('other'), beta)
    await flags.expose(address, internal)
    expect((await flags.read(addressOf('other'))).exposure).toEqual(beta)
    expect(Object.keys(handedOut(appConfig).flags)).toEqual(['other', 'new-checkout'])
  })

  test('a change under way is not settled, refuses another, and gives way to turning off', async () => {
    const { clock, flags } = bench(10_000)
    await flags.expose(address, internal)
    expect(await flags.read(address)).toEqual({ exposure: nobody, settled: false })
    clock.timeMs += 10_000
    await flags.expose(address, beta)
    clock.timeMs += 5_000
    expect(await flags.read(address)).toEqual({ exposure: internal, settled: false })
    await expect(flags.expose(address, { ...beta, percent: 50 })).rejects.toMatchObject({ code: 'traffic.target-busy' })
    await flags.expose(address, beta)
    await expect(flags.expose(address, nobody)).rejects.toMatchObject({
      code: 'traffic.target-busy',
      kind: 'retryable',
    })
    await flags.expose(address, nobody)
    clock.timeMs += 10_000
    expect(await flags.read(address)).toEqual({ exposure: nobody, settled: true })
  })

  test('a flag that is not there is unknown; one that somebody else wrote is not guessed at', async () => {
    const { appConfig, flags } = bench()
    await expect(flags.read(address)).rejects.toMatchObject({ code: 'traffic.target-unknown' })
    const values = { 'new-checkout': { _variants: [{ name: 'default', enabled: true }] } }
    appConfig.deployByHand(profile, { version: '1', flags: {}, values })
    await expect(flags.read(address)).rejects.toMatchObject({ code: 'traffic.state-unclear' })
    await expect(flags.expose(address, nobody)).rejects.toMatchObject({ code: 'traffic.state-unclear' })
  })

  test.each([
    [{ audiences: [], percent: 0.0005 }, 'traffic.weight-inexpressible'],
    [{ audiences: [], percent: 101 }, 'traffic.weight-invalid'],
    [{ audiences: ['a" b'], percent: 1 }, 'traffic.version-invalid'],
  ])('%j is refused before anything is sent', async (exposure, code) => {
    const { appConfig, flags } = bench()
    await expect(flags.expose(address, exposure)).rejects.toMatchObject({ code })
    expect(appConfig.calls).toEqual([])
  })

  test('a throttled or failing AppConfig is never a reading', async () => {
    const { appConfig, flags } = bench()
    appConfig.throttleNext()
    await expect(flags.read(address)).rejects.toMatchObject({ code: 'traffic.throttled' })
    appConfig.faults.failureRate = 1
    await expect(flags.read(address)).rejects.toMatchObject({ code: 'traffic.target-unreachable' })
  })
})
