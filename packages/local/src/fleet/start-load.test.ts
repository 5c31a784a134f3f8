import { afterEach, expect, test } from 'vitest'
import { type RunningFleet, startFleet } from './start.ts'
import { startLoad } from './start-load.ts'
import type { LoadReport } from './tally.ts'

let fleet: RunningFleet | undefined
afterEach(() => fleet?.stop())

test('every request that the load sends is counted by the router, for the same seed the same ones', async () => {
  fleet = await startFleet({ services: { checkout: { version: 'v1', instances: 1, behaviour: { errorRate: 0.2 } } } })
  const reports: LoadReport[] = []
  const targets = [{ service: 'checkout', ratePerSec: 100 }]
  const options = {
    routerUrl: fleet.routerUrl,
    targets,
    durationSec: 1.5,
    seed: 4,
    onReport: (r: LoadReport) => reports.push(r),
  }
  const first = await startLoad(options).done
  expect(first.sent).toBeGreaterThan(100)
  expect(first.dropped).toBe(0)
  expect(first.ok + first.error).toBe(first.sent)
  expect(reports.length).toBeGreaterThanOrEqual(1)
  const { v1 } = (await fleet.counts()).checkout ?? {}
  expect(v1).toMatchObject({ ok: first.ok, error: first.error, abandoned: 0 })
  expect((await startLoad(options).done).sent).toBe(first.sent)
})

test('a load that is stopped reports what it did', async () => {
  fleet = await startFleet({ services: { checkout: { version: 'v1', instances: 1 } } })
  const targets = [{ service: 'checkout', ratePerSec: 50 }]
  const started = Promise.withResolvers<LoadReport>()
  const load = startLoad({ routerUrl: fleet.routerUrl, targets, durationSec: 600, onReport: started.resolve })
  await started.promise
  expect((await load.stop()).sent).toBeGreaterThan(20)
})

test('a load without a target fails, and says so to whoever waits', async () => {
  const load = startLoad({ routerUrl: 'http://127.0.0.1:9', targets: [], durationSec: 1 })
  await expect(load.done).rejects.toThrow('ended without a report')
})
