/** Recent changes, and how much one speaks for a service as the cause: more, the rarer changes are and the closer it came before. */
import { dayMs, hourMs, minuteMs } from '../clock.ts'

export interface Change {
  readonly id: string
  readonly service: string
  readonly timeMs: number
  /** The release that is still on its way; absent for a change that is done. */
  readonly releaseId?: string
}

/** A change longer ago than this is nobody's suspect. */
export const suspectMs = 2 * hourMs
/** Harm shows this long after a change, on average. */
const meanDelayMs = 15 * minuteMs
/** An alarm's clock may be a little behind the change's. */
const toleranceMs = 2 * minuteMs
/** Before any was seen: one change per service and day. */
const priorRatePerMs = 1 / dayMs
const maxRatio = 40

export interface ChangeSuspicion {
  readonly change: Change
  /** How many times likelier this change is if it caused what began at `onsetMs` than by chance. */
  readonly ratio: number
}

export class ChangeLog {
  readonly #byService = new Map<string, Change[]>()
  readonly #services: number
  #count = 0
  #firstMs = Number.POSITIVE_INFINITY
  #lastMs = Number.NEGATIVE_INFINITY

  constructor(services: number) {
    this.#services = Math.max(1, services)
  }

  add(change: Change): void {
    const list = this.#byService.get(change.service) ?? []
    this.#byService.set(change.service, list)
    const known = list.findIndex(({ id, timeMs }) => id === change.id && timeMs === change.timeMs)
    if (known >= 0) {
      // It may have ended meanwhile: then it is no longer on its way.
      list[known] = change
      return
    }
    list.push(change)
    this.#count++
    this.#firstMs = Math.min(this.#firstMs, change.timeMs)
    this.#lastMs = Math.max(this.#lastMs, change.timeMs)
  }

  endRelease(ended: string): void {
    for (const list of this.#byService.values())
      for (const [place, { releaseId, ...change }] of list.entries()) if (releaseId === ended) list[place] = change
  }

  of(service: string): readonly Change[] {
    return this.#byService.get(service) ?? []
  }

  /** Forgets what is too old to be suspected. */
  forget(nowMs: number): void {
    for (const [service, list] of this.#byService) {
      const kept = list.filter((change) => nowMs - change.timeMs <= 2 * suspectMs)
      if (kept.length === 0) this.#byService.delete(service)
      else if (kept.length < list.length) this.#byService.set(service, kept)
    }
  }

  /** The change of a service that speaks most for it as the cause of what began at `onsetMs`. */
  suspicion(service: string, onsetMs: number): ChangeSuspicion | undefined {
    let best: ChangeSuspicion | undefined
    for (const change of this.#byService.get(service) ?? []) {
      const agoMs = onsetMs - change.timeMs
      if (agoMs < -toleranceMs || agoMs > suspectMs) continue
      const density = Math.exp(-Math.max(0, agoMs) / meanDelayMs) / meanDelayMs
      const ratio = Math.min(maxRatio, density / this.#ratePerMs())
      if (best === undefined || ratio > best.ratio) best = { change, ratio }
    }
    return best
  }

  /** Services with a change that what began at `onsetMs` could come from. */
  *suspects(onsetMs: number): Iterable<string> {
    for (const service of this.#byService.keys()) if (this.suspicion(service, onsetMs) !== undefined) yield service
  }

  #ratePerMs(): number {
    const spanMs = Math.max(0, this.#lastMs - this.#firstMs)
    return (this.#count + this.#services * priorRatePerMs * dayMs) / (this.#services * (spanMs + dayMs))
  }
}
