/** Real processes: the runtime is killed in the middle of a wave, started again, and the release finishes. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ReleaseView } from '@houston/core/release'
import { startFleet } from '@houston/local/fleet/start.ts'
import { startLoad } from '@houston/local/fleet/start-load.ts'
import { openSecrets } from '@houston/local/runtime'
import { expect, test } from 'vitest'
import { Client } from '../../packages/cli/src/client.ts'
import { build, type DemoBuild, push, pushedBuild } from '../../packages/cli/src/demo/push.ts'
import type { World } from '../../packages/cli/src/demo/world.ts'
import { startRuntimeProcess } from '../../packages/cli/src/runtime-process.ts'
import { pipelineInput } from '../harness/pipeline.ts'

const speed = 60
const service = 'checkout'
const waves = [
  { name: 'alpha', weightPercent: 10, soak: '5m' },
  { name: 'production', weightPercent: 100, soak: '4m' },
]
const healthy: DemoBuild = { service, title: 'A healthy change', errorRate: 0.01 }

test('killed in the middle of a wave and started again, Houston finishes the release', {
  timeout: 400_000,
}, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'houston-killed-'))
  const closers: (() => unknown)[] = [() => rmSync(directory, { recursive: true, force: true })]
  try {
    const secrets = openSecrets(directory)
    const stable = { version: 'v1', behaviour: { errorRate: 0.01 }, instances: 1 }
    const fleet = await startFleet({ token: secrets.routerToken, services: { [service]: stable } })
    closers.push(() => fleet.stop())
    const load = startLoad({ routerUrl: fleet.routerUrl, targets: [{ service, ratePerSec: 150 }], durationSec: 400 })
    closers.push(() => load.stop())

    const first = await startRuntimeProcess({ directory, port: 0, speed })
    closers.push(() => first.stop())
    const before = worldOf(first.url)
    await before.client.command('service.record', { name: service, owner: 'payments', tier: 1 })
    await before.client.command('pipeline.record', pipelineInput(fleet.routerUrl, { service, waves }))
    const pushed = pushedBuild(healthy)
    await push(before as World, pushed)
    await build(before as World, pushed)
    const releaseId = await until(async () => {
      const { items } = await before.client.command<{ items: { id: string; state: string }[] }>('release.list', {
        service,
      })
      return items.find(({ state }) => state === 'soaking')?.id
    })
    process.kill(first.pid, 'SIGKILL')
    await first.ended
    expect(await fleet.state(service)).toMatchObject({ canaryVersion: pushed.version, canaryWeightPercent: 10 })
    await sleep(500)

    const second = await startRuntimeProcess({ directory, port: 0, speed })
    closers.push(() => second.stop())
    const { client } = worldOf(second.url)
    const view = await until(async () => {
      const found = await client.command<ReleaseView>('release.get', { releaseId })
      return ['completed', 'rolled-back', 'rollback-failed'].includes(found.release.state) ? found : undefined
    })
    expect(view.release).toMatchObject({ state: 'completed', reason: { code: 'safe' } })
    expect(view.waves.map(({ outcome }) => outcome)).toEqual(['passed', 'passed'])
    expect(await fleet.state(service)).toMatchObject({ stableVersion: pushed.version, canaryWeightPercent: 0 })
    const { items } = await client.request<{ items: unknown[] }>('GET', '/local/dead-letters')
    expect(items).toEqual([])

    function worldOf(url: string): Pick<World, 'client' | 'secrets'> {
      return { client: new Client({ url, token: secrets.adminToken }), secrets }
    }
  } finally {
    for (const close of closers.reverse()) await close()
  }
})

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (const deadlineMs = Date.now() + 150_000; Date.now() < deadlineMs; await sleep(100)) {
    const found = await look()
    if (found !== undefined) return found
  }
  throw new Error('waited for 150 s')
}
