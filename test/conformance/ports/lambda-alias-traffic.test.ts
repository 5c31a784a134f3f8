/** The Lambda alias driver against aliases as Lambda documents them. */
import { LambdaAliasTraffic } from '@houston/core/aws/lambda-alias-traffic.ts'
import { seededRandom } from '@houston/core/random.ts'
import { describe, expect, test } from 'vitest'
import { FakeLambda } from '../../harness/aws/fake-lambda.ts'
import { describeTraffic } from './traffic.ts'

const staleMs = 5_000
const target = {
  service: 'checkout',
  driver: 'lambda-alias',
  address: 'arn:aws:lambda:eu-west-1:123456789012:function:checkout:live',
}
const note = (name: string) => JSON.stringify({ version: name, digest: `sha256:${name}` })

function bench(faults: ConstructorParameters<typeof FakeLambda>[2] = {}) {
  const clock = { timeMs: 0, nowMs: () => clock.timeMs }
  const lambda = new FakeLambda(clock, seededRandom(1), faults)
  lambda.versions.set('1', {})
  lambda.setAlias('live', '1')
  lambda.setAlias('houston_live_v1', '1', {}, note('v1'))
  // Each name is a published version of its own; the same for the same name.
  const numbers = new Map([['v1', '1']])
  const version = (name: string) => {
    const number = numbers.get(name) ?? String(numbers.size + 1)
    numbers.set(name, number)
    if (!lambda.versions.has(number)) lambda.versions.set(number, {})
    return { version: name, digest: `sha256:${name}`, location: number }
  }
  const traffic = new LambdaAliasTraffic(() => lambda.client)
  return { clock, lambda, traffic, version, numbers }
}

describeTraffic('LambdaAliasTraffic', async () => {
  const { clock, lambda, traffic, version, numbers } = bench({ staleMs, propagationMs: staleMs })
  clock.timeMs = staleMs
  const number = (name: string) => numbers.get(name) ?? ''
  return {
    traffic,
    target,
    unknownTarget: { ...target, address: target.address.replace(':live', ':absent') },
    stableVersion: 'v1',
    version,
    broken: (name) => ({ ...version(name), location: '999' }),
    settle: async () => {
      clock.timeMs += staleMs
    },
    unreachable: { traffic: bench({ failureRate: 1 }).traffic, target },
    failNextPromotionHalfway: () => lambda.failNext('DeleteAlias', 'before'),
    servedPercent: (name) => lambda.servedPercent('live', number(name)),
    moveByHand: (name, weightPercent) => lambda.setAlias('live', '1', { [number(name)]: weightPercent / 100 }),
    throttleNextCall: () => lambda.throttleNext(),
    weights: {
      low: 0.07,
      middle: 30,
      high: 50,
      series: [1, 1, 0.5, 0.01, 33.33, 50, 99, 100, 10],
      inexpressible: 0.005,
    },
    stop: async () => {},
  }
})

describe('LambdaAliasTraffic', () => {
  test('what is read too late moves nothing up, and takes nothing longer down', async () => {
    const { lambda, clock, traffic, version } = bench({ staleMs })
    clock.timeMs = staleMs
    await traffic.prepare(target, version('v2')).catch(() => {})
    clock.timeMs += staleMs
    const notReady = { code: 'traffic.not-ready', kind: 'retryable' }
    const busy = { code: 'traffic.target-busy', kind: 'retryable' }
    await expect(traffic.shift(target, 'v2', 10)).rejects.toMatchObject(notReady)
    // The alias still reads as if nothing went to v2.
    await expect(traffic.shift(target, 'v2', 20)).rejects.toMatchObject(busy)
    expect(lambda.servedPercent('live', '2')).toBe(10)
    await traffic.shift(target, 'v2', 0)
    expect(lambda.servedPercent('live', '2')).toBe(0)
  })

  test('whoever moves the alias between reading and setting is noticed', async () => {
    const { lambda, traffic, version } = bench()
    await traffic.prepare(target, version('v2'))
    const before = await traffic.read(target)
    lambda.setAlias('live', '1', { 2: 0.77 })
    await expect(traffic.shift(target, 'v2', 10, before)).rejects.toMatchObject({ code: 'traffic.drifted' })
    expect(lambda.servedPercent('live', '2')).toBe(77)
  })

  test('an alias that nobody named reads as its function version, and takes a first release', async () => {
    const { lambda, traffic, version } = bench()
    lambda.versions.set('7', {})
    lambda.setAlias('live', '7')
    expect(await traffic.read(target)).toEqual({ stableVersion: 'function-version-7', canaryWeightPercent: 0 })
    await traffic.prepare(target, version('v2'))
    await traffic.promote(target, 'v2')
    expect((await traffic.read(target)).stableVersion).toBe('v2')
  })

  test('a version that was deployed past Houston is told by its code, and is the way back', async () => {
    const { lambda, traffic, version } = bench()
    lambda.versions.set('7', { codeSha256: Buffer.alloc(32, 7).toString('base64') })
    lambda.setAlias('live', '7')
    const { stableVersion } = await traffic.read(target)
    const artifact = await traffic.artifactOf(target, stableVersion)
    expect(artifact).toEqual({ digest: `sha256:${'07'.repeat(32)}`, location: '7' })
    await traffic.prepare(target, version('v2'))
    await traffic.promote(target, 'v2')
    if (artifact === undefined) throw new Error('there is no way back')
    await traffic.prepare(target, { version: stableVersion, ...artifact })
    await traffic.promote(target, stableVersion)
    expect(await traffic.read(target)).toEqual({ stableVersion, canaryWeightPercent: 0 })
    expect(lambda.servedPercent('live', '7')).toBe(100)
    expect(await traffic.artifactOf(target, 'function-version-99')).toBeUndefined()
  })

  test('$LATEST, two canaries and two names are said to be unclear', async () => {
    const { lambda, traffic, version } = bench()
    version('v2')
    version('v3')
    const unclear = { code: 'traffic.state-unclear' }
    lambda.setAlias('live', '$LATEST')
    await expect(traffic.read(target)).rejects.toMatchObject(unclear)
    lambda.setAlias('live', '1', { 2: 0.1, 3: 0.1 })
    await expect(traffic.read(target)).rejects.toMatchObject(unclear)
    lambda.setAlias('live', '1')
    lambda.setAlias('houston_live_v9', '1', {}, note('v9'))
    await expect(traffic.read(target)).rejects.toMatchObject(unclear)
  })

  test('a version that cannot share the alias is refused before it takes traffic', async () => {
    const { lambda, traffic } = bench()
    const prepare = (location: string) => traffic.prepare(target, { version: 'v2', digest: 'sha256:v2', location })
    lambda.versions.set('2', { role: 'arn:aws:iam::1:role/other' })
    lambda.versions.set('3', { state: 'Failed' })
    lambda.versions.set('4', { state: 'Pending' })
    const invalid = { code: 'traffic.version-invalid' }
    await expect(prepare('2')).rejects.toMatchObject(invalid)
    await expect(prepare('3')).rejects.toMatchObject(invalid)
    await expect(prepare('4')).rejects.toMatchObject({ code: 'traffic.not-ready' })
    await expect(prepare('1')).rejects.toMatchObject({ ...invalid, message: expect.stringContaining('v1 already') })
    await expect(prepare('$LATEST')).rejects.toMatchObject(invalid)
    expect(lambda.aliasNames()).toEqual(['live', 'houston_live_v1'])
  })

  test('a promotion that broke off anywhere is finished by a repeat, and lets nothing else go', async () => {
    for (const operation of ['UpdateAlias', 'DeleteAlias'])
      for (const when of ['before', 'after'] as const) {
        const { lambda, traffic, version } = bench()
        await traffic.prepare(target, version('v2'))
        await traffic.prepare(target, version('v3'))
        lambda.failNext(operation, when)
        await expect(traffic.promote(target, 'v2')).rejects.toMatchObject({ code: 'traffic.target-unreachable' })
        await traffic.promote(target, 'v2')
        expect(lambda.aliasNames().toSorted()).toEqual(['houston_live_v2', 'houston_live_v3', 'live'])
        await traffic.prepare(target, version('v1'))
        await traffic.promote(target, 'v2')
        expect(lambda.aliasNames()).toContain('houston_live_v1')
      }
  })

  test.each([
    '',
    'checkout:live',
    'arn:aws:lambda:eu-west-1:123456789012:function:checkout',
    `${target.address}:x`,
    'http://x',
  ])('the address %j is refused', async (address) => {
    const { traffic } = bench()
    const read = traffic.read({ ...target, address })
    await expect(read).rejects.toMatchObject({ code: 'traffic.target-invalid', fields: [{ path: 'address' }] })
  })
})
