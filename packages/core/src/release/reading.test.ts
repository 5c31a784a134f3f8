import { describe, expect, it } from 'vitest'
import { Judge } from '../judge/index.ts'
import { readingWindow } from './reading.ts'

const wave = (facts: { tickMs: number; lagMs: number }, readUntilMs: number) => {
  const gate = Judge.gateSchema.parse({ name: 'errors', metrics: [{ id: 'errors' }] })
  const state = Judge.begin(gate, { weightPercent: 1, startMs: 0, soakMs: 900_000, expectedRps: 100, ...facts })
  return { judge: JSON.stringify(state), readUntilMs }
}

describe('what can be read of a wave', () => {
  it('is nothing until a whole tick is over, and then whole ticks in one', () => {
    const prompt = wave({ tickMs: 10_000, lagMs: 0 }, 5_000)
    expect(readingWindow(prompt, 14_999)).toBeUndefined()
    expect(readingWindow(prompt, 15_000)).toEqual({ startMs: 5_000, endMs: 15_000 })
    expect(readingWindow(prompt, 99_999)).toEqual({ startMs: 5_000, endMs: 95_000 })
  })

  it('is whole periods that are as old as the source is late', () => {
    const cloudWatch = wave({ tickMs: 60_000, lagMs: 60_000 }, 120_000)
    expect(readingWindow(cloudWatch, 239_999)).toBeUndefined()
    expect(readingWindow(cloudWatch, 240_000)).toEqual({ startMs: 120_000, endMs: 180_000 })
  })
})
