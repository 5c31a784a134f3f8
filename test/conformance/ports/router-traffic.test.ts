/** The router's driver against a real router with real processes. */
import { RouterTraffic } from '@houston/core/http/router-traffic.ts'
import { fleetVersion, startFleet } from '@houston/local/fleet/start.ts'
import { describeTraffic } from './traffic.ts'

describeTraffic('RouterTraffic', async () => {
  const fleet = await startFleet({ services: { checkout: { version: 'v1', instances: 1 } } })
  const target = { service: 'checkout', driver: 'router', address: fleet.routerUrl }
  return {
    traffic: new RouterTraffic({ token: () => fleet.token, instances: 1 }),
    target,
    stableVersion: 'v1',
    version: (name) => fleetVersion(name),
    broken: (name) => ({ version: name, digest: 'sha256:broken', location: 'fleet:{"errorRate":2}' }),
    settle: async () => {},
    unreachable: {
      traffic: new RouterTraffic({ token: () => fleet.token, timeoutMs: 500, slowTimeoutMs: 500 }),
      // Port 9, discard: nothing listens there.
      target: { ...target, address: 'http://127.0.0.1:9' },
    },
    stop: fleet.stop,
  }
})
