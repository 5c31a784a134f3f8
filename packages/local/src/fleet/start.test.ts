/** The fleet as real processes: traffic by weight, crashes, restarts, no orphans. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { fleetVersion, type RunningFleet, startFleet } from './start.ts'

const stops: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function start(options: Parameters<typeof startFleet>[0]): Promise<RunningFleet> {
  const fleet = await startFleet(options)
  stops.push(fleet.stop)
  return fleet
}

const one = { checkout: { version: 'v1', behaviour: { latencyMs: 0 }, instances: 1 } }

async function call(fleet: RunningFleet, method: string, path: string, body: unknown, token = fleet.token) {
  const response = await fetch(`${fleet.routerUrl}/-/services/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

async function get(fleet: RunningFleet, path: string, headers: Record<string, string> = {}) {
  const response = await fetch(fleet.routerUrl + path, { headers })
  await response.arrayBuffer()
  return response
}

const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 5_000
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error('it did not happen in 5 s')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const pidsOf = async (fleet: RunningFleet) =>
  Object.values((await fleet.state('checkout')).pools).flatMap(({ pids }) => pids)

test('spreads requests by weight and counts them by version', async () => {
  const fleet = await start({ services: one })
  await call(fleet, 'PUT', 'checkout/pool', { ...fleetVersion('v2', { errorRate: 1 }), instances: 1 })
  await call(fleet, 'PUT', 'checkout/weights', { canaryVersion: 'v2', weightPercent: 10 })
  for (let index = 0; index < 100; index++) await get(fleet, '/checkout/items')
  const order = await fetch(`${fleet.routerUrl}/checkout/orders`, { method: 'POST', body: '{}' })
  await order.arrayBuffer()
  const { v1, v2 } = (await fleet.counts()).checkout ?? {}
  expect((v1?.ok ?? 0) + (v2?.error ?? 0)).toBe(101)
  expect(v2?.error).toBeGreaterThanOrEqual(9)
  expect(v2?.error).toBeLessThanOrEqual(11)
  expect((await get(fleet, '/nobody/items')).status).toBe(404)
})

test('a sticky caller keeps its version while the weight stands', async () => {
  const fleet = await start({ services: { checkout: { ...one.checkout, stickyHeader: 'x-customer' } } })
  await call(fleet, 'PUT', 'checkout/pool', { ...fleetVersion('v2', { latencyMs: 0 }), instances: 1 })
  await call(fleet, 'PUT', 'checkout/weights', { canaryVersion: 'v2', weightPercent: 50 })
  const versionOf = async (customer: number) =>
    (await get(fleet, '/checkout/items', { 'x-customer': String(customer) })).headers.get('x-fleet-version')
  const first = await Promise.all(Array.from({ length: 20 }, (_, customer) => versionOf(customer)))
  const again = await Promise.all(Array.from({ length: 20 }, (_, customer) => versionOf(customer)))
  expect(again).toEqual(first)
  expect(new Set(first)).toEqual(new Set(['v1', 'v2']))
})

test('a pool whose instances have died answers 503, counted as its errors, until they are back', async () => {
  const fleet = await start({ services: one })
  const [pid = -1] = await pidsOf(fleet)
  process.kill(pid, 'SIGKILL')
  await until(async () => (await get(fleet, '/checkout/items')).status === 503)
  expect((await fleet.counts()).checkout?.v1?.error).toBeGreaterThanOrEqual(1)
  await until(async () => (await get(fleet, '/checkout/items')).status === 200)
  expect(await pidsOf(fleet)).not.toContain(pid)
})

test('a router that was killed leaves no orphans, and restores its pools and weights', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'fleet-test-'))
  stops.push(() => rmSync(directory, { recursive: true }))
  const fleet = await start({ services: one, directory })
  await call(fleet, 'PUT', 'checkout/pool', { ...fleetVersion('v2'), instances: 1 })
  await call(fleet, 'PUT', 'checkout/weights', { canaryVersion: 'v2', weightPercent: 25 })
  const pids = await pidsOf(fleet)
  await fleet.crash()
  await until(() => !pids.some(alive))
  const again = await start({ services: one, directory, port: Number(new URL(fleet.routerUrl).port) })
  expect(again.routerUrl).toBe(fleet.routerUrl)
  const { stableVersion, canaryVersion, canaryWeightPercent } = await again.state('checkout')
  expect({ stableVersion, canaryVersion, canaryWeightPercent }).toEqual({
    stableVersion: 'v1',
    canaryVersion: 'v2',
    canaryWeightPercent: 25,
  })
  expect(Object.values((await again.state('checkout')).pools).map(({ healthy }) => healthy)).toEqual([1, 1])
})

test('a fleet whose owner was killed ends itself', async () => {
  const startPath = new URL('./start.ts', import.meta.url).href
  const script = `const { startFleet } = await import(${JSON.stringify(startPath)})
      const fleet = await startFleet({ services: { checkout: { version: 'v1', instances: 2 } } })
      const { pools } = await fleet.state('checkout')
      process.stdout.write(JSON.stringify([fleet.routerPid, ...pools.v1.pids]))
      setInterval(() => {}, 1_000)`
  const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [written] = (await once(owner.stdout, 'data')) as [Buffer]
  const pids = JSON.parse(written.toString()) as number[]
  expect(pids).toHaveLength(3)
  expect(pids.every(alive)).toBe(true)
  owner.kill('SIGKILL')
  await until(() => !pids.some(alive))
})

test('a version that never becomes healthy is refused, and its processes are gone', async () => {
  const fleet = await start({ services: one })
  const { status, body } = await call(fleet, 'PUT', 'checkout/pool', fleetVersion('v2', { crashesAfterMs: 0 }))
  expect({ status, reason: body.reason }).toEqual({ status: 422, reason: 'version-invalid' })
  expect(Object.keys((await fleet.state('checkout')).pools)).toEqual(['v1'])
})

test('stop ends every process', async () => {
  const fleet = await startFleet({ services: one })
  const pids = [fleet.routerPid, ...(await pidsOf(fleet))]
  await fleet.stop()
  await until(() => !pids.some(alive))
})

test('the control API wants its token and a valid request', async () => {
  const fleet = await start({ services: one })
  const weights = { canaryVersion: 'v2', weightPercent: 1 }
  expect((await call(fleet, 'PUT', 'checkout/weights', weights, 'wrong')).status).toBe(401)
  expect((await call(fleet, 'PUT', 'checkout/weights', weights)).body.reason).toBe('version-unknown')
  expect((await call(fleet, 'PUT', 'checkout/weights', {})).body.reason).toBe('request-invalid')
  expect((await call(fleet, 'PUT', 'checkout/nothing', {})).body.reason).toBe('not-found')
})
