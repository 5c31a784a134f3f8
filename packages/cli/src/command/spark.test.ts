import { expect, it } from 'vitest'
import { spark } from './spark.ts'

it('draws a series from nothing to its highest, with gaps as gaps', () => {
  expect(spark([0, 0.5, null, 1])).toBe('▁▅·█')
  expect(spark([0, 0])).toBe('▁▁')
  expect(spark([])).toBe('')
  expect(spark([null, null])).toBe('··')
})
