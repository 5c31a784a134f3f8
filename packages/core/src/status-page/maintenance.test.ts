import { describe, expect, it } from 'vitest'
import type { Maintenance } from '../silence/index.ts'
import { isOfService, occurrences } from './maintenance.ts'

const window = (more: Partial<Maintenance>): Maintenance => ({
  name: 'weekly',
  matchers: [{ label: 'service', operator: '=', value: 'checkout' }],
  // Sundays, 02:03 to 04:00.
  intervals: [{ weekdays: [[0, 0]], times: [[123, 240]] }],
  owner: 'payments',
  reason: 'database of payments moves',
  ...more,
})
const at = (text: string): number => Date.parse(text)

describe('a maintenance window', () => {
  it('is of a service where it looks at nothing but the service', () => {
    expect(isOfService(window({}), 'checkout')).toBe(true)
    expect(isOfService(window({}), 'search')).toBe(false)
    const some = [...window({}).matchers, { label: 'alertname', operator: '=' as const, value: 'HighCpu' }]
    expect(isOfService(window({ matchers: some }), 'checkout')).toBe(false)
  })

  it('is announced to the minute, ahead and while it goes on', () => {
    const until = at('2026-03-16T00:00Z')
    expect(occurrences(window({}), at('2026-03-02T09:00Z'), until)).toEqual([
      { fromMs: at('2026-03-08T02:03Z'), untilMs: at('2026-03-08T04:00Z') },
      { fromMs: at('2026-03-15T02:03Z'), untilMs: at('2026-03-15T04:00Z') },
    ])
    expect(occurrences(window({}), at('2026-03-08T03:59:30Z'), at('2026-03-08T04:10Z'))).toEqual([
      { fromMs: at('2026-03-08T02:03Z'), untilMs: at('2026-03-08T04:00Z') },
    ])
    expect(occurrences(window({}), at('2026-03-08T04:00Z'), at('2026-03-08T09:00Z'))).toEqual([])
  })
})
