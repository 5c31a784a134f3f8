import { describe, expect, it } from 'vitest'
import { Judge } from '../judge/index.ts'
import { decideHold, holdGate, holdTickMs, isHeldIn } from './decide-hold.ts'
import { watchLimits } from './limits.ts'

const gate = Judge.gateSchema.parse({ name: 'errors', metrics: [{ id: 'errors' }] })
const hold = { waveIndex: 0, seenAtMs: 0, blindTold: false }
const held = { state: 'held', waveIndex: 0, abortedBy: undefined } as const
const dispersion = { errors: { squares: 2_000, mass: 2_000, pairs: 500 } }

function verdictOf(errors: number, ticks: number): Judge.Verdict {
  const facts = { weightPercent: 10, startMs: 0, soakMs: 0, tickMs: 20_000, expectedRps: 500, carry: { dispersion } }
  let state = Judge.begin(holdGate(gate, 20_000), facts)
  for (let tick = 0; tick < ticks; tick++) {
    const metrics = { errors: { canary: [1_000, errors], stable: [9_000, 9] } }
    state = Judge.observe(state, { startMs: tick * 20_000, endMs: (tick + 1) * 20_000, metrics })
  }
  return Judge.decide(state, ticks * 20_000)
}

describe('a release that waits at its gate', () => {
  it('is looked at only while it waits behind that wave', () => {
    expect(isHeldIn(held, 0)).toBe(true)
    expect(isHeldIn({ ...held, state: 'awaiting-approval' }, 0)).toBe(true)
    expect(isHeldIn({ ...held, state: 'soaking' }, 0)).toBe(false)
    expect(isHeldIn(held, 1)).toBe(false)
    expect(isHeldIn({ ...held, abortedBy: 'ann' }, 0)).toBe(false)
    const release = { ...held, state: 'shifting' } as const
    expect(decideHold({ hold, release, verdict: verdictOf(100, 5) }, 1)).toMatchObject({ kind: 'end' })
  })

  it('is taken back on harm, says why, and begins anew on health', () => {
    expect(decideHold({ hold, release: held, verdict: verdictOf(10, 5) }, 1)).toMatchObject({
      kind: 'harm',
      sentence: expect.stringMatching(/^While it waited at its gate\. Harm: errors/),
    })
    expect(decideHold({ hold, release: held, verdict: verdictOf(1, 5) }, 1)).toMatchObject({
      kind: 'go-on',
      restart: true,
    })
    expect(decideHold({ hold, release: held, verdict: verdictOf(3, 1) }, 1)).toMatchObject({
      kind: 'go-on',
      restart: false,
    })
  })

  it('is told of once nothing was seen for as long as the limit, at that very instant', () => {
    const verdict = verdictOf(0, 0)
    const atMs = watchLimits.blindMs.value
    expect(verdict.outcome).toBe('blind')
    expect(decideHold({ hold, release: held, verdict }, atMs - 1)).toMatchObject({ kind: 'go-on', tellBlind: false })
    expect(decideHold({ hold, release: held, verdict }, atMs)).toMatchObject({ kind: 'go-on', tellBlind: true })
    const told = { ...hold, blindTold: true }
    expect(decideHold({ hold: told, release: held, verdict }, atMs)).toMatchObject({ tellBlind: false })
  })

  it('needs more evidence than a wave, for each look begins anew', () => {
    expect(holdGate(gate, 20_000).alpha).toBeCloseTo(0.01 / 1_080, 10)
    expect(holdGate(gate, holdTickMs).alpha).toBeCloseTo(0.01 / 360, 10)
  })
})
