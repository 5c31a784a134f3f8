/** Freezes: when they begin and end, what they are for, and what their documents refuse. */
import { describe, expect, it } from 'vitest'
import { type Freeze, freezeDocumentSchema, freezeOf, freezesAtMs, isFrozen, thawsAtMs } from './freeze.ts'
import { appliesTo } from './scope.ts'

const at = (iso: string): number => Date.parse(iso)
const documentOf = (spec: unknown) => ({
  apiVersion: 'houston.dev/v1',
  kind: 'Freeze',
  metadata: { name: 'test' },
  spec: { reason: 'Black Friday', ...(spec as object) },
})
const freezeFrom = (spec: unknown): Freeze => freezeOf(freezeDocumentSchema.parse(documentOf(spec)))

describe('a freeze', () => {
  const days = freezeFrom({ location: 'America/New_York', from: '2026-11-25', until: '2026-12-01T06:00' })

  it('is half-open, in the clocks of its zone', () => {
    const [fromMs, untilMs] = [at('2026-11-25T05:00:00Z'), at('2026-12-01T11:00:00Z')]
    expect([fromMs - 1, fromMs, untilMs - 1, untilMs].map((timeMs) => isFrozen(days, timeMs))).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(thawsAtMs(days, fromMs)).toBe(untilMs)
    expect(thawsAtMs(days, untilMs)).toBe(untilMs)
    expect(freezesAtMs(days, at('2026-01-01T00:00:00Z'))).toBe(fromMs)
    expect(freezesAtMs(days, untilMs)).toBeUndefined()
  })

  it('takes the longer reading of hours that clocks show twice', () => {
    const repeated = freezeFrom({ location: 'America/New_York', from: '2026-11-01T01:30', until: '2026-11-01T01:45' })
    expect(repeated.fromMs).toBe(at('2026-11-01T05:30:00Z'))
    expect(repeated.untilMs).toBe(at('2026-11-01T06:45:00Z'))
  })

  it('reads a time with an offset as that instant, whatever its zone', () => {
    const instant = freezeFrom({
      location: 'Asia/Tokyo',
      from: '2026-11-25T00:00:00Z',
      until: '2026-11-25T02:00:00+01:00',
    })
    expect(instant.fromMs).toBe(at('2026-11-25T00:00:00Z'))
    expect(instant.untilMs).toBe(at('2026-11-25T01:00:00Z'))
  })

  it('comes back every week, and between its two dates only where it has both', () => {
    const weekends = {
      timeIntervals: [
        { weekdays: ['friday'], times: [{ start_time: '16:00', end_time: '24:00' }] },
        { weekdays: ['saturday', 'sunday'] },
      ],
    }
    const always = freezeFrom(weekends)
    expect(thawsAtMs(always, at('2026-03-06T16:00:00Z'))).toBe(at('2026-03-09T00:00:00Z'))
    expect(freezesAtMs(always, at('2026-03-04T00:00:00Z'))).toBe(at('2026-03-06T16:00:00Z'))
    const december = freezeFrom({ ...weekends, from: '2026-12-01', until: '2026-12-13T12:00' })
    expect(isFrozen(december, at('2026-11-29T12:00:00Z'))).toBe(false)
    expect(isFrozen(december, at('2026-12-05T12:00:00Z'))).toBe(true)
    expect(thawsAtMs(december, at('2026-12-13T00:00:00Z'))).toBe(at('2026-12-13T12:00:00Z'))
  })

  it('without an end holds until it is taken back', () => {
    const open = freezeFrom({ from: '2026-03-01' })
    expect(isFrozen(open, at('2036-03-01T00:00:00Z'))).toBe(true)
    expect(thawsAtMs(open, at('2026-03-01T00:00:00Z'))).toBeUndefined()
    const everyDay = freezeFrom({ timeIntervals: [{ times: [{ start_time: '00:00', end_time: '24:00' }] }] })
    expect(thawsAtMs(everyDay, at('2026-03-01T00:00:00Z'))).toBeUndefined()
  })

  it.each([
    [{}, 'from'],
    [{ until: '2026-03-01' }, 'from'],
    [{ from: '2026-03-01', until: '2026-03-01' }, 'until'],
    [{ from: '2026-02-30' }, 'from'],
    [{ from: 'tomorrow' }, 'from'],
    [{ from: '2026-03-01', reason: '' }, 'reason'],
    [{ from: '2026-03-01', location: '+02:00' }, 'location'],
    [{ from: '2026-03-01', appliesTo: { tier: [1] } }, 'appliesTo'],
  ])('refuses %j and names the field', (spec, field) => {
    const parsed = freezeDocumentSchema.safeParse(documentOf(spec))
    expect(parsed.error?.issues.map(({ path }) => path[1])).toContain(field)
  })
})

describe('what a freeze is for', () => {
  const place = { service: 'shop', stage: 'production', region: 'eu-west-1', owner: 'store', tier: 1 }
  it.each([
    [{}, true],
    [{ tiers: [1, 2], stages: ['production'] }, true],
    [{ tiers: [2], stages: ['production'] }, false],
    [{ services: ['cart'] }, false],
    [{ regions: ['eu-west-1'], owners: ['store'] }, true],
  ])('%j holds a release of shop: %s', (scope, expected) => {
    expect(appliesTo({ appliesTo: scope }, place)).toBe(expected)
  })

  it('leaves out what is excepted', () => {
    expect(appliesTo({ appliesTo: {}, except: { services: ['shop'] } }, place)).toBe(false)
    expect(appliesTo({ appliesTo: {}, except: { services: ['shop'], regions: ['us-east-1'] } }, place)).toBe(true)
  })

  it('binds where the tier is not known, and excepts nothing there', () => {
    const unknown = { ...place, tier: undefined }
    expect(appliesTo({ appliesTo: { tiers: [2] } }, unknown)).toBe(true)
    expect(appliesTo({ appliesTo: {}, except: { tiers: [1] } }, unknown)).toBe(true)
    expect(appliesTo({ appliesTo: { tiers: [2], services: ['cart'] } }, unknown)).toBe(false)
  })
})
