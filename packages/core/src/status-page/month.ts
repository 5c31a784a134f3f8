/** The months that a stretch of time touches. */

/** An instant in each of them, the newest first; both ends are included. */
export function monthsBetween(fromMs: number, untilMs: number): readonly number[] {
  const months: number[] = []
  const from = new Date(fromMs)
  const firstMs = Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), 1)
  const last = new Date(untilMs)
  for (let back = 0; ; back++) {
    const monthMs = Date.UTC(last.getUTCFullYear(), last.getUTCMonth() - back, 1)
    if (monthMs < firstMs) return months
    months.push(monthMs)
  }
}
