/** A promotion as it lies in the table, for tests of what reads it. */
import {
  type PromotionId,
  type PromotionItem,
  promotionId,
  type RegionState,
} from '../../packages/core/src/promotion/index.ts'
import { releaseId } from '../../packages/core/src/release/index.ts'
import { testStartMs } from './context.ts'

export const promotionIdAt = (orderMs: number): PromotionId => promotionId.derive(orderMs, 'checkout', `${orderMs}`)

type Stage = PromotionItem['stages'][number]

export const stageOf = (name: string, groups: string[][], more: Partial<Stage> = {}): Stage => ({
  name,
  groups,
  soakMs: 0,
  approvals: 0,
  onFailure: 'hold',
  onNewer: 'coalesce',
  ...more,
})

export const regionOf = (stage: string, region: string, more: Partial<RegionState> = {}): RegionState => ({
  stage,
  region,
  releaseId: releaseId.derive(testStartMs, stage, region),
  startedAtMs: testStartMs,
  ...more,
})

export const promotionItem = (more: Partial<PromotionItem> = {}): PromotionItem => ({
  id: promotionIdAt(more.orderMs ?? testStartMs),
  pipeline: 'checkout',
  service: 'checkout',
  version: '1.4.2',
  commit: '4f9a1c0',
  builtAtMs: testStartMs,
  author: 'ann',
  correlationId: 'cor_push',
  orderMs: testStartMs,
  state: 'releasing',
  stages: [stageOf('gamma', [['lab']]), stageOf('production', [['eu'], ['us', 'ap']])],
  staged: true,
  stageIndex: 0,
  groupIndex: 0,
  regions: [],
  approvedBy: [],
  createdAtMs: testStartMs,
  changedAtMs: testStartMs,
  revision: 0,
  ...more,
})
