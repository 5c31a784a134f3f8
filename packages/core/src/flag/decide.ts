/** What a flag does next, from who has it and what the judge says. Off wins over everything, from every state. */
import { describeExposure, type FlagExposure, type FlagReading, nobody, sameExposure } from '../port/flags.ts'
import type { Flag, FlagWave } from './flag.ts'
import { type FlagState, flagTransitions } from './state.ts'

export interface FlagFacts {
  /** Undefined where the system that hands the flag out cannot be read. */
  readonly reading: FlagReading | undefined
  /** Of the wave under way; undefined before there is one. */
  readonly verdict: 'safe' | 'harm' | 'undecided' | 'blind' | undefined
  /** Why somebody wants it off: a person, an alarm, an incident, the rollback of its release. */
  readonly offBecause?: string | undefined
}

export interface FlagDecision {
  /** `expose` asks for the exposure, harmlessly also a second time. */
  readonly kind: 'expose' | 'hold'
  readonly exposure: FlagExposure
  readonly state: FlagState
  readonly waveIndex: number
  readonly reason:
    | 'ready-to-begin'
    | 'not-in-force-yet'
    | 'in-force'
    | 'soaking'
    | 'not-safe-yet'
    | 'wave-is-safe'
    | 'everybody-has-it'
    | 'harm'
    | 'asked-off'
    | 'moved-by-somebody-else'
    | 'nobody-has-it'
    | 'over'
  readonly detail: string
}

const exposureOf = ({ audiences, percent }: FlagWave): FlagExposure => ({ audiences, percent })

/** The exposure that the flag asked for last. */
export function exposureAsked({ state, waves, waveIndex }: Flag): FlagExposure {
  const wave = state === 'dark' || state === 'turning-off' || state === 'off' ? undefined : waves[waveIndex]
  return wave === undefined ? nobody : exposureOf(wave)
}

export function decideFlag(flag: Flag, facts: FlagFacts, nowMs: number): FlagDecision {
  const { state, waveIndex } = flag
  const stay = (kind: FlagDecision['kind'], reason: FlagDecision['reason'], detail: string): FlagDecision => {
    return { kind, exposure: exposureAsked(flag), state, waveIndex, reason, detail }
  }
  const over = state === 'off' || state === 'turning-off'
  if (!over && facts.offBecause !== undefined) return turnOff(flag, 'asked-off', facts.offBecause)
  if (!over && facts.verdict === 'harm' && state !== 'dark') return turnOff(flag, 'harm', 'the judge sees harm')
  switch (state) {
    case 'dark':
      return toWave(flag, 0, 'ready-to-begin')
    case 'exposing':
      if (!inForce(flag, facts)) return stay('expose', 'not-in-force-yet', foundOf(facts))
      return { ...stay('hold', 'in-force', foundOf(facts)), state: enter(state, 'soaking') }
    case 'soaking':
      return soak(flag, facts, nowMs, stay)
    case 'on':
      if (facts.reading !== undefined && !inForce(flag, facts))
        return turnOff(flag, 'moved-by-somebody-else', foundOf(facts))
      return stay('hold', 'everybody-has-it', foundOf(facts))
    case 'turning-off':
      if (!inForce(flag, facts)) return stay('expose', 'not-in-force-yet', foundOf(facts))
      return { ...stay('hold', 'nobody-has-it', foundOf(facts)), state: enter(state, 'off') }
    case 'off':
      return stay('hold', 'over', 'it was turned off; to turn it on again, ship it anew')
  }
}

function soak(
  flag: Flag,
  facts: FlagFacts,
  nowMs: number,
  stay: (kind: FlagDecision['kind'], reason: FlagDecision['reason'], detail: string) => FlagDecision,
): FlagDecision {
  const { state, waves, waveIndex, sinceMs } = flag
  const soakMs = waves[waveIndex]?.soakMs ?? 0
  // Wider than was decided is nobody's decision: it goes off. Not knowing is waited for; the judge's blindness pages.
  if (facts.reading !== undefined && !inForce(flag, facts))
    return turnOff(flag, 'moved-by-somebody-else', foundOf(facts))
  if (nowMs < sinceMs + soakMs) return stay('hold', 'soaking', `${nowMs - sinceMs} of ${soakMs} ms`)
  if (facts.verdict !== 'safe')
    return stay('hold', 'not-safe-yet', `the verdict is ${facts.verdict ?? 'not there yet'}`)
  if (waveIndex + 1 < waves.length) return toWave(flag, waveIndex + 1, 'wave-is-safe')
  return { ...stay('hold', 'everybody-has-it', foundOf(facts)), state: enter(state, 'on') }
}

function toWave({ state, waves }: Flag, waveIndex: number, reason: 'ready-to-begin' | 'wave-is-safe'): FlagDecision {
  const wave = waves[waveIndex]
  if (wave === undefined) throw new Error(`the flag has no wave ${waveIndex}`)
  const exposure = exposureOf(wave)
  const detail = `wave ${wave.name}: ${describeExposure(exposure)}`
  return { kind: 'expose', exposure, state: enter(state, 'exposing'), waveIndex, reason, detail }
}

function turnOff({ state, waveIndex }: Flag, reason: FlagDecision['reason'], detail: string): FlagDecision {
  return { kind: 'expose', exposure: nobody, state: enter(state, 'turning-off'), waveIndex, reason, detail }
}

/** Only where it is read, and handed out to all: what is unknown is not in force. */
const inForce = (flag: Flag, { reading }: FlagFacts): boolean =>
  reading?.settled === true && sameExposure(reading.exposure, exposureAsked(flag))

const foundOf = ({ reading }: FlagFacts): string =>
  reading === undefined
    ? 'who has it cannot be read'
    : `${describeExposure(reading.exposure)}${reading.settled ? '' : ', changing'}`

function enter(from: FlagState, to: FlagState): FlagState {
  if (!flagTransitions[from].includes(to)) throw new Error(`a flag does not go from ${from} to ${to}`)
  return to
}

/** The flag after the decision. The time in a state starts anew only where the state or the wave changes. */
export function applyDecision(flag: Flag, { state, waveIndex }: FlagDecision, nowMs: number): Flag {
  if (state === flag.state && waveIndex === flag.waveIndex) return flag
  return { ...flag, state, waveIndex, sinceMs: nowMs }
}
