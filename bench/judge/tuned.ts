/**
 * The threshold rule at its best: of many success rates and numbers of failed checks, the pair that finds this very harm soonest among
 * those that roll back no more healthy releases than Houston. Chosen on streams of its own, never on those it is then raced on.
 */
import { type Chance, chance } from './chance.ts'
import { type PeerKind, threshold } from './peers.ts'

const successShares = [0.999, 0.998, 0.995, 0.99, 0.985, 0.98, 0.97, 0.96, 0.95, 0.93, 0.9, 0.85, 0.8, 0.7] as const
const mostFailures = 40
/** Of Houston: at most 6 of 2,000 releases in an hour. */
export const equalFalseRollbacks = 0.003

interface Case {
  readonly rps: number
  readonly base: number
  readonly ratio: number
  readonly minutes: number
}

/** For each share, the minutes of a run whose check fails. */
function failedMinutes(draw: Chance, { rps, base, ratio, minutes }: Case): number[][] {
  const requests = Math.round(rps * 0.01 * 60)
  const failed: number[][] = successShares.map(() => [])
  for (let minute = 0; minute < minutes; minute++) {
    const good = 1 - draw.binomial(requests, Math.min(1, base * ratio)) / requests
    for (const [index, share] of successShares.entries()) if (good < share) failed[index]?.push(minute)
  }
  return failed
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Infinity

/** Undefined where no pair keeps the rate. */
export function tunedThreshold(rps: number, base: number, ratio: number, runs = 40_000): PeerKind | undefined {
  const facts = { rps, base, minutes: 60 }
  const healthy = Array.from({ length: runs }, (_, seed) =>
    failedMinutes(chance(51, rps, seed), { ...facts, ratio: 1 }),
  )
  const bad = Array.from({ length: 500 }, (_, seed) =>
    failedMinutes(chance(52, rps, ratio, seed), { ...facts, ratio, minutes: 240 }),
  )
  let best: { share: number; failures: number; minute: number } | undefined
  for (const [index, share] of successShares.entries()) {
    for (let failures = 1; failures <= mostFailures; failures++) {
      const rolledBack = healthy.filter((failed) => (failed[index]?.length ?? 0) >= failures).length
      if (rolledBack > equalFalseRollbacks * runs) continue
      const minute = median(bad.map((failed) => failed[index]?.[failures - 1] ?? Number.POSITIVE_INFINITY))
      if (minute < (best?.minute ?? Number.POSITIVE_INFINITY)) best = { share, failures, minute }
      break
    }
  }
  if (best === undefined) return undefined
  const { share, failures } = best
  return threshold(tunedName(`≥ ${Number((share * 100).toFixed(1))} %, ${failures} failed checks`), failures, share)
}

const tunedName = (rule: string): string => `threshold rule tuned to equal false rollbacks (${rule})`
