import { describe, expect, it } from 'vitest'
import { testStartMs } from '../../../../test/harness/context.ts'
import { incidentItem } from '../../../../test/harness/incident-item.ts'
import { minuteMs } from '../clock.ts'
import { draftFor, dueCommunications, remindedPerson, reminderDelayMs } from './communication.ts'

const at = testStartMs
const commanded = { state: 'acknowledged', severity: 'SEV1', commandedAtMs: at } as const
const dueMinutes = (
  facts: Parameters<typeof dueCommunications>[0],
  told: Parameters<typeof dueCommunications>[1] = [],
) =>
  Object.fromEntries(
    dueCommunications(facts, told).map(({ audience, dueAtMs }) => [audience, (dueAtMs - at) / minuteMs]),
  )

describe('who must be told', () => {
  it('is reckoned from the first commander, and nobody before there is one', () => {
    expect(dueMinutes(commanded)).toEqual({ internal: 2, 'status-page': 5, customers: 10 })
    expect(dueMinutes({ state: 'open', severity: 'SEV1' })).toEqual({})
  })

  it.each([
    ['SEV2', { internal: 2, 'status-page': 5 }],
    ['SEV3', { internal: 2 }],
    ['SEV4', {}],
  ] as const)('depends on the severity: %s', (severity, expected) => {
    expect(dueMinutes({ ...commanded, severity })).toEqual(expected)
  })

  it('is told again at the severity’s pace', () => {
    const told = [{ audience: 'internal', toldAtMs: at + 2 * minuteMs, reminders: 0 }]
    expect(dueMinutes(commanded, told).internal).toBe(32)
    expect(dueMinutes({ ...commanded, severity: 'SEV2' }, told).internal).toBe(62)
  })

  it('hears of the end, once', () => {
    const resolved = { ...commanded, state: 'resolved', resolvedAtMs: at + 20 * minuteMs } as const
    expect(dueMinutes(resolved, [{ audience: 'customers', toldAtMs: at, reminders: 0 }]).customers).toBe(30)
    expect(
      dueMinutes(resolved, [{ audience: 'customers', toldAtMs: at + 21 * minuteMs, reminders: 0 }]).customers,
    ).toBe(undefined)
    expect(dueMinutes({ ...resolved, state: 'closed' })).toEqual({})
  })
})

describe('reminders', () => {
  it('come at the due instant, five and ten minutes later, then every quarter of an hour', () => {
    expect([0, 1, 2, 3, 4].map((count) => reminderDelayMs(count) / minuteMs)).toEqual([0, 5, 10, 25, 40])
  })

  it('go up to the commander and the executive, past vacant roles', () => {
    const roles = { commander: 'ann', 'communications-lead': 'cora', executive: 'eve' }
    expect([0, 1, 2, 3].map((count) => remindedPerson({ roles }, count))).toEqual(['cora', 'ann', 'eve', 'eve'])
    expect([0, 1, 2].map((count) => remindedPerson({ roles: { commander: 'ann' } }, count))).toEqual([
      'ann',
      'ann',
      'ann',
    ])
    expect(remindedPerson({ roles: {} }, 0)).toBe('on-call')
  })
})

describe('drafts', () => {
  it('tell colleagues the facts, and customers no names', () => {
    const incident = incidentItem(undefined, {
      roles: { commander: 'ann' },
      services: ['checkout', 'basket'],
      customerReports: 3,
    })
    const inside = draftFor(incident, 'internal', at + 7 * minuteMs)
    expect(inside).toBe(
      'SEV1 checkout fails at checkout, since 09:00 UTC (7 min). We are looking into it. Commander: ann. Also affected: basket. 3 customer reports.',
    )
    const names = new Map([['checkout', 'Payments']])
    const both = new Map([...names, ['basket', 'Basket']])
    expect(draftFor(incident, 'customers', at, both)).toContain('UTC Payments and Basket are disturbed.')
    for (const audience of ['status-page', 'customers'] as const) {
      expect(draftFor(incident, audience, at, names)).toBe(
        'Since 09:00 UTC Payments is disturbed. We are looking into it.',
      )
      expect(draftFor(incident, audience, at)).toBe(
        'Since 09:00 UTC a part of our service is disturbed. We are looking into it.',
      )
    }
  })
})
