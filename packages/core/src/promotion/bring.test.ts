import { expect, it } from 'vitest'
import { promotionItem } from '../../../../test/harness/promotion-item.ts'
import { decideBringing } from './bring.ts'
import type { PromotionState } from './state.ts'

const known = (orderMs: number, version: string, state: PromotionState, upTo?: string) =>
  promotionItem({ orderMs, version, state, ...(upTo !== undefined && { upTo }) })

it('starts a version that never had a way, and once more one that was overtaken or taken back', () => {
  expect(decideBringing([], 'v1').kind).toBe('start')
  expect(decideBringing([known(2, 'v2', 'completed')], 'v1').kind).toBe('start')
  expect(decideBringing([known(1, 'v1', 'stopped'), known(2, 'v2', 'completed')], 'v1').kind).toBe('start-again')
  expect(decideBringing([known(1, 'v1', 'completed'), known(2, 'v2', 'completed')], 'v1').kind).toBe('start-again')
})

it('finds a version that is there or on its way, unless something newer is on its way', () => {
  expect(decideBringing([known(1, 'v1', 'completed'), known(2, 'v2', 'stopped')], 'v1').kind).toBe('there')
  expect(decideBringing([known(1, 'v1', 'soaking'), known(2, 'v2', 'completed')], 'v1').kind).toBe('under-way')
  expect(decideBringing([known(1, 'v1', 'completed'), known(2, 'v2', 'releasing')], 'v1').kind).toBe('start-again')
})

it('takes a way that ended before production for none', () => {
  expect(decideBringing([known(1, 'v1', 'completed', 'gamma')], 'v1').kind).toBe('start')
})
