/** The router's driver against a real router with real processes, and against one that fails in ways a real one seldom does. */
import { RouterTraffic } from '@houston/core/http/router-traffic.ts'
import type { TrafficTarget } from '@houston/core/port/traffic.ts'
import { fleetVersion, startFleet } from '@houston/local/fleet/start.ts'
import { afterEach, describe, expect, test } from 'vitest'
import { type FakeAnswer, nobody, startFakeSource } from './fake-source.ts'
import { describeTraffic } from './traffic.ts'

/** Loses the answer of one promotion after the router has done it. */
class LossyRouterTraffic extends RouterTraffic {
  loseNext = false

  override async promote(target: TrafficTarget, version: string): Promise<void> {
    await super.promote(target, version)
    if (!this.loseNext) return
    this.loseNext = false
    throw new Error('the answer was lost')
  }
}

describeTraffic('RouterTraffic', async () => {
  const fleet = await startFleet({ services: { checkout: { version: 'v1', instances: 1 } } })
  const target = { service: 'checkout', driver: 'router', address: fleet.routerUrl }
  const traffic = new LossyRouterTraffic({ token: () => fleet.token, instances: 1 })
  return {
    traffic,
    target,
    stableVersion: 'v1',
    version: (name) => fleetVersion(name),
    broken: (name) => ({ version: name, digest: 'sha256:broken', location: 'fleet:{"errorRate":2}' }),
    settle: async () => {},
    unreachable: {
      traffic: new RouterTraffic({ token: fleet.token, timeoutMs: 500, slowTimeoutMs: 500 }),
      target: { ...target, address: nobody },
    },
    failNextPromotionHalfway: () => {
      traffic.loseNext = true
    },
    stop: fleet.stop,
  }
})

const token = 'secret-of-the-router'
const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

async function router(answer: (path: string, body: string) => FakeAnswer) {
  const source = await startFakeSource(answer)
  stops.push(source.stop)
  const traffic = new RouterTraffic({ token, timeoutMs: 300, slowTimeoutMs: 300 })
  return { traffic, target: { service: 'checkout', driver: 'router', address: source.url }, requests: source.requests }
}
const json = (value: unknown, status = 200) => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify(value),
})
const state = { stableVersion: 'v1', canaryWeightPercent: 0, revision: 3 }

describe('RouterTraffic', () => {
  test.each([
    ['a silent router', { silent: true }, 'traffic.target-unreachable'],
    ['a cut connection', { ...json(state), cutOff: true }, 'traffic.target-unreachable'],
    ['another page', { body: '<html>' }, 'traffic.target-unreachable'],
    ['another JSON', json({ ok: true }), 'traffic.target-unreachable'],
    ['a failure', json({}, 500), 'traffic.target-unreachable'],
    ['a refused token', json({ reason: 'token-missing' }, 401), 'traffic.access-refused'],
    ['throttling', json({}, 429), 'traffic.throttled'],
    ['a redirect', { status: 302 }, 'traffic.target-unreachable'],
  ])('%s is never a state', async (_, answer, code) => {
    const { traffic, target } = await router(() => answer)
    const error: unknown = await traffic.read(target).catch((refusal: unknown) => refusal)
    expect(error).toMatchObject({ code })
    expect(String(error)).not.toContain(token)
  })

  test.each(['', 'arn:aws:lambda:eu-west-1:1:function:x', 'file:///etc/passwd'])(
    'the address %j is refused',
    async (address) => {
      const { traffic, target } = await router(() => json(state))
      await expect(traffic.read({ ...target, address })).rejects.toMatchObject({ code: 'traffic.target-invalid' })
    },
  )

  test('a shift names the revision that it decided on, so that whoever moves the traffic meanwhile is noticed', async () => {
    const { traffic, target, requests } = await router((path) =>
      path.endsWith('/weights') ? json({ reason: 'drifted', detail: 'revision 4, not 3' }, 409) : json(state),
    )
    const shift = traffic.shift(target, 'v2', 10, { stableVersion: 'v1', canaryWeightPercent: 0 })
    await expect(shift).rejects.toMatchObject({ code: 'traffic.drifted' })
    expect(requests.map(({ path }) => path)).toEqual(['/-/services/checkout', '/-/services/checkout/weights'])
    expect(JSON.parse(requests[1]?.body ?? '')).toEqual({ canaryVersion: 'v2', weightPercent: 10, expectedRevision: 3 })
  })

  test('a shift that expects nothing is one call', async () => {
    const { traffic, target, requests } = await router(() => json(state))
    await traffic.shift(target, 'v2', 10)
    expect(requests).toHaveLength(1)
    expect(requests[0]?.headers.authorization).toBe(`Bearer ${token}`)
  })
})
