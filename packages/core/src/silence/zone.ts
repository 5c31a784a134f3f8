/** Wall-clock fields of an instant in a zone of the IANA database. */
export interface WallClock {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  /** 1 to 31. */
  readonly day: number
  /** 0 is Sunday. */
  readonly weekday: number
  /** Minutes since the wall clock's midnight. */
  readonly minute: number
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  formatters.set(zone, made)
  return made
}

export function isZone(zone: string): boolean {
  try {
    formatterOf(zone)
    return true
  } catch {
    return false
  }
}

export function wallClock(zone: string, timeMs: number): WallClock {
  const fields: Record<string, number> = {}
  for (const { type, value } of formatterOf(zone).formatToParts(timeMs)) fields[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = fields
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay()
  return { year, month, day, weekday, minute: hour * 60 + minute }
}

export const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()
