import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayMs, hourMs, minuteMs } from './clock.ts'
import { findZone, timeZoneSchema, zoneOf, zoneUnknown } from './zone.ts'

const at = (text: string): number => Date.parse(text)
const wall = (text: string): number => Date.parse(`${text}Z`)

describe('a skipped hour', () => {
  const chicago = zoneOf('America/Chicago')
  const change = at('2018-03-11T08:00:00Z')

  test('shows the time before and after it, and nothing between', () => {
    expect(chicago.wallMs(change - 1)).toBe(wall('2018-03-11T01:59:59.999'))
    expect(chicago.wallMs(change)).toBe(wall('2018-03-11T03:00'))
  })

  test('counts right after the skip', () => {
    for (const skipped of ['2018-03-11T02:00', '2018-03-11T02:30', '2018-03-11T03:00']) {
      expect(chicago.firstInstantMs(wall(skipped))).toBe(change)
      expect(chicago.lastInstantMs(wall(skipped))).toBe(change)
    }
  })
})

describe('a repeated hour', () => {
  const chicago = zoneOf('America/Chicago')

  test('has a first and a last instant', () => {
    expect(chicago.firstInstantMs(wall('2018-11-04T01:30'))).toBe(at('2018-11-04T06:30:00Z'))
    expect(chicago.lastInstantMs(wall('2018-11-04T01:30'))).toBe(at('2018-11-04T07:30:00Z'))
    expect(chicago.firstInstantMs(wall('2018-11-04T01:00'))).toBe(at('2018-11-04T06:00:00Z'))
    expect(chicago.lastInstantMs(wall('2018-11-04T01:00'))).toBe(at('2018-11-04T07:00:00Z'))
    expect(chicago.firstInstantMs(wall('2018-11-04T02:00'))).toBe(at('2018-11-04T08:00:00Z'))
    expect(chicago.lastInstantMs(wall('2018-11-04T02:00'))).toBe(at('2018-11-04T08:00:00Z'))
  })

  test('does not take back what the clocks have shown', () => {
    expect(chicago.wallMs(at('2018-11-04T07:00:00Z'))).toBe(wall('2018-11-04T01:00'))
    expect(chicago.latestWallMs(at('2018-11-04T06:59:59.999Z'))).toBe(wall('2018-11-04T01:59:59.999'))
    expect(chicago.latestWallMs(at('2018-11-04T07:00:00Z'))).toBe(wall('2018-11-04T01:59:59.999'))
    expect(chicago.latestWallMs(at('2018-11-04T08:00:00Z'))).toBe(wall('2018-11-04T02:00'))
  })
})

test('skips a whole day where a zone crossed the date line', () => {
  const apia = zoneOf('Pacific/Apia')
  expect(apia.firstInstantMs(wall('2011-12-30T09:00'))).toBe(at('2011-12-30T10:00:00Z'))
  expect(apia.wallMs(at('2011-12-30T10:00:00Z'))).toBe(wall('2011-12-31T00:00'))
})

test('repeats a day where a zone crossed it the other way', () => {
  const kwajalein = zoneOf('Pacific/Kwajalein')
  // 1969-10-01: from +11 to -12, so most of 30 September came twice.
  const change = at('1969-09-30T13:00:00Z')
  expect(kwajalein.wallMs(change)).toBe(wall('1969-09-30T01:00'))
  expect(kwajalein.latestWallMs(change)).toBe(wall('1969-09-30T23:59:59.999'))
  expect(kwajalein.lastInstantMs(wall('1969-09-30T12:00')) - kwajalein.firstInstantMs(wall('1969-09-30T12:00'))).toBe(
    23 * hourMs,
  )
})

test('refuses what is no zone of the database', () => {
  expect(() => zoneOf('Mars/Olympus')).toThrow('no time zone Mars/Olympus')
  expect(zoneUnknown('x').kind).toBe('input')
  for (const name of ['', '+02:00', 'Europe/Dublin ', '__proto__', 'x'.repeat(100)]) {
    expect(findZone(name)).toBeUndefined()
    expect(timeZoneSchema.safeParse(name).success).toBe(false)
  }
  expect(timeZoneSchema.parse('Asia/Singapore')).toBe('Asia/Singapore')
})

const zones = [
  'UTC',
  'America/Los_Angeles',
  'Europe/Dublin',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Pacific/Apia',
]
const zoneArbitrary = fc.constantFrom(...zones).map(zoneOf)
const instantArbitrary = fc.integer({
  min: at('2009-01-01T00:00:00Z') / minuteMs,
  max: at('2040-01-01T00:00:00Z') / minuteMs,
})

test('latest wall time and first instant belong together', () => {
  fc.assert(
    fc.property(zoneArbitrary, instantArbitrary, fc.integer({ min: -3_000, max: 3_000 }), (zone, minute, shift) => {
      const instant = minute * minuteMs
      const wallMs = instant + shift * minuteMs
      expect(zone.latestWallMs(instant) >= wallMs).toBe(instant >= zone.firstInstantMs(wallMs))
    }),
    { numRuns: 2_000 },
  )
})

test('what the clocks show leads back to the instant, or to its other pass', () => {
  fc.assert(
    fc.property(zoneArbitrary, instantArbitrary, (zone, minute) => {
      const instant = minute * minuteMs
      const shown = zone.wallMs(instant)
      expect(zone.firstInstantMs(shown)).toBeLessThanOrEqual(instant)
      expect(zone.lastInstantMs(shown)).toBeGreaterThanOrEqual(instant)
      expect(zone.wallMs(zone.firstInstantMs(shown))).toBe(shown)
      expect(zone.wallMs(zone.lastInstantMs(shown))).toBe(shown)
    }),
    { numRuns: 2_000 },
  )
})

test('answers the same at the seams of what it remembers', () => {
  const zone = zoneOf('America/New_York')
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone.name, dateStyle: 'short', timeStyle: 'medium' })
  for (let chapter = 40; chapter < 70; chapter++) {
    for (const off of [-1_000, 0, 1_000]) {
      const instant = chapter * 366 * dayMs + off
      expect(zone.wallMs(instant)).toBe(Date.parse(`${format.format(instant).replace(' ', 'T')}Z`))
    }
  }
})
