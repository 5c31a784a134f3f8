/** A real process that is killed right after it accepted an alert: the alert still wakes somebody after the next start. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { GroupRecord } from '@houston/core/correlation'
import { openSecrets } from '@houston/local/runtime'
import { expect, test } from 'vitest'
import { Client } from '../../packages/cli/src/client.ts'
import { startRuntimeProcess } from '../../packages/cli/src/runtime-process.ts'
import { alertmanagerBody } from '../harness/alert.ts'

test('killed after the 2xx and before the page, Houston wakes somebody after its next start', {
  timeout: 120_000,
}, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'houston-killed-alert-'))
  const closers: (() => unknown)[] = [() => rmSync(directory, { recursive: true, force: true })]
  try {
    const secrets = openSecrets(directory)
    const first = await startRuntimeProcess({ directory, port: 0, speed: 1 })
    closers.push(() => first.stop())
    const client = new Client({ url: first.url, token: secrets.adminToken })
    await client.command('service.record', { name: 'checkout', owner: 'payments', tier: 1 })
    const { status } = await fetch(`${first.url}/webhooks/alertmanager`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secrets.alertToken}` },
      body: alertmanagerBody([{ name: 'ErrorsHigh' }], Date.now()),
    })
    process.kill(first.pid, 'SIGKILL')
    expect(status).toBe(202)
    await first.ended

    const second = await startRuntimeProcess({ directory, port: 0, speed: 1 })
    closers.push(() => second.stop())
    const again = new Client({ url: second.url, token: secrets.adminToken })
    const groups = await until(async () => {
      const { items } = await again.command<{ items: GroupRecord[] }>('correlation.list', {})
      return items.length > 0 ? items : undefined
    })
    expect(groups).toMatchObject([{ title: 'ErrorsHigh at checkout', pages: true, alertCount: 1 }])
    const { items } = await again.request<{ items: unknown[] }>('GET', '/local/dead-letters')
    expect(items).toEqual([])
  } finally {
    for (const close of closers.reverse()) await close()
  }
})

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (const deadlineMs = Date.now() + 45_000; Date.now() < deadlineMs; await sleep(100)) {
    const found = await look()
    if (found !== undefined) return found
  }
  throw new Error('waited for 45 s')
}
