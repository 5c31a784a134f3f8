/** A backup that was taken in the middle of a wave becomes a Houston that goes on from there. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { restoreBackup, takeBackup } from '@houston/local/backup'
import { expect } from 'vitest'
import { completion, scenario, underWay } from '../harness/scenario.ts'

scenario('what a backup holds is what the restored Houston knows, and its releases go on', async (houston) => {
  await houston.declare()
  const { releaseId } = await houston.deliver()
  await houston.untilState(releaseId, ['soaking'])
  const before = await houston.release(releaseId)
  const room = mkdtempSync(join(tmpdir(), 'houston-backup-'))
  const folder = join(room, 'backup')
  const { manifest } = takeBackup(houston.directory, folder, new Date(houston.nowMs).toISOString())

  // The judge has looked again: what is lost with the directory is not nothing.
  await houston.fastForward('30s')
  expect((await houston.release(releaseId)).waves).not.toEqual(before.waves)

  await houston.restart({
    meanwhile: () => restoreBackup(folder, houston.directory, { replace: true, suffix: 'lost' }),
  })
  expect(Object.keys(manifest.databases)).toEqual(['runtime.db', 'table.db'])
  const after = await houston.release(releaseId)
  expect(after.release).toEqual(before.release)
  expect(after.waves).toEqual(before.waves)

  await houston.untilState(releaseId, ['completed'], '4h')
  rmSync(room, { recursive: true })
  rmSync(`${houston.directory}.lost`, { recursive: true })
  houston.allowEvents(...underWay, ...completion)
})
