/** From what the sources answered to what was counted since the last look. Pure. */
import { minuteMs, secondMs } from '../clock.ts'
import { type CounterMark, counterAmount, nextMark } from '../judge/index.ts'
import type { MetricQuery, MetricReading } from '../port/metrics.ts'
import type { Counted } from './ledger.ts'
import { sloLimits } from './limits.ts'
import type { Count, SloFacts, SloItem } from './slo.ts'

export const counts = ['part', 'total'] as const
export type CountName = (typeof counts)[number]
export type Marks = Readonly<Partial<Record<CountName, CounterMark>>>

/** What is read of an objective now; undefined where not even a minute has passed. A scrape has no past: it is read as of now. */
export function spanOf(
  slo: Pick<SloItem, 'part' | 'total' | 'readUntilMs'>,
  nowMs: number,
): { readonly startMs: number; readonly endMs: number } | undefined {
  const isScrape = [slo.part, slo.total].some(({ source }) => source === 'openmetrics')
  const lagMs = Math.max(slo.part.lagSec, slo.total.lagSec) * secondMs
  const endMs = isScrape ? nowMs : Math.floor((nowMs - lagMs) / minuteMs) * minuteMs
  // What lies further back was not read in time, and stays unseen.
  const startMs = Math.max(slo.readUntilMs, endMs - sloLimits.catchUpMs.value)
  return endMs - startMs >= (isScrape ? minuteMs / 2 : minuteMs) ? { startMs, endMs } : undefined
}

export const queryOf = (id: string, { query }: Count, span: { startMs: number; endMs: number }): MetricQuery => ({
  id,
  expression: query,
  ...span,
})

export type Reading =
  | { readonly kind: 'counted'; readonly counted: readonly Counted[]; readonly marks: Marks }
  /** Nothing to go by. `isLost`: this time can never be counted, and the counters begin anew. */
  | { readonly kind: 'nothing'; readonly why: string; readonly marks: Marks; readonly isLost: boolean }

/** What one of the two counts showed, in half-open spans. */
type Points = readonly { readonly startMs: number; readonly endMs: number; readonly value: number }[] | Blind
interface Blind {
  readonly why: string
  readonly isLost: boolean
}
const isBlind = (points: Points): points is Blind => 'why' in points

export function countedOf(
  slo: SloFacts,
  readings: Readonly<Partial<Record<CountName, MetricReading>>>,
  span: { readonly startMs: number; readonly endMs: number },
  marks: Marks,
): Reading {
  const found = {
    part: pointsOf(slo.part, readings.part, span, marks.part),
    total: pointsOf(slo.total, readings.total, span, marks.total),
  }
  const { part, total } = found
  if (!isBlind(part) && !isBlind(total))
    return { kind: 'counted', counted: together(slo, part, total), marks: marksAfter(readings, marks) }
  const whys = counts.flatMap((name) => {
    const points = found[name]
    return isBlind(points) ? [`${name === 'part' ? slo.counts : name}: ${points.why}`] : []
  })
  const isLost = [part, total].some((points) => isBlind(points) && points.isLost)
  return {
    kind: 'nothing',
    why: whys.join('; '),
    // Both begin anew, or both go on from where they were: counted over different times, one says nothing of the other.
    marks: isLost ? marksAfter(readings, {}) : marks,
    isLost,
  }
}

/** The counters as they were read now; one that was not read keeps its mark before. */
function marksAfter(readings: Readonly<Partial<Record<CountName, MetricReading>>>, before: Marks): Marks {
  return Object.fromEntries(
    counts.flatMap((name) => {
      const reading = readings[name]
      const mark = reading?.kind === 'counter' ? nextMark(reading, before[name]) : before[name]
      return mark === undefined ? [] : [[name, mark]]
    }),
  )
}

function pointsOf(
  count: Count,
  reading: MetricReading | undefined,
  span: { readonly startMs: number; readonly endMs: number },
  mark: CounterMark | undefined,
): Points {
  if (reading === undefined) return { why: 'the source did not answer', isLost: false }
  if (reading.kind === 'missing') {
    if (count.absentIsZero && reading.reason === 'no-data') return [{ ...span, value: 0 }]
    return { why: `${reading.reason}: ${reading.detail}`, isLost: false }
  }
  if (reading.kind === 'delta') return reading.points
  const amount = counterAmount(reading, mark)
  // The first reading only begins; after a reset nobody knows what was lost. Everything else is asked again.
  if ('missing' in amount)
    return {
      why: amount.detail ?? amount.missing,
      isLost: amount.missing === 'no-data' || amount.missing === 'counter-reset',
    }
  return [{ startMs: amount.fromMs, endMs: amount.toMs, value: amount.value }]
}

type Span = { readonly startMs: number; readonly endMs: number; readonly value: number }

/** Both counts side by side: per point where they have the same ones, else over all of the time. */
function together(slo: SloFacts, part: readonly Span[], total: readonly Span[]): readonly Counted[] {
  const alike =
    part.length === total.length &&
    part.every(({ startMs, endMs }, place) => startMs === total[place]?.startMs && endMs === total[place]?.endMs)
  const pairs = alike
    ? total.map((each, place) => pairOf(slo, [part[place] ?? each], [each]))
    : [pairOf(slo, part, total)]
  return pairs
    .filter(({ startMs, endMs }) => endMs > startMs)
    .map((each) => (slo.budgeting === 'timeslices' ? sliced(slo, each) : each))
}

function pairOf({ counts: which }: SloFacts, part: readonly Span[], total: readonly Span[]): Counted {
  const all = sum(total)
  const counted = sum(part)
  // Two reads are never of the same instant: more good ones than there were is none bad.
  const bad = Math.min(all, Math.max(0, which === 'bad' ? counted : all - counted))
  return {
    startMs: Math.min(...total.map(({ startMs }) => startMs)),
    endMs: Math.max(...total.map(({ endMs }) => endMs)),
    bad,
    total: all,
  }
}

const sum = (spans: readonly Span[]): number => spans.reduce((all, { value }) => all + value, 0)

/** Minutes in place of events. One in which nothing happened is neither good nor bad. */
function sliced({ sliceTarget = 1 }: SloFacts, { startMs, endMs, bad, total }: Counted): Counted {
  const slices = total > 0 ? (endMs - startMs) / sloLimits.sliceMs.value : 0
  const isGood = total > 0 && (total - bad) / total >= sliceTarget
  return { startMs, endMs, bad: isGood ? 0 : slices, total: slices }
}

/** Prometheus and CloudWatch can be asked of the past, where the query is one of increments. */
export const knowsThePast = ({ source, query }: Count): boolean =>
  source === 'cloudwatch' || (source === 'prometheus' && query.includes('$window'))
