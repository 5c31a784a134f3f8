import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { durationMsSchema, formatDuration, parseDurationMs } from './duration.ts'

describe('durations', () => {
  it.each([
    ['45s', 45_000],
    ['15m', 900_000],
    ['2h', 7_200_000],
    ['1h30m', 5_400_000],
    ['1d', 86_400_000],
    ['0s', 0],
  ])('reads %s', (text, durationMs) => {
    expect(parseDurationMs(text)).toBe(durationMs)
  })

  it.each(['', '15', 'm', '-1m', '1.5h', '15 m', '15min', 'PT15M', '1h30', '9999999999s'])(
    'does not read %j',
    (text) => {
      expect(parseDurationMs(text)).toBeUndefined()
    },
  )

  it('reads back what it wrote, to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 * 86_400 }), (seconds) => {
        expect(parseDurationMs(formatDuration(seconds * 1000))).toBe(seconds * 1000)
      }),
    )
  })

  it('writes less than a second in ms, and never nothing', () => {
    expect(formatDuration(0)).toBe('0ms')
    expect(formatDuration(999)).toBe('999ms')
    expect(formatDuration(999.7)).toBe('1s')
    expect(formatDuration(1_499)).toBe('1s')
    expect(formatDuration(90_061_000)).toBe('1d1h1m1s')
  })

  it('takes text or milliseconds in files, and says what is wrong with anything else', () => {
    expect(durationMsSchema.parse('15m')).toBe(900_000)
    expect(durationMsSchema.parse(900_000)).toBe(900_000)
    for (const wrong of ['15 minutes', -1, 1.5, null, {}]) expect(durationMsSchema.safeParse(wrong).success).toBe(false)
    const [issue] = durationMsSchema.safeParse('soon').error?.issues ?? []
    expect(issue?.message).toBe('must be a duration such as 15m, 2h or 1h30m')
  })
})
