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

/** The pieces of the list `cut` by the list `windows`, each with what the piece came from. */
export function cutBy<Piece extends Interval>(pieces: readonly Piece[], windows: readonly Interval[]): Piece[] {
  const cut: Piece[] = []
  let first = 0
  for (const piece of pieces) {
    while ((windows[first]?.untilMs ?? Number.POSITIVE_INFINITY) <= piece.fromMs) first++
    for (let index = first; index < windows.length; index++) {
      const window = windows[index]
      if (window === undefined || window.fromMs >= piece.untilMs) break
      const common = intersect(piece, window)
      if (common !== undefined) cut.push({ ...piece, ...common })
    }
  }
  return cut
}

/** How much of the interval the list covers. */
export function coveredMs(interval: Interval, windows: readonly Interval[]): number {
  let low = 0
  let high = windows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((windows[middle]?.untilMs ?? 0) <= interval.fromMs) low = middle + 1
    else high = middle
  }
  let totalMs = 0
  for (let index = low; index < windows.length; index++) {
    const window = windows[index]
    if (window === undefined || window.fromMs >= interval.untilMs) break
    const common = intersect(interval, window)
    if (common !== undefined) totalMs += lengthMs(common)
  }
  return totalMs
}
