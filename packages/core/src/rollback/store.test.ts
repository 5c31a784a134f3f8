import { afterAll, beforeAll, expect, it } from 'vitest'
import { testStartMs } from '../../../../test/harness/context.ts'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { releaseItem } from '../../../../test/harness/release-item.ts'
import { seededRandom } from '../random.ts'
import { releaseId } from '../release/index.ts'
import { planSteps, startStep } from './step.ts'
import { rollbackEntity } from './store.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

it('a rollback is found by its release, with its steps as they were left', async () => {
  const id = releaseId.create(testStartMs, seededRandom(1))
  const item = {
    revision: 0,
    releaseId: id,
    cause: { kind: 'alarm' as const, id: 'grp_1' },
    startedAtMs: testStartMs,
    steps: planSteps(releaseItem(id)),
  }
  const started = startStep(item, 'traffic', testStartMs)
  await table.store.transact([rollbackEntity.create(started)])
  expect(await rollbackEntity.get(table.store, { releaseId: id })).toEqual({ ...started, revision: 1 })
  await table.store.transact([rollbackEntity.replace({ ...started, returnTo: 'v1', revision: 1 })])
  expect((await rollbackEntity.get(table.store, { releaseId: id }))?.returnTo).toBe('v1')
})
