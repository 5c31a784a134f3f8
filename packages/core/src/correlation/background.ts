/** What alerts do when nothing is wrong: how often a service shows a stray one, how urgent it says it is, how long it lasts. */
import { dayMs, hourMs, minuteMs } from '../clock.ts'
import { firingIn, type Group } from './group.ts'

/** Before anything was seen: one stray alert per service in two days. */
const priorRatePerMs = 0.5 / dayMs
const priorSpanMs = 2 * hourMs
/** An alarm is known as chronic only after some hours of it. */
const chronicSpanMs = 4 * hourMs
/** Onsets nearer than this are one spell of flapping. */
const spellMs = 5 * minuteMs
const chronicWindowMs = 15 * minuteMs

export interface BackgroundSnapshot {
  readonly groups: number
  readonly critical: number
  readonly lastedMs5: number
  readonly lastedMs15: number
  /** Groups with two, and with three or more, alerts of one symptom; with two or more symptoms at one service. */
  readonly doubled: number
  readonly tripled: number
  readonly mixed: number
  readonly spanMs: number
  readonly byService: Readonly<Record<string, number>>
  /** By symptom: spells seen, and when the last one was. */
  readonly byAlarm: Readonly<Record<string, readonly [spells: number, lastMs: number]>>
}

export const emptyBackground: BackgroundSnapshot = {
  groups: 0,
  critical: 0,
  lastedMs5: 0,
  lastedMs15: 0,
  doubled: 0,
  tripled: 0,
  mixed: 0,
  spanMs: 0,
  byService: {},
  byAlarm: {},
}

export class Background {
  readonly #services: number
  readonly #byService: Map<string, number>
  readonly #byAlarm: Map<string, readonly [spells: number, lastMs: number]>
  #seen: Omit<BackgroundSnapshot, 'byService' | 'byAlarm'>
  #strays: number
  #lastMs: number | undefined

  constructor(services: number, snapshot: BackgroundSnapshot = emptyBackground) {
    const { byService, byAlarm, ...seen } = snapshot
    this.#services = Math.max(1, services)
    this.#byService = new Map(Object.entries(byService))
    this.#byAlarm = new Map(Object.entries(byAlarm))
    this.#seen = seen
    this.#strays = Object.values(byService).reduce((sum, count) => sum + count, 0)
  }

  snapshot(): BackgroundSnapshot {
    return {
      ...this.#seen,
      byService: Object.fromEntries(this.#byService),
      byAlarm: Object.fromEntries(this.#byAlarm),
    }
  }

  /** Time goes by, with or without alerts. */
  pass(nowMs: number): void {
    const passedMs = Math.max(0, nowMs - (this.#lastMs ?? nowMs))
    this.#lastMs = Math.max(nowMs, this.#lastMs ?? nowMs)
    this.#seen = { ...this.#seen, spanMs: this.#seen.spanMs + passedMs }
  }

  /** An alarm went off while nothing was known to be wrong. */
  noteOnset(alarm: string, timeMs: number): void {
    const [spells, lastMs] = this.#byAlarm.get(alarm) ?? [0, Number.NEGATIVE_INFINITY]
    if (timeMs - lastMs >= spellMs) this.#byAlarm.set(alarm, [spells + 1, timeMs])
  }

  /** A group that ended and never was worth a page. */
  learn(group: Group): void {
    const lastedMs = firingIn(group) > 0 ? Number.POSITIVE_INFINITY : group.activeMs - group.openedMs
    const symptoms = [...group.symptoms.values()]
    const { groups, critical, lastedMs5, lastedMs15, doubled, tripled, mixed, spanMs } = this.#seen
    const most = Math.max(...symptoms.map((symptom) => symptom.alerts))
    const services = new Set(symptoms.map((symptom) => symptom.service)).size
    this.#seen = {
      groups: groups + 1,
      critical: critical + (symptoms.some((symptom) => symptom.urgency === 'critical') ? 1 : 0),
      lastedMs5: lastedMs5 + (lastedMs >= 5 * minuteMs ? 1 : 0),
      lastedMs15: lastedMs15 + (lastedMs >= 15 * minuteMs ? 1 : 0),
      doubled: doubled + (most >= 2 ? 1 : 0),
      tripled: tripled + (most >= 3 ? 1 : 0),
      mixed: mixed + (services < symptoms.length ? 1 : 0),
      spanMs,
    }
    this.#strays += symptoms.length
    for (const { service } of symptoms) this.#byService.set(service, (this.#byService.get(service) ?? 0) + 1)
  }

  /** Stray alerts of one service per ms: its own record, leaning on that of all services while it is short. */
  ratePerMs(service: string): number {
    const overallPerMs = this.overallRatePerMs()
    return ((this.#byService.get(service) ?? 0) + 1) / (this.#seen.spanMs + 1 / overallPerMs)
  }

  /** Stray alerts per service and ms. */
  overallRatePerMs(): number {
    const services = this.#services
    return (this.#strays + services * priorRatePerMs * priorSpanMs) / (services * (this.#seen.spanMs + priorSpanMs))
  }

  /** Groups in a day that were not worth a page; few are known of the first hours. */
  strayGroupsPerDay(): number {
    return (this.#seen.groups / (this.#seen.spanMs + priorSpanMs)) * dayMs
  }

  /** 0 where an alarm going off is news, up to 1 where it goes off all day: what it is worth as evidence is the rest. */
  chronicity(alarm: string): number {
    const [spells] = this.#byAlarm.get(alarm) ?? [0]
    // The first spell is the one that is being judged.
    const expected = ((spells - 1) / (this.#seen.spanMs + chronicSpanMs)) * chronicWindowMs
    return Math.max(0, Math.min(1, (expected - 0.04) / 0.16))
  }

  /** Share of stray alerts that say they are critical. */
  criticalShare(): number {
    return (this.#seen.critical + 0.3) / (this.#seen.groups + 6)
  }

  /** Share of stray groups that show one symptom at least this often. */
  repeatedShare(alerts: number): number {
    const { groups, doubled, tripled } = this.#seen
    if (alerts < 2) return 1
    return alerts === 2 ? (doubled + 1) / (groups + 8) : (tripled + 0.4) / (groups + 8)
  }

  /** Share of stray groups with several symptoms at one service. */
  mixedShare(): number {
    return (this.#seen.mixed + 0.8) / (this.#seen.groups + 8)
  }

  /** Share of stray alerts that last this long. */
  lastingShare(lastedMs: number): number {
    const { groups, lastedMs5, lastedMs15 } = this.#seen
    if (lastedMs < 5 * minuteMs) return 1
    return lastedMs < 15 * minuteMs ? (lastedMs5 + 2) / (groups + 8) : (lastedMs15 + 0.8) / (groups + 8)
  }
}
