/** The verdict: a list of questions in their order; the first that has an answer gives it. */
import { blindnessOf, criticalMetrics } from './blindness.ts'
import { isExcluded } from './exclude.ts'
import { findingsOf } from './findings.ts'
import type { GateMetric } from './gate.ts'
import { evidenceOf, isJudged } from './metric.ts'
import { canExclude, needOf, requestsToProve } from './need.ts'
import { release } from './observe.ts'
import { adviceText, causeText, comparison, evidence, needText, percent, worstCaseText } from './sentence.ts'
import type { MetricFinding, UndecidedReason, UndecidedVerdict, Verdict, WorstCase } from './verdict.ts'
import type { MetricState, WaveState } from './wave.ts'
import { upperExcess, worstCaseOf } from './worst-case.ts'

/** Everything a question may look at. */
interface Case {
  readonly wave: WaveState
  readonly nowMs: number
  readonly findings: readonly MetricFinding[]
  /** Critical metrics that this wave can judge, with their state. */
  readonly judged: readonly Judged[]
}

interface Judged {
  readonly metric: GateMetric
  readonly state: MetricState
}

type Question = (facts: Case) => Verdict | null

const titleOf = ({ title, id }: GateMetric): string => title ?? id

const convicted: Question = ({ wave, nowMs }) => {
  const { conviction, gate } = wave
  if (conviction === null) return null
  const metric = gate.metrics.find(({ id }) => id === conviction.metric)
  const finding = conviction.findings.find((row) => row.metric === conviction.metric)
  const seen = metric === undefined || finding === undefined ? conviction.metric : comparison(metric, finding)
  const why = {
    evidence: evidence(conviction.eValue, conviction.needs),
    'all-requests-bad': 'every canary request was bad in two ticks',
    'canary-silent': 'the canary had traffic and fell silent for two ticks or more',
    'over-ceiling': `proven above the ceiling of ${percent(metric?.ceiling ?? 0)}, which the stable side keeps`,
    signal: 'the signal was confirmed by a second tick',
  }[conviction.reason]
  const { findings, ...rest } = conviction
  return { outcome: 'harm', ...rest, findings, atMs: nowMs, sentence: `Harm: ${seen}; ${why}.` }
}

const blind: Question = ({ wave, nowMs, findings }) => {
  const found = blindnessOf(wave, nowMs)
  if (found === null) return null
  const { cause, metric, detail } = found
  const who = metric === null ? 'The gate' : `${metric}`
  const sentence = `Blind: ${who}: ${causeText(cause)} (${detail}). The wave holds.`
  return { outcome: 'blind', reason: cause, metric, detail, findings, atMs: nowMs, sentence }
}

/** The metric that is furthest from a verdict: the one whose numbers the sentence shows. */
function slowest({ judged, wave }: Case): Judged {
  let [furthest, most] = [judged[0], -1]
  for (const row of judged) {
    const requests = requestsToProve(row.state, row.metric, wave.gate, wave.facts) ?? Number.MAX_VALUE
    if (requests > most) [furthest, most] = [row, requests]
  }
  if (furthest === undefined) throw new RangeError('a case without a judged metric is blind')
  return furthest
}

function undecided(facts: Case, reason: UndecidedReason, row: Judged, worstCase: WorstCase | null): UndecidedVerdict {
  const { wave, nowMs, findings } = facts
  const need = needOf(row.state, row.metric, wave.gate, wave.facts)
  const finding = findings.find(({ metric }) => metric === row.metric.id)
  const seen = finding === undefined ? row.metric.id : comparison(row.metric, finding)
  const lead = {
    soaking: `Soaking for another ${Math.max(0, Math.ceil((soakEndMs(wave) - nowMs) / 1_000))} s`,
    'shared-incident': `Stable and canary fail together (${percent(row.state.stableRecent)} of stable requests): nothing moves during an incident`,
    'too-little-data': 'Too little data',
    'not-proven': 'Neither harm nor safety is proven',
    suspicion: 'There are signs of harm, not enough to prove it',
    'worst-case-too-dear':
      worstCase === null
        ? 'No error budget to spend'
        : `The next wave risks too much: ${worstCaseText(worstCase, titleOf(row.metric))}`,
  }[reason]
  const { advice, adviceUntilMs } = adviceAt(wave, reason, nowMs)
  const asked = adviceText(advice, need)
  const sentence = `Undecided: ${lead}; ${seen}; ${needText(need, row.metric.kind)}.${asked === '' ? '' : ` ${asked}`}`
  return {
    outcome: 'undecided',
    reason,
    need,
    worstCase,
    advice,
    adviceUntilMs,
    findings,
    atMs: nowMs,
    sentence,
  }
}

const soakEndMs = ({ facts }: WaveState): number => facts.startMs + facts.soakMs

/** The gate's policy at `nowMs`. During an incident it is nobody's turn: what is asked then would be answered about the incident. */
function adviceAt(
  wave: WaveState,
  reason: UndecidedReason,
  nowMs: number,
): Pick<UndecidedVerdict, 'advice' | 'adviceUntilMs'> {
  const soakEnd = soakEndMs(wave)
  if (nowMs < soakEnd) return { advice: 'wait', adviceUntilMs: soakEnd }
  const { action, extendSoaks } = wave.gate.undecided
  if (reason === 'shared-incident' || action === 'hold') return { advice: 'hold', adviceUntilMs: null }
  const patienceEnd = action === 'ask' ? soakEnd : soakEnd + extendSoaks * wave.facts.soakMs
  if (nowMs >= patienceEnd) return { advice: 'ask', adviceUntilMs: null }
  return { advice: action === 'extend' ? 'wait' : 'synthetic', adviceUntilMs: patienceEnd }
}

const sharedIncident: Question = (facts) => {
  const { incidentAbove } = facts.wave.gate
  const row = facts.judged.find(
    ({ metric, state }) => metric.kind === 'count' && metric.harmIs === 'up' && state.stableRecent > incidentAbove,
  )
  return row === undefined ? null : undecided(facts, 'shared-incident', row, null)
}

const soaking: Question = (facts) =>
  facts.nowMs < soakEndMs(facts.wave) ? undecided(facts, 'soaking', slowest(facts), null) : null

const tooLittle: Question = (facts) => {
  const { minimumRequests, minimumTicks } = facts.wave.gate.worstCase
  const row = facts.judged.find(({ state }) => state.canary[0] < minimumRequests || state.ticks < minimumTicks)
  return row === undefined ? null : undecided(facts, 'too-little-data', row, null)
}

function isProven({ metric, state }: Judged, beta: number): boolean {
  if (evidenceOf(state, metric).safe >= Math.log(1 / beta)) return true
  return state.sums.kind === 'count' && upperExcess(state, metric, beta) <= metric.minimumHarm
}

const unproven = ({ judged, wave }: Case): readonly Judged[] => judged.filter((row) => !isProven(row, wave.gate.beta))

const safeByEvidence: Question = (facts) => {
  if (unproven(facts).length > 0) return null
  const row = slowest(facts)
  const finding = facts.findings.find(({ metric }) => metric === row.metric.id)
  const seen = finding === undefined ? row.metric.id : comparison(row.metric, finding)
  return {
    outcome: 'safe',
    way: 'evidence',
    reason: 'evidence',
    worstCase: null,
    findings: facts.findings,
    atMs: facts.nowMs,
    sentence: `Safe by evidence: ${seen}; a ratio above ${1 + row.metric.margin} is excluded for every critical metric.`,
  }
}

const notExcluded: Question = (facts) => {
  const { gate, facts: wave } = facts.wave
  const { mustExclude } = gate.worstCase
  if (mustExclude === null) return null
  const row = unproven(facts).find(
    ({ metric, state }) =>
      canExclude(state, gate, wave) &&
      !isExcluded(state, metric, mustExclude) &&
      upperExcess(state, metric, mustExclude.missRate) > metric.minimumHarm,
  )
  return row === undefined ? null : undecided(facts, 'not-proven', row, null)
}

/** Half of the way to a conviction, in logarithms: what looks like harm is not bought, however cheap. */
const suspected: Question = (facts) => {
  const { gate } = facts.wave
  const row = facts.judged.find(({ metric, state }) => evidenceOf(state, metric).harm >= 0.5 * Math.log(1 / gate.alpha))
  return row === undefined ? null : undecided(facts, 'suspicion', row, null)
}

const affordable: Question = (facts) => {
  const { gate, facts: wave } = facts.wave
  const rows = unproven(facts).map((row) => ({ row, worst: worstCaseOf(row.state, row.metric, gate, wave) }))
  rows.sort((a, b) => b.worst.costRequests - a.worst.costRequests)
  const [dearest] = rows
  if (dearest === undefined) return null
  const { row, worst } = dearest
  if (worst.costRequests > worst.grantedRequests) return undecided(facts, 'worst-case-too-dear', row, worst)
  const finding = facts.findings.find(({ metric }) => metric === row.metric.id)
  const seen = finding === undefined ? row.metric.id : comparison(row.metric, finding)
  return {
    outcome: 'safe',
    way: 'affordable-worst-case',
    reason: 'affordable-worst-case',
    worstCase: worst,
    findings: facts.findings,
    atMs: facts.nowMs,
    sentence: `Safe to go on: ${seen}; ${worstCaseText(worst, titleOf(row.metric))}.`,
  }
}

const questions: readonly Question[] = [
  convicted,
  blind,
  sharedIncident,
  soaking,
  tooLittle,
  safeByEvidence,
  notExcluded,
  suspected,
  affordable,
]

/** What the ticks so far allow to say at `nowMs`. Held ticks count; the state itself does not change. */
export function decide(state: WaveState, nowMs: number): Verdict {
  const wave = release(state, 0)
  const judged = criticalMetrics(wave.gate).flatMap((metric) => {
    const metricState = wave.metrics[metric.id]
    return metricState !== undefined && isJudged(metric, wave.facts) ? [{ metric, state: metricState }] : []
  })
  const facts: Case = { wave, nowMs, findings: findingsOf(wave.gate, wave.metrics), judged }
  for (const question of questions) {
    const verdict = question(facts)
    if (verdict !== null) return verdict
  }
  throw new RangeError('no question had an answer: the last one always has')
}
