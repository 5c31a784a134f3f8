/** What happened, newest first: when, what, who, and what it said. */
import Box from '@cloudscape-design/components/box'
import { Empty } from './shown.tsx'
import { Time } from './time.tsx'

export interface TimelineItem {
  readonly id: string
  readonly type: string
  readonly at: string
  readonly actor: string
  /** JSON. */
  readonly data: string
}

/** `release.wave-started` is "Wave started". */
export function eventWords(type: string): string {
  const words = type.slice(type.indexOf('.') + 1).replaceAll('-', ' ')
  const noun = type.slice(0, type.indexOf('.'))
  const text = noun === 'release' ? words : `${noun} ${words}`
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** What a person wants to read of an event's data. */
function saying(data: Readonly<Record<string, unknown>>): string {
  const reason = data.reason as { readonly sentence?: string } | undefined
  const parts = [
    data.wave === undefined ? undefined : `${data.wave} at ${data.weightPercent} %`,
    data.outcome,
    typeof data.reason === 'string' ? data.reason : reason?.sentence,
    data.sentence,
    data.text,
    data.why === undefined ? undefined : `“${data.why}”`,
  ]
  return parts.filter((part) => part !== undefined && part !== '').join(' · ')
}

const who = (actor: string): string => actor.replace(/^(person|service):/, '').replace(/^system:/, 'Houston, ')

export function Timeline({ entries }: { readonly entries: readonly TimelineItem[] }) {
  if (entries.length === 0) return <Empty>Nothing has happened yet.</Empty>
  return (
    <ol className="timeline">
      {entries.toReversed().map(({ id, type, at, actor, data }) => (
        <li key={id}>
          <span className="timeline-time">
            <Time at={at} form="clock" />
          </span>
          <div>
            <strong>{eventWords(type)}</strong>{' '}
            <Box variant="span" color="text-body-secondary" fontSize="body-s">
              {who(actor)}
            </Box>
            <div className="timeline-text">{saying(JSON.parse(data) as Record<string, unknown>)}</div>
          </div>
        </li>
      ))}
    </ol>
  )
}
