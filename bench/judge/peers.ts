/**
 * What other judges do, re-stated small for this benchmark alone: none of it is their code, and each is named after the rule it
 * follows. All look once a minute at 10-second ticks, as their usual set-ups do, Kayenta's every ten minutes.
 */
import type { PairTick } from './families.ts'

/** Says after each tick whether the release is to be rolled back. A missing tick is null. */
export type Peer = (tick: PairTick | null, index: number) => boolean

export interface PeerKind {
  readonly name: string
  start(facts: { readonly base: number; readonly ratio: number; readonly tickSeconds: number }): Peer
}

/** Success rate of the canary's last minute at least `share`; so many failed checks abort. */
export const threshold = (name: string, failuresToAbort: number, share = 0.99): PeerKind => ({
  name,
  start: ({ tickSeconds }) => {
    const perCheck = Math.round(60 / tickSeconds)
    let [requests, bad, failures] = [0, 0, 0]
    return (tick, index) => {
      requests += tick?.canary[0] ?? 0
      bad += tick?.canary[1] ?? 0
      if ((index + 1) % perCheck !== 0) return false
      // Both count a check without data as failed; here it is left out, in their favour.
      if (requests > 0 && (requests - bad) / requests < share) failures += 1
      requests = 0
      bad = 0
      return failures >= failuresToAbort
    }
  },
})

/** One-sided two-proportion z-test at 5 %, looked at every minute. */
const peekedZ: PeerKind = {
  name: 'z-test, peeked',
  start: ({ tickSeconds }) => {
    const perCheck = Math.round(60 / tickSeconds)
    let [c, x, f, y] = [0, 0, 0, 0]
    return (tick, index) => {
      c += tick?.canary[0] ?? 0
      x += tick?.canary[1] ?? 0
      f += tick?.stable[0] ?? 0
      y += tick?.stable[1] ?? 0
      if ((index + 1) % perCheck !== 0 || c === 0 || f === 0) return false
      const pooled = (x + y) / (c + f)
      const error = Math.sqrt(pooled * (1 - pooled) * (1 / c + 1 / f))
      return error > 0 && (x / c - y / f) / error > 1.645
    }
  },
}

/**
 * Kayenta-style: per-minute error rates of canary and fleet, Mann-Whitney with the 98 % interval of the Hodges-Lehmann shift, high
 * where its lower end is beyond a quarter of the shift; judged every ten minutes on all minutes so far.
 */
const kayenta: PeerKind = {
  name: 'Kayenta-style Mann-Whitney',
  start: ({ tickSeconds }) => {
    const perCheck = Math.round(60 / tickSeconds)
    const [canary, stable]: [number[], number[]] = [[], []]
    let [c, x, f, y] = [0, 0, 0, 0]
    return (tick, index) => {
      c += tick?.canary[0] ?? 0
      x += tick?.canary[1] ?? 0
      f += tick?.stable[0] ?? 0
      y += tick?.stable[1] ?? 0
      if ((index + 1) % perCheck !== 0) return false
      canary.push(c > 0 ? x / c : 0)
      stable.push(f > 0 ? y / f : 0)
      ;[c, x, f, y] = [0, 0, 0, 0]
      return canary.length % 10 === 0 && isHigh(canary, stable)
    }
  },
}

function isHigh(canary: readonly number[], stable: readonly number[]): boolean {
  const [n, m] = [canary.length, stable.length]
  const differences = canary.flatMap((a) => stable.map((b) => a - b)).sort((a, b) => a - b)
  const shift = differences[Math.floor(differences.length / 2)] ?? 0
  const rank = Math.floor((n * m) / 2 - 2.326 * Math.sqrt((n * m * (n + m + 1)) / 12))
  return (differences[Math.max(0, rank)] ?? 0) > 0.25 * Math.abs(shift)
}

/** CUSUM that knows both rates: the least any judge could need. Threshold ln 100, as for a 1 % alarm. */
export const oracle: PeerKind = {
  name: 'oracle CUSUM (knows both rates)',
  start: ({ base, ratio }) => {
    let sum = 0
    return (tick) => {
      const [c, x] = tick?.canary ?? [0, 0]
      sum = Math.max(0, sum + x * Math.log(ratio) - c * base * (ratio - 1))
      return sum >= Math.log(100)
    }
  },
}

export const peers: readonly PeerKind[] = [
  threshold('Argo-style, ≥ 99 %, failureLimit 3', 4),
  threshold('Flagger-style, ≥ 99 %, threshold 5', 5),
  kayenta,
  peekedZ,
]
