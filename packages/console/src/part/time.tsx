/** A time in the viewer's own zone, in UTC when pointed at. */
import { useNow } from '../graph/clock.ts'

const clockFormat = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const dayFormat = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })

/** `14:03`, and with the day where it is not today's. */
export function clockText(timeMs: number, nowMs: number): string {
  const clock = clockFormat.format(timeMs)
  return dayFormat.format(timeMs) === dayFormat.format(nowMs) ? clock : `${dayFormat.format(timeMs)} ${clock}`
}

const steps: readonly (readonly [number, string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
]

/** `2 h 5 min`: two units at most. */
export function durationText(durationMs: number): string {
  const index = steps.findIndex(([unitMs]) => Math.abs(durationMs) >= unitMs)
  if (index === -1) return '0 s'
  const [unitMs, unit] = steps[index] ?? [1_000, 's']
  const whole = Math.trunc(durationMs / unitMs)
  const [nextMs, next] = steps[index + 1] ?? [0, '']
  const rest = nextMs === 0 ? 0 : Math.trunc((durationMs % unitMs) / nextMs)
  return rest === 0 || Math.abs(whole) >= 10 ? `${whole} ${unit}` : `${whole} ${unit} ${Math.abs(rest)} ${next}`
}

export const utcText = (timeMs: number): string =>
  `${new Date(timeMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`

export interface TimeProps {
  readonly at: string | null | undefined
  /** `ago`: how long since; `clock`: the time of day. */
  readonly form?: 'ago' | 'clock' | 'both'
}

export function Time({ at, form = 'ago' }: TimeProps) {
  const nowMs = useNow()
  if (at === null || at === undefined) return <>–</>
  const timeMs = Date.parse(at)
  const ago = timeMs <= nowMs ? `${durationText(nowMs - timeMs)} ago` : `in ${durationText(timeMs - nowMs)}`
  const clock = clockText(timeMs, nowMs)
  const text = form === 'ago' ? ago : form === 'clock' ? clock : `${clock} · ${ago}`
  return (
    <time dateTime={at} title={utcText(timeMs)}>
      {text}
    </time>
  )
}
