/** The open groups, found by service, by place and by alert. */
import { firingIn, type Group, type GroupId, moveSymptom, type Sighting, type Symptom, symptomKey } from './group.ts'
import type { Newcomer } from './link.ts'

/** Where an alert stands: its group and symptom, and whether it fires. */
export interface Standing {
  group: Group
  readonly symptom: string
  firing: boolean
  isMuted: boolean
  changedMs: number
}

export class GroupBook {
  readonly #groups = new Map<GroupId, Group>()
  readonly #open = new Set<Group>()
  readonly #byService = new Map<string, Set<Group>>()
  readonly #byPlace = new Map<string, Set<Group>>()
  readonly #standings = new Map<string, Standing>()
  /** Alerts by group, so that a merge and a split find them. */
  readonly #alerts = new Map<Group, Set<string>>()
  readonly #suspected = new Map<Group, Set<Group>>()

  groups(): readonly Group[] {
    return [...this.#groups.values()]
  }

  open(): readonly Group[] {
    return [...this.#open]
  }

  group(id: GroupId): Group | undefined {
    return this.#groups.get(id)
  }

  standingOf(fingerprint: string): Standing | undefined {
    return this.#standings.get(fingerprint)
  }

  standings(): Iterable<[string, Standing]> {
    return this.#standings.entries()
  }

  /** The open group that holds a symptom: the one named, else any that it was moved to. */
  holderOf(symptom: string, id: GroupId): Group | undefined {
    const named = this.#groups.get(id)
    if (named?.symptoms.has(symptom) === true) return named
    const service = symptom.slice(0, symptom.indexOf('\n'))
    for (const group of this.openAt(service)) if (group.symptoms.has(symptom)) return group
    return undefined
  }

  openAt(service: string): Iterable<Group> {
    return this.#byService.get(service) ?? []
  }

  /** Open groups that share a service near by, a place or a name with the newcomer. */
  nearby({ neighbourhood, places, words, sighting }: Newcomer): Set<Group> {
    const found = new Set<Group>()
    const addFrom = (groups: Iterable<Group> | undefined): void => {
      for (const group of groups ?? []) found.add(group)
    }
    if (neighbourhood.size <= this.#byService.size)
      for (const service of neighbourhood.keys()) addFrom(this.#byService.get(service))
    else for (const [service, groups] of this.#byService) if (neighbourhood.has(service)) addFrom(groups)
    for (const place of places) addFrom(this.#byPlace.get(place))
    for (const service of words.mentions) addFrom(this.#byService.get(service))
    addFrom(this.#byService.get(sighting.service))
    return found
  }

  enter(sighting: Sighting, group: Group, symptom: Symptom): void {
    this.list(group)
    this.#standings.set(sighting.fingerprint, {
      group,
      symptom: symptomKey(symptom.service, symptom.name),
      firing: true,
      isMuted: sighting.isMuted === true,
      changedMs: sighting.timeMs,
    })
    this.#alertsOf(group).add(sighting.fingerprint)
    indexAt(this.#byService, symptom.service, group)
    for (const place of symptom.places.keys()) indexAt(this.#byPlace, place, group)
  }

  /** Enters a group and all its symptoms in the indexes. */
  list(group: Group): void {
    if (this.#open.has(group)) return
    this.#groups.set(group.id, group)
    this.#open.add(group)
    for (const symptom of group.symptoms.values()) {
      indexAt(this.#byService, symptom.service, group)
      for (const place of symptom.places.keys()) indexAt(this.#byPlace, place, group)
    }
  }

  /** Takes a stored group up again: one that was closed takes nothing more. */
  restore(group: Group): void {
    this.list(group)
    if (group.closedMs !== undefined) this.close(group, group.closedMs)
  }

  restoreStanding(fingerprint: string, standing: Standing): void {
    this.#standings.set(fingerprint, standing)
    this.#alertsOf(standing.group).add(fingerprint)
  }

  /** An alert whose silence is over counts for a page from now on. */
  unmute({ fingerprint, isMuted }: Sighting): void {
    const standing = this.#standings.get(fingerprint)
    const symptom = standing?.group.symptoms.get(standing.symptom)
    if (standing === undefined || symptom === undefined || !standing.isMuted || isMuted === true) return
    standing.isMuted = false
    symptom.heard++
  }

  fireAgain({ fingerprint, timeMs, urgency }: Sighting): void {
    const standing = this.#standings.get(fingerprint)
    const symptom = standing?.group.symptoms.get(standing.symptom)
    if (standing === undefined || symptom === undefined || timeMs < standing.changedMs) return
    standing.firing = true
    standing.changedMs = timeMs
    symptom.firing++
    if (urgency === 'critical') symptom.critical++
    symptom.refired++
    symptom.lastMs = Math.max(symptom.lastMs, timeMs)
    symptom.endedMs = Math.max(symptom.endedMs, timeMs)
    standing.group.activeMs = Math.max(standing.group.activeMs, timeMs)
  }

  resolve({ fingerprint, timeMs, urgency }: Sighting): void {
    const standing = this.#standings.get(fingerprint)
    if (standing === undefined || !standing.firing || timeMs < standing.changedMs) return
    standing.firing = false
    standing.changedMs = timeMs
    const symptom = standing.group.symptoms.get(standing.symptom)
    if (symptom !== undefined) {
      symptom.firing = Math.max(0, symptom.firing - 1)
      if (urgency === 'critical') symptom.critical--
      symptom.critical = Math.max(0, Math.min(symptom.critical, symptom.firing))
      symptom.endedMs = Math.max(symptom.endedMs, timeMs)
    }
    standing.group.activeMs = Math.max(standing.group.activeMs, timeMs)
  }

  /** Both were linked to by one alert: the next evaluation asks whether they have one cause. */
  suspectSameCause(one: Group, other: Group): void {
    indexAt(this.#suspected, one, other)
  }

  takeSuspected(): [Group, Group][] {
    const pairs = [...this.#suspected].flatMap(([one, others]) =>
      [...others].map((other): [Group, Group] => [one, other]),
    )
    this.#suspected.clear()
    return pairs.filter(([one, other]) => one !== other && this.#open.has(one) && this.#open.has(other))
  }

  /** Moves symptoms and their alerts; a group that is left without any is gone. */
  move(keys: readonly string[], from: Group, to: Group): void {
    this.list(to)
    const moving = new Set(keys)
    for (const fingerprint of this.#alertsOf(from)) {
      const standing = this.#standings.get(fingerprint)
      if (standing === undefined || !moving.has(standing.symptom)) continue
      standing.group = to
      this.#alertsOf(from).delete(fingerprint)
      this.#alertsOf(to).add(fingerprint)
    }
    this.#unindex(from)
    for (const key of keys) moveSymptom(key, from, to)
    this.#reindex(to)
    if (from.symptoms.size > 0) this.#reindex(from)
    else {
      this.#open.delete(from)
      this.#groups.delete(from.id)
      this.#alerts.delete(from)
    }
  }

  close(group: Group, nowMs: number): void {
    group.closedMs = nowMs
    this.#open.delete(group)
    this.#unindex(group)
  }

  forgetClosed(): void {
    for (const group of this.#groups.values()) {
      // One that closed for lack of news still waits for its alerts to end.
      if (group.closedMs === undefined || firingIn(group) > 0) continue
      // An alert that fires again meanwhile stands in another group.
      for (const fingerprint of this.#alertsOf(group))
        if (this.#standings.get(fingerprint)?.group === group) this.#standings.delete(fingerprint)
      this.#alerts.delete(group)
      this.#groups.delete(group.id)
    }
  }

  #alertsOf(group: Group): Set<string> {
    let found = this.#alerts.get(group)
    if (found === undefined) {
      found = new Set()
      this.#alerts.set(group, found)
    }
    return found
  }

  #reindex(group: Group): void {
    this.#open.delete(group)
    this.list(group)
  }

  #unindex(group: Group): void {
    for (const symptom of group.symptoms.values()) {
      unindexAt(this.#byService, symptom.service, group)
      for (const place of symptom.places.keys()) unindexAt(this.#byPlace, place, group)
    }
  }
}

function indexAt<Key>(index: Map<Key, Set<Group>>, key: Key, group: Group): void {
  const groups = index.get(key)
  if (groups === undefined) index.set(key, new Set([group]))
  else groups.add(group)
}

function unindexAt(index: Map<string, Set<Group>>, key: string, group: Group): void {
  const groups = index.get(key)
  if (groups?.delete(group) === true && groups.size === 0) index.delete(key)
}
