/** Several metrics, one answer: the mean of e-values for "any harm", e-Holm for "which one". */

/** ln of the mean of e-values: an e-value for "none of them is harmful", whatever their dependence. */
export function logAnyHarm(logs: readonly number[]): number {
  if (logs.length === 0) return 0
  let largest = Number.NEGATIVE_INFINITY
  for (const log of logs) if (log > largest) largest = log
  if (largest === Number.NEGATIVE_INFINITY) return largest
  let sum = 0
  for (const log of logs) sum += Math.exp(log - largest)
  return largest + Math.log(sum / logs.length)
}

/**
 * The hypotheses rejected with family-wise error ≤ alpha (Vovk & Wang 2021, arXiv:1912.06116: Holm's procedure on e-values):
 * the i-th largest of n is rejected while it is at least (n − i + 1)/alpha. Returns indexes into `logs`.
 */
export function eHolm(logs: readonly number[], alpha: number): readonly number[] {
  const order = logs.map((log, index) => ({ log, index })).sort((a, b) => b.log - a.log || a.index - b.index)
  const rejected: number[] = []
  for (const [place, { log, index }] of order.entries()) {
    if (log < Math.log((logs.length - place) / alpha)) break
    rejected.push(index)
  }
  return rejected
}
