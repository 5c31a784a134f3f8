import { afterAll, beforeAll, expect, it } from 'vitest'
import { promotionIdAt, promotionItem } from '../../../../test/harness/promotion-item.ts'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { activePromotions, promotionEntity, promotionsOfPipeline, stageEntity, stagesOfPipeline } from './store.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

const idsUnder = async (query: Parameters<typeof promotionEntity.queryAll>[1]) =>
  (await promotionEntity.queryAll(table.store, query)).map(({ id }) => id)

it('finds a promotion by id, those of a pipeline by time, and those under way until they end', async () => {
  const [late, early] = [promotionItem({ orderMs: 5 }), promotionItem({ orderMs: 4 })]
  const other = promotionItem({ orderMs: 6, pipeline: 'checkout-preview' })
  await table.store.transact([late, early, other].map((item) => promotionEntity.create(item)))
  expect(await promotionEntity.get(table.store, { id: late.id })).toEqual({ ...late, revision: 1 })
  expect(await idsUnder({ ...promotionsOfPipeline('checkout'), limit: 9 })).toEqual([early.id, late.id])
  expect(await idsUnder({ ...activePromotions, limit: 9 })).toEqual([early.id, late.id, other.id])
  await table.store.transact([promotionEntity.replace({ ...early, revision: 1, state: 'stopped' })])
  expect(await idsUnder({ ...activePromotions, limit: 9 })).toEqual([late.id, other.id])
  expect(await idsUnder({ ...promotionsOfPipeline('checkout'), limit: 9 })).toEqual([early.id, late.id])
})

it('finds the stages of a pipeline and no other one’s', async () => {
  const stage = (pipeline: string, name: string) => ({
    pipeline,
    stage: name,
    inside: { promotionId: promotionIdAt(1), orderMs: 1 },
    line: [{ promotionId: promotionIdAt(2), orderMs: 2 }],
    enteredOrderMs: 1,
    enteredBy: promotionIdAt(1),
    revision: 0,
  })
  const items = [stage('shop', 'production'), stage('shop', 'gamma'), stage('shop-preview', 'gamma')]
  await table.store.transact(items.map((item) => stageEntity.create(item)))
  expect(await stageEntity.get(table.store, { pipeline: 'shop', stage: 'gamma' })).toEqual({ ...items[1], revision: 1 })
  const found = await stageEntity.queryAll(table.store, { ...stagesOfPipeline('shop'), limit: 9 })
  expect(found.map(({ stage: name }) => name)).toEqual(['gamma', 'production'])
})
