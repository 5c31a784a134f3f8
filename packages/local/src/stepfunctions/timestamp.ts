/** Timestamps of Wait states: ISO 8601 in its extended form, with an offset. */

const pattern =
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})T(?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/

/** Milliseconds since the epoch, or undefined where the text is none or names no real day. */
export function parseTimestampMs(text: string): number | undefined {
  const found = pattern.exec(text)?.groups
  if (found === undefined) return undefined
  const [month, day, hour] = [Number(found.month), Number(found.day), Number(found.hour)]
  const daysInMonth = new Date(Date.UTC(Number(found.year), month, 0)).getUTCDate()
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth || hour > 23) return undefined
  // Date reads milliseconds; finer digits are cut.
  const timeMs = Date.parse(text.replace(/(\.\d{3})\d+/, '$1'))
  return Number.isNaN(timeMs) ? undefined : timeMs
}
