/**
 * Turns alerts into groups as they come: joins or opens a group per alert, and in each evaluation merges, splits, ranks causes
 * and decides pages for the groups that changed. Deterministic: the same sightings in the same order give the same groups.
 */
import { minuteMs, secondMs } from '../clock.ts'
import type { AuditEntry } from './audit.ts'
import { Background, type BackgroundSnapshot, emptyBackground } from './background.ts'
import { chanceUnder } from './cause.ts'
import { type Change, ChangeLog } from './change.ts'
import { Evaluation } from './evaluation.ts'
import type { DependencyGraph } from './graph.ts'
import {
  addOnset,
  firstSymptom,
  type Group,
  type GroupId,
  groupId,
  isOver,
  openGroup,
  type Sighting,
  symptomKey,
} from './group.ts'
import { GroupBook } from './group-book.ts'
import { infrastructureOf } from './label.ts'
import { joinScore, type Link, linkTo, type Neighbourhood, type Newcomer, nearness, neighbourhoodOf } from './link.ts'
import { type AlertStanding, type CorrelationSnapshot, restoreGroups, snapshotGroups } from './snapshot.ts'
import { readWords } from './text.ts'

/** An alert that begins this long after its last change begins anew, with a cause of its own. */
const newsMs = 20 * minuteMs

/** Groups are evaluated at most this often. */
export const evaluationMs = 30 * secondMs

export type Placement =
  | { readonly kind: 'opened'; readonly group: GroupId; readonly reason: 'no-open-group-is-related' }
  | { readonly kind: 'joined'; readonly group: GroupId; readonly reason: 'related'; readonly link: Link }
  | {
      readonly kind: 'known'
      readonly group: GroupId
      readonly reason: 'same-alert' | 'fires-again' | 'resolved' | 'same-symptom'
    }
  | { readonly kind: 'none'; readonly reason: 'resolved-and-never-seen' }

export class Correlator {
  readonly #graph: DependencyGraph
  readonly #book: GroupBook
  readonly #changes: ChangeLog
  readonly #background: Background
  readonly #neighbourhoods = new Map<string, Neighbourhood>()
  #audit: AuditEntry[] = []
  #evaluatedMs = Number.NEGATIVE_INFINITY

  constructor(graph: DependencyGraph, snapshot?: CorrelationSnapshot, evaluatedMs?: number) {
    this.#graph = graph
    this.#book = new GroupBook()
    this.#changes = new ChangeLog(graph.size)
    this.#background = new Background(graph.size, snapshot?.background ?? emptyBackground)
    if (snapshot !== undefined) restoreGroups(snapshot, this.#book)
    if (evaluatedMs !== undefined) this.#evaluatedMs = evaluatedMs
  }

  addChange(change: Change): void {
    this.#changes.add(change)
  }

  /** A release that ended is a change that is done: there is nothing left to take back. */
  endRelease(releaseId: string): void {
    this.#changes.endRelease(releaseId)
  }

  /** One alert's change of state. `nowMs` is the time of its arrival. */
  observe(sighting: Sighting, nowMs: number): Placement {
    const known = this.#book.standingOf(sighting.fingerprint)
    if (sighting.state === 'resolved') return this.#resolve(sighting)
    if (known === undefined) return this.#place(sighting, nowMs)
    this.#closeIfOver(known.group, nowMs)
    this.#book.unmute(sighting)
    const isNews = sighting.timeMs - known.changedMs >= newsMs
    if (known.firing && !isNews) return { kind: 'known', group: known.group.id, reason: 'same-alert' }
    if (known.group.closedMs === undefined && !isNews) {
      this.#book.fireAgain(sighting)
      this.#note(sighting, known.group)
      return { kind: 'known', group: known.group.id, reason: 'fires-again' }
    }
    // A source that never says that it is over begins anew; what it said before is not counted as firing for ever.
    if (known.firing) this.#book.resolve({ ...sighting, state: 'resolved', timeMs: known.changedMs })
    return this.#place(sighting, nowMs)
  }

  /** When groups were last evaluated; absent before the first time. */
  get evaluatedMs(): number | undefined {
    return Number.isFinite(this.#evaluatedMs) ? this.#evaluatedMs : undefined
  }

  /** Does what is due at `nowMs`; to be called at least every minute while groups are open. */
  evaluate(nowMs: number): void {
    if (nowMs - this.#evaluatedMs < evaluationMs) return
    this.#evaluatedMs = nowMs
    this.#background.pass(nowMs)
    this.#changes.forget(nowMs)
    const knowledge = { graph: this.#graph, changes: this.#changes }
    new Evaluation(this.#book, knowledge, this.#background, this.#audit, nowMs).run()
  }

  /** Somebody was paged for it by another rule, such as its severity. */
  markPaged(id: GroupId, nowMs: number): void {
    const group = this.#book.group(id)
    if (group !== undefined) group.pagedMs ??= nowMs
  }

  /** Open groups and those closed since the last `forgetClosed`. */
  groups(): readonly Group[] {
    return this.#book.groups()
  }

  group(id: GroupId): Group | undefined {
    return this.#book.group(id)
  }

  /** The group that an alert is in now; merges and splits may have moved it. */
  groupOf(fingerprint: string): Group | undefined {
    return this.#book.standingOf(fingerprint)?.group
  }

  audit(): readonly AuditEntry[] {
    return this.#audit
  }

  /** What happened since it was last asked, for whoever stores it. */
  takeAudit(): readonly AuditEntry[] {
    const taken = this.#audit
    this.#audit = []
    return taken
  }

  /** Where an alert stands, as plain data to be kept with the alert. */
  standingOf(fingerprint: string): AlertStanding | undefined {
    const standing = this.#book.standingOf(fingerprint)
    if (standing === undefined) return undefined
    const { group, symptom, firing, isMuted, changedMs } = standing
    return { group: group.id, symptom, firing, isMuted, changedMs }
  }

  /** Takes an alert's kept standing up again, where it is not known; merges and splits since may have moved its symptom. */
  restoreStanding(fingerprint: string, { group: id, ...standing }: AlertStanding): void {
    if (this.#book.standingOf(fingerprint) !== undefined) return
    const group = this.#book.holderOf(standing.symptom, id)
    if (group !== undefined) this.#book.restoreStanding(fingerprint, { ...standing, group })
  }

  forgetClosed(): void {
    this.#book.forgetClosed()
  }

  /** Changes of a service and of what it calls that may still be suspected, the newest first. */
  changesNear(service: string): readonly Change[] {
    const near = [...this.#graph.downstreamOf(service)].filter(([, hops]) => hops <= 2).map(([name]) => name)
    return near.flatMap((name) => this.#changes.of(name)).sort((a, b) => b.timeMs - a.timeMs)
  }

  background(): BackgroundSnapshot {
    return this.#background.snapshot()
  }

  snapshot(): CorrelationSnapshot {
    return { ...snapshotGroups(this.#book), background: this.#background.snapshot() }
  }

  /** A group that ended before anybody evaluated it takes nothing more: what fires now is news. */
  #closeIfOver(group: Group, nowMs: number): void {
    if (group.closedMs !== undefined || !isOver(group, nowMs)) return
    if (group.pagedMs === undefined) this.#background.learn(group)
    this.#book.close(group, nowMs)
    this.#audit.push({ kind: 'closed', atMs: nowMs, group: group.id })
  }

  #resolve(sighting: Sighting): Placement {
    const known = this.#book.standingOf(sighting.fingerprint)
    if (known === undefined) return { kind: 'none', reason: 'resolved-and-never-seen' }
    this.#book.resolve(sighting)
    return { kind: 'known', group: known.group.id, reason: 'resolved' }
  }

  #place(sighting: Sighting, nowMs: number): Placement {
    this.#note(sighting, undefined)
    const words = readWords(sighting.service, sighting.name, sighting.text, this.#graph)
    const places = infrastructureOf(sighting.labels)
    const home = this.#sameSymptom(sighting)
    if (home !== undefined) {
      this.#book.enter(sighting, home, addOnset(home, sighting, words, places))
      return { kind: 'known', group: home.id, reason: 'same-symptom' }
    }
    const newcomer = { sighting, words, places, neighbourhood: this.#neighbourhood(sighting.service) }
    const [best, second] = this.#links(newcomer)
    const group = best?.group ?? openGroup(groupId.derive(sighting.timeMs, sighting.fingerprint), sighting.timeMs)
    if (second !== undefined) this.#book.suspectSameCause(group, second.group)
    this.#book.enter(sighting, group, addOnset(group, sighting, words, places))
    const entry = { atMs: nowMs, group: group.id, fingerprint: sighting.fingerprint }
    if (best === undefined) {
      this.#audit.push({ kind: 'opened', ...entry })
      return { kind: 'opened', group: group.id, reason: 'no-open-group-is-related' }
    }
    this.#audit.push({ kind: 'joined', ...entry, link: best.link })
    return { kind: 'joined', group: group.id, reason: 'related', link: best.link }
  }

  /** What happens in a group that is worth a page is not background. */
  #note(sighting: Sighting, group: Group | undefined): void {
    if (group?.pagedMs === undefined)
      this.#background.noteOnset(symptomKey(sighting.service, sighting.name), sighting.timeMs)
  }

  /** The open group that shows the same symptom in the same minutes: by far the most common case in a storm. */
  #sameSymptom(sighting: Sighting): Group | undefined {
    const key = symptomKey(sighting.service, sighting.name)
    for (const group of this.#book.openAt(sighting.service)) {
      const symptom = group.symptoms.get(key)
      if (symptom !== undefined && nearness(symptom, sighting.timeMs) >= joinScore) return group
    }
    return undefined
  }

  /** Open groups that the alert may join, the best first. */
  #links(newcomer: Newcomer): { group: Group; link: Link }[] {
    const found: { group: Group; link: Link }[] = []
    // What goes off all day links nothing: neither as the newcomer nor as what it would join.
    const own = 1 - this.#background.chronicity(symptomKey(newcomer.sighting.service, newcomer.sighting.name))
    const newsOf = (alarm: string): number => own * (1 - this.#background.chronicity(alarm))
    for (const group of this.#book.nearby(newcomer)) {
      const link = linkTo(group, newcomer, newsOf)
      if (link !== undefined && link.score >= joinScore) found.push({ group, link })
    }
    if (found.length < 2) return found
    // Where several would take it, the one whose causes make it likely does.
    const { sighting, words, places } = newcomer
    const symptom = firstSymptom(sighting, words, places)
    const knowledge = { graph: this.#graph, changes: this.#changes }
    const fit = new Map(found.map(({ group, link }) => [group, link.score * chanceUnder(group, symptom, knowledge)]))
    return found.sort(
      (a, b) => (fit.get(b.group) ?? 0) - (fit.get(a.group) ?? 0) || a.group.openedMs - b.group.openedMs,
    )
  }

  #neighbourhood(service: string): Neighbourhood {
    let found = this.#neighbourhoods.get(service)
    if (found === undefined) {
      found = neighbourhoodOf(service, this.#graph)
      this.#neighbourhoods.set(service, found)
    }
    return found
  }
}
