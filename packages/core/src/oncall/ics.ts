/** Duties as a calendar feed: iCalendar text by RFC 5545. */
import { type DutySpan, type Holder, holdersOf } from './duty.ts'
import { oncallLimits } from './limits.ts'
import type { RenderedRole } from './trouble.ts'

export interface IcsFeed {
  readonly name: string
  readonly rendered: readonly RenderedRole[]
  /** Only this person's duties; everybody's where it is not given. */
  readonly person?: string | undefined
  /** When the feed was made: every entry carries it. */
  readonly nowMs: number
}

/** The whole file, lines ended by CRLF, times in UTC. */
export function icsText({ name, rendered, person, nowMs }: IcsFeed): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Houston//On-call//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escapeText(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    ...rendered.flatMap((role) => eventsOf(role, person, nowMs)),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${foldLine(line)}\r\n`).join('')
}

function eventsOf(rendered: RenderedRole, person: string | undefined, nowMs: number): string[] {
  return rendered.spans.flatMap((span) =>
    holdersOf(span)
      .filter((holder) => person === undefined || holder.person === person)
      // An end must be later than its start, and the format knows whole seconds only.
      .filter(() => utcTime(span.fromMs) < utcTime(span.untilMs))
      .flatMap((holder) => eventOf(rendered, span, holder, nowMs)),
  )
}

function eventOf({ schedule, role }: RenderedRole, span: DutySpan, holder: Holder, nowMs: number): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${span.fromMs}-${schedule}-${role}-${holder.person}@houston`,
    `DTSTAMP:${utcTime(nowMs)}`,
    `DTSTART:${utcTime(span.fromMs)}`,
    `DTEND:${utcTime(span.untilMs)}`,
    `SUMMARY:${escapeText(`${holder.person}: ${role} on call for ${schedule}`)}`,
    `DESCRIPTION:${escapeText(reasonOf(holder))}`,
    // A duty does not make a person busy: meetings go on.
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ]
}

function reasonOf({ source }: Holder): string {
  switch (source.kind) {
    case 'layer':
      return `Layer ${source.layer}`
    case 'temporary':
      return `Temporary schedule ${source.id}`
    case 'override':
      return `Override ${source.id}`
  }
}

/** `20260105T090000Z`; RFC 5545 knows no fractions of a second. */
export const utcTime = (timeMs: number): string => new Date(timeMs).toISOString().replace(/[-:]|\.\d{3}/g, '')

/** RFC 5545 3.3.11: backslash, semicolon, comma and line breaks are escaped; control characters have no place in text. */
export function escapeText(text: string): string {
  return (
    text
      .replace(/[\\;,]/g, (letter) => `\\${letter}`)
      .replace(/\r\n|\r|\n/g, '\\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
  )
}

const octets = new TextEncoder()

/** RFC 5545 3.1: no line is longer than 75 octets; it goes on after CRLF and a space. A letter of several octets stays whole. */
export function foldLine(line: string): string {
  const limit = oncallLimits.icsLineOctets.value
  if (octets.encode(line).length <= limit) return line
  const lines: string[] = []
  let current = ''
  let length = 0
  for (const letter of line) {
    const size = octets.encode(letter).length
    if (length + size > limit) {
      lines.push(current)
      // The space that marks the continuation counts as well.
      current = ' '
      length = 1
    }
    current += letter
    length += size
  }
  return [...lines, current].join('\r\n')
}
