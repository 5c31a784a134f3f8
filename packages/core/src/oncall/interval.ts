/** Half-open intervals: [fromMs, untilMs). Lists of them are sorted and do not overlap. */
export interface Interval {
  readonly fromMs: number
  readonly untilMs: number
}

export const lengthMs = ({ fromMs, untilMs }: Interval): number => untilMs - fromMs
export const contains = ({ fromMs, untilMs }: Interval, timeMs: number): boolean => fromMs <= timeMs && timeMs < untilMs
export const overlaps = (a: Interval, b: Interval): boolean => a.fromMs < b.untilMs && b.fromMs < a.untilMs

/** What both cover, or undefined. */
export function intersect(a: Interval, b: Interval): Interval | undefined {
  const fromMs = Math.max(a.fromMs, b.fromMs)
  const untilMs = Math.min(a.untilMs, b.untilMs)
  return fromMs < untilMs ? { fromMs, untilMs } : undefined
}

/** Any intervals, as a list: what touches or overlaps becomes one. */
export function unite(intervals: readonly Interval[]): Interval[] {
  const united: { fromMs: number; untilMs: number }[] = []
  for (const { fromMs, untilMs } of intervals.toSorted((a, b) => a.fromMs - b.fromMs)) {
    if (fromMs >= untilMs) continue
    const last = united.at(-1)
    if (last !== undefined && fromMs <= last.untilMs) last.untilMs = Math.max(last.untilMs, untilMs)
    else united.push({ fromMs, untilMs })
  }
  return united
}

/** Each piece of the sorted list `pieces` with each part of it that the list `windows` leaves. */
export function forEachCut<Piece extends Interval>(
  pieces: readonly Piece[],
  windows: readonly Interval[],
  take: (piece: Piece, fromMs: number, untilMs: number) => void,
): void {
  let first = 0
  for (const piece of pieces) {
    while ((windows[first]?.untilMs ?? Number.POSITIVE_INFINITY) <= piece.fromMs) first++
    for (let index = first; index < windows.length; index++) {
      const window = windows[index]
      if (window === undefined || window.fromMs >= piece.untilMs) break
      take(piece, Math.max(piece.fromMs, window.fromMs), Math.min(piece.untilMs, window.untilMs))
    }
  }
}

/** The place of the first interval that ends after the instant; the list's length where none does. */
export function firstEndingAfter(intervals: readonly Interval[], atMs: number): number {
  let low = 0
  let high = intervals.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((intervals[middle]?.untilMs ?? 0) <= atMs) low = middle + 1
    else high = middle
  }
  return low
}

/** How much of the interval the list covers. */
export function coveredMs(interval: Interval, windows: readonly Interval[]): number {
  let totalMs = 0
  for (let index = firstEndingAfter(windows, interval.fromMs); index < windows.length; index++) {
    const window = windows[index]
    if (window === undefined || window.fromMs >= interval.untilMs) break
    totalMs += Math.min(interval.untilMs, window.untilMs) - Math.max(interval.fromMs, window.fromMs)
  }
  return totalMs
}

/** The stretches between all starts and ends, each with the intervals that hold it, in the order given; none where nobody holds it. */
export function stretchesOf<Item extends Interval>(items: readonly Item[]): (Interval & { readonly items: Item[] })[] {
  const edges = [...new Set(items.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]))].sort((a, b) => a - b)
  const stretches = edges.map((fromMs, index) => ({ fromMs, untilMs: edges[index + 1] ?? fromMs, items: [] as Item[] }))
  for (const item of items) {
    for (let place = firstEndingAfter(stretches, item.fromMs); place < stretches.length; place++) {
      const stretch = stretches[place]
      if (stretch === undefined || stretch.fromMs >= item.untilMs) break
      stretch.items.push(item)
    }
  }
  return stretches.filter(({ items: held }) => held.length > 0)
}
