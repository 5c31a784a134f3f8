/** A review as a document: everything in it, in Markdown. The same facts give the same text. */
import { isoTime } from '../clock.ts'
import { formatDuration } from '../duration.ts'
import type { DomainEvent } from '../event.ts'
import type { Figures } from '../incident/index.ts'
import type { History } from '../recovery/index.ts'
import type { Gap, Lint } from './lint.ts'
import type { ActionItem, ReviewItem } from './review.ts'
import { stages } from './state.ts'

export interface ReviewView {
  readonly review: ReviewItem
  readonly items: readonly ActionItem[]
  readonly charts: readonly History[]
  readonly timeline: readonly DomainEvent[]
  readonly figures: Figures
  readonly gaps: readonly Gap[]
  readonly lint: readonly Lint[]
}

const clock = (atMs: number): string => isoTime(atMs).slice(0, 19).replace('T', ' ')
const span = (durationMs: number | null): string => (durationMs === null ? 'not known' : formatDuration(durationMs))
/** What people wrote must not become markup of its own. */
const cell = (text: string): string =>
  text
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll('<', '&lt;')
const row = (...cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`
const table = (head: readonly string[], rows: readonly string[]): string[] => [
  row(...head),
  `|${head.map(() => '---|').join('')}`,
  ...rows,
]
const unwritten = '*Not written yet.*'
const list = (lines: readonly string[]): string[] =>
  lines.length === 0 ? [unwritten] : lines.map((line) => `- ${cell(line)}`)

export function reviewMarkdown(view: ReviewView): string {
  const { review } = view
  const parts = [
    `# Correction of error: ${cell(review.title)}`,
    `${review.id} of ${review.incidentId}, ${review.severity}, ${review.state}. Written by ${cell(review.author)} for ${cell(review.owner)}.`,
    ...deadlines(review),
    '## Summary',
    review.summary === '' ? unwritten : cell(review.summary),
    '## Impact',
    ...impact(view),
    '## Phases',
    ...phases(view),
    '## Timeline',
    ...timeline(view),
    '## Metrics',
    ...view.charts.flatMap(chart),
    ...(view.charts.length === 0 ? ['The service has no metrics on record.'] : []),
    '## Related changes',
    ...changes(review),
    '## Root cause',
    review.rootCause === '' ? unwritten : cell(review.rootCause),
    '## Five whys',
    ...(review.whys.length === 0
      ? [unwritten]
      : review.whys.map(({ question, answer }, index) => `${index + 1}. **${cell(question)}** ${cell(answer)}`)),
    '## Contributing factors',
    ...list(review.factors),
    '## Lessons',
    ...list(review.lessons),
    '## Action items',
    ...items(view),
    ...(view.lint.length === 0
      ? []
      : ['## Still wanting', ...view.lint.map(({ path, sentence }) => `- \`${path}\`: ${cell(sentence)}`)]),
  ]
  return `${spaced(parts).join('\n')}\n`
}

/** An empty line between blocks, none inside tables and lists. */
function spaced(lines: readonly string[]): string[] {
  const block = (line: string): string => (/^\|/.test(line) ? 'table' : /^(-|\d+\.) /.test(line) ? 'list' : 'text')
  return lines.flatMap((line, index) => {
    const before = lines[index - 1]
    const joins = before !== undefined && block(line) !== 'text' && block(before) === block(line)
    return index === 0 || joins ? [line] : ['', line]
  })
}

const deadlines = ({ restoredAtMs }: ReviewItem): string[] =>
  stages.map(({ state, asks, dueAfterMs }) => `- ${state} until ${clock(restoredAtMs + dueAfterMs)} UTC: ${asks}`)

function impact({ review: { loss, startedAtMs, restoredAtMs } }: ReviewView): string[] {
  const share = loss.customerShare === null ? 'not known' : `${Math.round(loss.customerShare * 1_000) / 10} %`
  return table(
    ['what', 'how much'],
    [
      row('from', `${clock(startedAtMs)} UTC`),
      row('until', `${clock(restoredAtMs)} UTC`),
      row('duration', span(loss.durationMs)),
      row('time to detect', span(loss.detectMs)),
      row('time to acknowledge', span(loss.acknowledgeMs)),
      row('customers affected', share),
      row('customer reports', String(loss.customerReports)),
      row('revenue lost', loss.revenueUsd === null ? 'not known' : `$${loss.revenueUsd}`),
      row('failed requests', loss.failedRequests === null ? 'not known' : String(loss.failedRequests)),
      row('services', loss.services.join(', ')),
    ],
  )
}

const phases = ({ figures }: ReviewView): string[] =>
  table(
    ['phase', 'since the start', 'reference', 'took', 'reference'],
    figures.phases.map(({ title, sinceStartMs, referenceSinceStartMs, tookMs, referenceMs }) =>
      row(title, span(sinceStartMs), formatDuration(referenceSinceStartMs), span(tookMs), formatDuration(referenceMs)),
    ),
  )

function timeline({ timeline: events, gaps }: ReviewView): string[] {
  const facts = events.map(({ data }) => ({
    atMs: Number(data.happenedAtMs),
    source: String(data.source),
    what: String(data.sentence),
  }))
  const holes = gaps.map(({ fromMs, sentence }) => ({ atMs: fromMs, source: '**gap**', what: sentence }))
  // A gap stands behind the fact that it follows.
  const rows = [...facts, ...holes].sort((one, other) => one.atMs - other.atMs)
  return table(
    ['UTC', 'source', 'what'],
    rows.map(({ atMs, source, what }) => row(clock(atMs), source, what)),
  )
}

function chart({ title, ceiling, points, missing }: History): string[] {
  const head = `### ${cell(title)}${ceiling === undefined ? '' : ` (at most ${ceiling * 100} %)`}`
  if (points.length === 0) return [head, `No numbers: ${cell(missing ?? 'not known')}.`]
  const shares = points.map(({ requests, events }) => (requests === 0 ? undefined : events / requests))
  const most = Math.max(...shares.map((share) => share ?? 0), ceiling ?? 0)
  const bars = shares.map((share) =>
    share === undefined ? ' ' : (levels[Math.round((share / (most || 1)) * (levels.length - 1))] ?? ' '),
  )
  const [first, last] = [points[0], points.at(-1)]
  const range = first && last ? `${clock(first.startMs)} to ${clock(last.endMs)} UTC` : ''
  return [head, `\`${bars.join('')}\``, `${range}, highest ${Math.round(most * 100_000) / 1_000} %.`]
}
const levels = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']

function changes({ changes: found }: ReviewItem): string[] {
  if (found.length === 0) return ['No change of the service in the day before.']
  return table(
    ['release', 'version', 'commit', 'state', 'before the start'],
    found.map(({ releaseId, version, commit, state, beforeStartMs }) =>
      row(
        releaseId,
        version,
        commit.slice(0, 12),
        state,
        beforeStartMs < 0 ? 'after it' : formatDuration(beforeStartMs),
      ),
    ),
  )
}

function items({ items: found }: ReviewView): string[] {
  if (found.length === 0) return [unwritten]
  return table(
    ['item', 'owner', 'priority', 'due', 'kind', 'state', 'ticket'],
    found.map(({ title, owner, priority, dueAtMs, kind, state, ticket }) =>
      row(
        title,
        owner,
        priority,
        isoTime(dueAtMs).slice(0, 10),
        kind,
        state,
        ticket === undefined ? '' : `${ticket.system} ${ticket.key}`,
      ),
    ),
  )
}
