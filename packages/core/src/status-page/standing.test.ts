import { describe, expect, it } from 'vitest'
import { incidentItem } from '../../../../test/harness/incident-item.ts'
import { incidentStates } from '../incident/index.ts'
import { turned } from './span.ts'
import { harmedServices, publicStateOf } from './standing.ts'
import { downMs, uptimeOf } from './uptime.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

describe('what an incident is to the public', () => {
  it.each([
    ['SEV1', { isOutage: true }, 'major_outage'],
    ['SEV1', {}, 'partial_outage'],
    ['SEV2', {}, 'degraded_performance'],
    ['SEV3', {}, undefined],
    ['SEV4', { isOutage: true }, undefined],
  ] as const)('%s with %o is a %s of its service', (severity, impact, expected) => {
    expect(harmedServices(incidentItem(undefined, { severity, impact })).get('checkout')).toBe(expected)
  })

  it('is degraded for what it only reaches, and over for all once the service was seen restored', () => {
    const reached = incidentItem(undefined, { impact: { isOutage: true }, services: ['checkout', 'basket'] })
    expect([...harmedServices(reached)]).toEqual([
      ['checkout', 'major_outage'],
      ['basket', 'degraded_performance'],
    ])
    for (const state of ['resolved', 'closed', 'merged'] as const)
      expect(harmedServices({ ...reached, state }).size).toBe(0)
  })

  it('has a public state in each state, and is over in none that goes on', () => {
    const over = incidentStates.filter((state) => publicStateOf[state] === 'resolved')
    expect(over).toEqual(['closed', 'merged'])
  })
})

describe('how long a service was how bad', () => {
  const bad = new Map([['checkout', 'partial_outage' as const]])
  const worse = new Map([['checkout', 'major_outage' as const]])

  it('begins, turns and ends, and is the same however often the same is told', () => {
    const begun = turned([], bad, 0)
    expect(turned(begun, bad, 5)).toEqual(begun)
    const ended = turned(turned(begun, worse, 10), new Map(), 30)
    expect(ended).toEqual([
      { service: 'checkout', status: 'partial_outage', fromMs: 0, untilMs: 10 },
      { service: 'checkout', status: 'major_outage', fromMs: 10, untilMs: 30 },
    ])
    expect(turned(ended, new Map(), 40)).toEqual(ended)
  })

  it('never ends before it began, whatever an event from before says', () => {
    expect(turned(turned([], bad, 100), new Map(), 50)).toEqual([])
    expect(turned(turned([], bad, 100), worse, 50)).toEqual([
      { service: 'checkout', status: 'major_outage', fromMs: 100 },
    ])
  })
})

describe('uptime', () => {
  it('counts a major outage whole, a partial one three tenths, and two at once as the worse of them', () => {
    const major = { status: 'major_outage', fromMs: 10, untilMs: 20 } as const
    const partial = { status: 'partial_outage', fromMs: 0, untilMs: 40 } as const
    expect(downMs([major], 0, 100)).toBe(10)
    expect(downMs([partial], 0, 100)).toBeCloseTo(12)
    expect(downMs([partial, major], 0, 100)).toBeCloseTo(0.3 * 30 + 10)
    expect(downMs([{ status: 'degraded_performance', fromMs: 0 }], 0, 100)).toBe(0)
  })

  it('says nothing of days before somebody watched, and goes up to now on the last', () => {
    const nowMs = 10 * dayMs + 6 * hourMs
    const down = { status: 'major_outage', fromMs: 9 * dayMs, untilMs: 9 * dayMs + 3 * hourMs } as const
    const { days, percent } = uptimeOf([down], { nowMs, sinceMs: 9 * dayMs, days: 3 })
    expect(days.map(({ worst, downMs: down }) => [worst, down])).toEqual([
      [undefined, 0],
      ['major_outage', 3 * hourMs],
      ['operational', 0],
    ])
    expect(percent).toBeCloseTo(90)
    expect(uptimeOf([], { nowMs, sinceMs: nowMs, days: 3 }).percent).toBeUndefined()
  })
})
