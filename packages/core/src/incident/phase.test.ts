import { describe, expect, it } from 'vitest'
import { minuteMs } from '../clock.ts'
import { figuresOf, phases } from './phase.ts'

const start = 1_000_000_000_000
const fact = (type: string, minute: number, more: Record<string, unknown> = {}) => ({
  type: `incident.${type}`,
  data: { happenedAtMs: start + minute * minuteMs, ...more },
})
const opened = fact('opened', 2, { startedAtMs: start, detectedAtMs: start + minuteMs })

describe('the figures of an incident', () => {
  it('come from when things happened, not from when they were written', () => {
    const late = fact('acknowledged', 4)
    const { detectMs, acknowledgeMs, restoreMs } = figuresOf([opened, fact('resolved', 30), late])
    expect([detectMs, acknowledgeMs, restoreMs]).toEqual([minuteMs, 3 * minuteMs, 30 * minuteMs])
  })

  it('are unknown where the timeline does not say, never zero', () => {
    const { acknowledgeMs, restoreMs, phases: found } = figuresOf([opened])
    expect([acknowledgeMs, restoreMs]).toEqual([null, null])
    expect(found.find(({ name }) => name === 'war-room')).toMatchObject({
      atMs: null,
      tookMs: null,
      sinceStartMs: null,
    })
  })

  it('stand beside the reference: 184 minutes from the alert to the all clear', () => {
    const { phases: found } = figuresOf([opened])
    expect(found.at(-1)).toMatchObject({ name: 'all-clear', referenceSinceStartMs: 184 * minuteMs })
    expect(phases.map(({ referenceMs }) => referenceMs / minuteMs)).toEqual([1, 2, 1, 2, 3, 10, 20, 30, 15, 10, 60, 30])
  })

  it('count a phase from the latest one before it that was reached', () => {
    const found = figuresOf([opened, fact('acknowledged', 5), fact('remedy-recorded', 12, { outcome: 'done' })]).phases
    expect(found.find(({ name }) => name === 'fixed')).toMatchObject({
      sinceStartMs: 12 * minuteMs,
      tookMs: 7 * minuteMs,
    })
  })

  it('do not take a fix for one that did not last', () => {
    const { restoreMs } = figuresOf([opened, fact('resolved', 10), fact('relapsed', 20), fact('resolved', 40)])
    expect(restoreMs).toBe(40 * minuteMs)
    expect(figuresOf([opened, fact('resolved', 10), fact('relapsed', 20)]).restoreMs).toBeNull()
  })
})
