/**
 * What was counted, in rings of buckets: minutes for an hour, ten minutes for six hours, hours for three days, quarters of a day for
 * the whole window. A few kilobytes for each objective, however much traffic there is.
 */
import { hourMs, minuteMs } from '../clock.ts'

/** What happened in a half-open time, and how much of that time was counted. */
export interface Counted {
  readonly startMs: number
  readonly endMs: number
  readonly bad: number
  readonly total: number
}

export interface Sum {
  readonly bad: number
  readonly total: number
  readonly seenMs: number
}

/** Bad, total, seconds seen. */
type Row = readonly [number, number, number]

/** Its rows end with the bucket `newest`, counted from the Unix epoch. */
export interface Ring {
  readonly bucketMs: number
  readonly size: number
  readonly newest: number
  readonly rows: readonly Row[]
}

export type Ledger = readonly Ring[]

export const blockMs = 6 * hourMs

/** One bucket more than the window has, because its ends rarely fall on a bucket's. */
export const emptyLedger = (windowMs: number): Ledger => [
  ring(minuteMs, 61),
  ring(10 * minuteMs, 37),
  ring(hourMs, 73),
  ring(blockMs, Math.ceil(windowMs / blockMs) + 1),
]

const ring = (bucketMs: number, size: number): Ring => ({ bucketMs, size, newest: -1, rows: [] })

const empty: Row = [0, 0, 0]

export const fold = (ledger: Ledger, counted: Counted): Ledger => ledger.map((each) => foldRing(each, counted))

/** History that was read later: it goes into the blocks alone, because nothing looks at minutes of last week. */
export const foldHistory = (ledger: Ledger, counted: Counted): Ledger =>
  ledger.map((each) => (each.bucketMs === blockMs ? foldRing(each, counted) : each))

/** Spread evenly over the time that it was counted in. */
function foldRing(before: Ring, { startMs, endMs, bad, total }: Counted): Ring {
  const { bucketMs, size } = before
  const newest = Math.max(before.newest, Math.ceil(endMs / bucketMs) - 1)
  const rows = shifted(before, newest)
  const oldest = newest - size + 1
  const from = Math.max(oldest, Math.floor(startMs / bucketMs))
  for (let index = from; index * bucketMs < endMs; index++) {
    const coveredMs = Math.min(endMs, (index + 1) * bucketMs) - Math.max(startMs, index * bucketMs)
    const share = coveredMs / (endMs - startMs)
    const place = index - (newest - rows.length + 1)
    const [b, t, s] = rows[place] ?? empty
    rows[place] = [rounded(b + bad * share), rounded(t + total * share), rounded(s + coveredMs / 1_000)]
  }
  return { bucketMs, size, newest, rows }
}

/** The rows with room up to `newest`, and for all of the ring once history may come. */
function shifted({ size, newest: last, rows }: Ring, newest: number): Row[] {
  const moved = last < 0 ? size : newest - last
  const whole = [...padded(rows, size), ...Array.from({ length: Math.min(moved, size) }, (): Row => empty)]
  return whole.slice(-size)
}

const padded = (rows: readonly Row[], size: number): Row[] => [
  ...Array.from({ length: size - rows.length }, (): Row => empty),
  ...rows,
]

const rounded = (value: number): number => Math.round(value * 1_000) / 1_000

/** All buckets that reach into the half-open time: the oldest counts whole until its last instant has left. */
export function sumOver(ledger: Ledger, startMs: number, endMs: number): Sum {
  // The finest ring that goes back far enough.
  const fit = ledger.find(({ bucketMs, size }) => (size - 1) * bucketMs >= endMs - startMs) ?? ledger.at(-1)
  if (fit === undefined) return { bad: 0, total: 0, seenMs: 0 }
  const first = fit.newest - fit.rows.length + 1
  const within = fit.rows.filter((_, place) => {
    const index = first + place
    return index * fit.bucketMs < endMs && (index + 1) * fit.bucketMs > startMs
  })
  const sum = (part: 0 | 1 | 2): number => within.reduce((all, row) => all + row[part], 0)
  return { bad: sum(0), total: sum(1), seenMs: sum(2) * 1_000 }
}

export const ledgerText = (ledger: Ledger): string =>
  JSON.stringify(ledger.map(({ bucketMs, size, newest, rows }) => [bucketMs, size, newest, rows.flat()]))

export function readLedger(text: string): Ledger {
  const rings = JSON.parse(text) as [number, number, number, number[]][]
  return rings.map(([bucketMs, size, newest, flat]) => ({
    bucketMs,
    size,
    newest,
    rows: Array.from({ length: flat.length / 3 }, (_, place): Row => {
      const [bad = 0, total = 0, seen = 0] = flat.slice(place * 3, place * 3 + 3)
      return [bad, total, seen]
    }),
  }))
}
