/** One role over the days ahead as a strip: who, from when to when, what put them there, and every gap. */
import { useNow } from '../graph/clock.ts'
import { clockText, durationText, utcText } from './time.tsx'

export interface StripSpan {
  readonly from: string
  readonly until: string
  readonly people: readonly string[]
  readonly source: string | null
  readonly gapReason: string | null
}

export interface CalendarStripProps {
  readonly role: string
  readonly spans: readonly StripSpan[]
  readonly fromMs: number
  readonly untilMs: number
}

const dayMs = 86_400_000
const dayName = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric' })

/** The same person has the same colour on every strip. */
function hueOf(name: string): number {
  let hash = 0
  for (const letter of name) hash = (hash * 31 + letter.charCodeAt(0)) % 360
  return hash
}

export function CalendarStrip({ role, spans, fromMs, untilMs }: CalendarStripProps) {
  const nowMs = useNow()
  const share = (timeMs: number): number => (100 * (timeMs - fromMs)) / (untilMs - fromMs)
  const days = Array.from({ length: Math.round((untilMs - fromMs) / dayMs) }, (_, index) => fromMs + index * dayMs)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="strip-frame" aria-label={`${role}, day by day`} tabIndex={0}>
      <div className="strip-days" aria-hidden="true">
        {days.map((timeMs) => (
          <span key={timeMs}>{dayName.format(timeMs)}</span>
        ))}
      </div>
      <ol className="strip" aria-label={role}>
        {spans.map((span) => (
          <Span
            key={span.from}
            span={span}
            left={share(Date.parse(span.from))}
            right={share(Date.parse(span.until))}
            nowMs={nowMs}
          />
        ))}
      </ol>
      {nowMs >= fromMs && nowMs < untilMs && <NowLine left={share(nowMs)} />}
    </section>
  )
}

interface SpanProps {
  readonly span: StripSpan
  readonly left: number
  readonly right: number
  readonly nowMs: number
}

function Span({ span, left, right, nowMs }: SpanProps) {
  const { people, gapReason, source } = span
  const [fromMs, untilMs] = [Date.parse(span.from), Date.parse(span.until)]
  const who = people.length > 0 ? people.join(', ') : `nobody (${gapReason})`
  const when = `${clockText(fromMs, nowMs)} to ${clockText(untilMs, nowMs)}, ${durationText(untilMs - fromMs)}`
  const kind = people.length === 0 ? 'strip-gap' : source === 'layer' ? 'strip-held' : 'strip-exception'
  const title = `${who}: ${when}${source === null || source === 'layer' ? '' : ` by ${source}`} (${utcText(fromMs)} to ${utcText(untilMs)})`
  // The place and colour of a span are data: they cannot stand in a style sheet.
  const style = { left: `${left}%`, width: `${right - left}%`, '--hue': hueOf(who) } as React.CSSProperties
  return (
    <li className={`strip-span ${kind}`} style={style} title={title}>
      <span>{people.length > 0 ? who : 'nobody'}</span>
    </li>
  )
}

const NowLine = ({ left }: { readonly left: number }) => (
  <div className="strip-now" style={{ left: `${left}%` }} aria-hidden="true" />
)
