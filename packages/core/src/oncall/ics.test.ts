import fc from 'fast-check'
import { expect, test } from 'vitest'
import { escapeText, foldLine, icsText, utcTime } from './ics.ts'
import { at, weeklyPlan } from './plan-fixture.ts'
import { renderRole } from './render.ts'

const spans = renderRole(weeklyPlan(), 'primary', {
  fromMs: at('2026-01-05T09:00:00Z'),
  untilMs: at('2026-01-19T09:00:00Z'),
})
const feed = {
  name: 'Shop',
  rendered: [{ schedule: 'shop', role: 'primary' as const, spans }],
  nowMs: at('2026-01-01T00:00:00Z'),
}

test('writes a calendar as RFC 5545 wants it', () => {
  expect(icsText({ ...feed, person: 'grace' })).toBe(
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Houston//On-call//EN',
      'CALSCALE:GREGORIAN',
      'METHOD:PUBLISH',
      'X-WR-CALNAME:Shop',
      'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
      'BEGIN:VEVENT',
      `UID:${at('2026-01-12T09:00:00Z')}-shop-primary-grace@houston`,
      'DTSTAMP:20260101T000000Z',
      'DTSTART:20260112T090000Z',
      'DTEND:20260119T090000Z',
      'SUMMARY:grace: primary on call for shop',
      'DESCRIPTION:Layer weeks',
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n'),
  )
})

test('holds everybody where no person is named, nobody for a stranger, and no gap', () => {
  expect(icsText(feed).match(/BEGIN:VEVENT/g)).toHaveLength(2)
  expect(icsText({ ...feed, person: 'zoe' })).not.toContain('VEVENT')
})

test('gives every entry an id of its own, the same each time', () => {
  const ids = icsText(feed).match(/UID:.*/g) ?? []
  expect(new Set(ids).size).toBe(ids.length)
  expect(icsText({ ...feed, nowMs: feed.nowMs + 1_000 }).match(/UID:.*/g)).toEqual(ids)
})

test('leaves out a duty that ends within the second of its start', () => {
  const [first] = spans
  if (first === undefined) throw new Error('there are spans')
  const short = [{ ...first, untilMs: first.fromMs + 999 }]
  expect(icsText({ ...feed, rendered: [{ schedule: 'shop', role: 'primary', spans: short }] })).not.toContain('VEVENT')
})

test('escapes what has a meaning and drops what has no place', () => {
  expect(escapeText('a\\b;c,d\r\ne\nf\rg:"h"\u0007\u0000\u007f')).toBe('a\\\\b\\;c\\,d\\ne\\nf\\ng:"h"')
  expect(utcTime(at('2026-01-05T09:00:00.999Z'))).toBe('20260105T090000Z')
})

test('folds at 75 octets, not inside a letter', () => {
  expect(foldLine('x'.repeat(75))).toBe('x'.repeat(75))
  expect(foldLine('x'.repeat(76))).toBe(`${'x'.repeat(75)}\r\n x`)
  expect(foldLine(`${'x'.repeat(74)}é`)).toBe(`${'x'.repeat(74)}\r\n é`)
  expect(foldLine(`${'x'.repeat(72)}🚀`)).toBe(`${'x'.repeat(72)}\r\n 🚀`)
})

test('unfolds to what was folded, in lines that are short enough', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const line = escapeText(text.toWellFormed())
      const folded = foldLine(line)
      expect(folded.replaceAll('\r\n ', '')).toBe(line)
      for (const part of folded.split('\r\n')) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(75)
    }),
    { numRuns: 500 },
  )
})

test('shows a hostile name as text', () => {
  const text = icsText({ ...feed, name: 'x\r\nBEGIN:VEVENT\r\nATTACH:http://evil' })
  expect(text.split('\r\n').filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(2)
})
