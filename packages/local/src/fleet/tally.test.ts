import { expect, test } from 'vitest'
import { LoadTally } from './tally.ts'

test('quantiles are right within five per cent', () => {
  const tally = new LoadTally()
  for (let latencyMs = 1; latencyMs <= 1_000; latencyMs++) tally.countAnswer(latencyMs !== 500, latencyMs)
  const { ok, error, latencyMsP50, latencyMsP99 } = tally.report(1)
  expect({ ok, error }).toEqual({ ok: 999, error: 1 })
  expect(Math.abs(latencyMsP50 / 500 - 1)).toBeLessThan(0.05)
  expect(Math.abs(latencyMsP99 / 990 - 1)).toBeLessThan(0.05)
})

test('a second without answers has latency 0', () => {
  expect(new LoadTally().report(3)).toMatchObject({ second: 3, sent: 0, latencyMsP99: 0 })
})
