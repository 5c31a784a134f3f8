/** The whole runtime is killed -9 while it writes and delivers, several times, and starts again on the same files. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../dynamodb/fixture.ts'

test('delivers every acknowledged write at least once and in order, over kills of the runtime', async () => {
  const directory = temporaryDirectory()
  const lines = (file: string): string[] => {
    const path = join(directory.path, file)
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : []
  }
  const live = (life: number, writes: number) =>
    spawn(
      process.execPath,
      [join(import.meta.dirname, 'kill.fixture.ts'), directory.path, String(life), String(writes)],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    )
  for (let life = 0; life < 3; life++) {
    const runtime = live(life, 100_000)
    const ended = once(runtime, 'exit')
    const before = lines('acknowledged').length
    while (lines('acknowledged').length < before + 40) await sleep(5)
    runtime.kill('SIGKILL')
    await ended
  }
  expect(await once(live(3, 10), 'exit')).toEqual([0, null])
  const acknowledged = lines('acknowledged')
  const firstDeliveries = [...new Set(lines('delivered'))]
  expect(acknowledged.length).toBeGreaterThanOrEqual(130)
  // A write may be applied and delivered though the kill came before its acknowledgement was noted.
  expect(firstDeliveries.filter((key) => acknowledged.includes(key))).toEqual(acknowledged)
  expect(firstDeliveries.length - acknowledged.length).toBeLessThanOrEqual(3)
  directory.remove()
})
