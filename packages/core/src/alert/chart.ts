/** A series around an alert's onset, small enough for a page: buckets with their extremes, so that a spike is never lost. */
export interface Point {
  readonly timeMs: number
  readonly value: number
}

export interface ChartBucket {
  readonly fromMs: number
  /** Absent where nothing was measured: a gap is drawn as a gap. */
  readonly low?: number
  readonly high?: number
}

export interface Chart {
  readonly buckets: readonly ChartBucket[]
  readonly bucketMs: number
  readonly onsetMs: number
  readonly low: number
  readonly high: number
}

/** [fromMs, toMs) in `count` buckets. */
export function chartAround(
  points: readonly Point[],
  onsetMs: number,
  range: { readonly fromMs: number; readonly toMs: number; readonly count: number },
): Chart {
  const bucketMs = (range.toMs - range.fromMs) / range.count
  const values: number[][] = Array.from({ length: range.count }, () => [])
  for (const { timeMs, value } of points) {
    if (timeMs >= range.fromMs && timeMs < range.toMs && Number.isFinite(value))
      values[Math.floor((timeMs - range.fromMs) / bucketMs)]?.push(value)
  }
  const buckets = values.map((list, place): ChartBucket => {
    const fromMs = range.fromMs + place * bucketMs
    return list.length === 0 ? { fromMs } : { fromMs, low: Math.min(...list), high: Math.max(...list) }
  })
  const all = values.flat()
  return {
    buckets,
    bucketMs,
    onsetMs,
    low: all.length === 0 ? 0 : Math.min(...all),
    high: all.length === 0 ? 0 : Math.max(...all),
  }
}
