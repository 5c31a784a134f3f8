/** Question: how soon is a bad release found at the 1 % wave, at what price in bad requests, and by whom? */
import { Judge } from '../../packages/core/src/judge/index.ts'
import { chance } from './chance.ts'
import { type PairTick, poissonFamily } from './families.ts'
import { oracle, type PeerKind, peers } from './peers.ts'
import { tunedThreshold } from './tuned.ts'
import { learnt, strictErrors } from './wave-run.ts'

export interface DetectionRow {
  readonly judge: string
  readonly rps: number
  readonly ratio: number
  readonly runs: number
  readonly detected: number
  readonly medianSeconds: number | null
  readonly p99Seconds: number | null
  /** Median of the canary's bad requests until the alarm (or the horizon). */
  readonly badRequests: number
}

const tickSeconds = 10
const base = 0.001
const gate = strictErrors(['errors'])

export const houstonName = 'Houston'

const added = ([requests, bad]: [number, number], more: readonly [number, number] | undefined): [number, number] => [
  requests + (more?.[0] ?? 0),
  bad + (more?.[1] ?? 0),
]

function houston(rps: number, seed: number): PeerKind {
  return {
    name: houstonName,
    start: () => {
      const history = poissonFamily.start(chance(31, rps, seed), { rps, base, ratio: 1, tickSeconds })
      const carry = learnt(['errors'], [history], 720)
      let state = Judge.begin(gate, { weightPercent: 1, startMs: 0, soakMs: 1e12, expectedRps: rps, carry })
      // The judge's own ticks grow longer with the wave: the stream's are added up to them.
      let [startMs, canary, stable]: [number, [number, number], [number, number]] = [0, [0, 0], [0, 0]]
      return (tick, index) => {
        const endMs = (index + 1) * tickSeconds * 1_000
        canary = added(canary, tick?.canary)
        stable = added(stable, tick?.stable)
        if (endMs - startMs < Judge.calmTickMs(state.facts, startMs)) return false
        state = Judge.observe(state, { startMs, endMs, metrics: { errors: { canary, stable } } })
        ;[startMs, canary, stable] = [endMs, [0, 0], [0, 0]]
        return Judge.isHarmful(state)
      }
    },
  }
}

/** What every judge saw: index of the alarm tick, and the canary's bad requests until then. */
function race(kinds: readonly PeerKind[], rps: number, ratio: number, seed: number, ticks: number): [number, number][] {
  const draw = poissonFamily.start(chance(32, rps, ratio, seed), { rps, base, ratio, tickSeconds })
  const running = kinds.map((kind) => kind.start({ base, ratio: Math.max(ratio, 2), tickSeconds }))
  const found = kinds.map(() => [-1, 0] as [number, number])
  for (let index = 0; index < ticks; index++) {
    const tick: PairTick | null = draw(0.01, index * tickSeconds)
    let open = 0
    for (const [place, peer] of running.entries()) {
      const result = found[place]
      if (result === undefined || result[0] >= 0) continue
      result[1] += tick?.canary[1] ?? 0
      if (peer(tick, index)) result[0] = index
      else open += 1
    }
    if (open === 0) break
  }
  return found
}

const quantile = (values: readonly number[], share: number): number =>
  values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

/** Everybody that Houston is raced against. */
function rivals(rps: number, ratio: number): readonly PeerKind[] {
  // A healthy release is judged by the rule that is tuned to the common case, ten times the errors.
  const tuned = tunedThreshold(rps, base, ratio === 1 ? 10 : ratio)
  return [...peers, ...(tuned === undefined ? [] : [tuned]), oracle]
}

/** Houston and others on the same streams. With `ratio` 1, `detected` is the number of false rollbacks. */
export function detection(
  rps: number,
  ratio: number,
  runs: number,
  minutes: number,
  kinds: readonly PeerKind[] = rivals(rps, ratio),
): readonly DetectionRow[] {
  const names = [houstonName, ...kinds.map(({ name }) => name)]
  const results: [number, number][][] = names.map(() => [])
  for (let seed = 0; seed < runs; seed++) {
    const outcome = race([houston(rps, seed), ...kinds], rps, ratio, seed, minutes * 6)
    for (const [place, result] of outcome.entries()) results[place]?.push(result)
  }
  return names.map((judge, place) => {
    const rows = results[place] ?? []
    const times = rows.flatMap(([index]) => (index < 0 ? [] : [(index + 1) * tickSeconds])).sort((a, b) => a - b)
    const bad = rows.map(([, count]) => count).sort((a, b) => a - b)
    // An alarm that never came is later than every other, in the median too.
    const all = [...times, ...Array.from({ length: runs - times.length }, () => Number.POSITIVE_INFINITY)]
    const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)
    return {
      judge,
      rps,
      ratio,
      runs,
      detected: times.length,
      medianSeconds: finite(quantile(all, 0.5)),
      p99Seconds: finite(quantile(all, 0.99)),
      badRequests: quantile(bad, 0.5),
    }
  })
}
