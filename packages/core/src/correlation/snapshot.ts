/** Correlation's state as plain data: what is stored between two batches of alerts. */
import type { BackgroundSnapshot } from './background.ts'
import type { Group, GroupId, Symptom } from './group.ts'
import type { GroupBook } from './group-book.ts'

export type SymptomSnapshot = Omit<Symptom, 'places'> & {
  readonly places: Readonly<Record<string, number>>
}
export type GroupSnapshot = Omit<Group, 'symptoms'> & { readonly symptoms: Readonly<Record<string, SymptomSnapshot>> }

/** Where an alert stands: its group and symptom, and whether it fires. */
export interface AlertStanding {
  readonly group: GroupId
  readonly symptom: string
  readonly firing: boolean
  readonly isMuted: boolean
  readonly changedMs: number
}

export interface StandingSnapshot extends AlertStanding {
  readonly fingerprint: string
}

export interface CorrelationSnapshot {
  readonly groups: readonly GroupSnapshot[]
  readonly standings: readonly StandingSnapshot[]
  readonly background: BackgroundSnapshot
}

export function snapshotGroup(group: Group): GroupSnapshot {
  const symptoms = Array.from(group.symptoms, ([key, symptom]) => [
    key,
    { ...symptom, places: Object.fromEntries(symptom.places) },
  ])
  return { ...group, symptoms: Object.fromEntries(symptoms) }
}

/** Open groups only: a closed one needs no further evaluation. */
export function snapshotGroups(book: GroupBook): Omit<CorrelationSnapshot, 'background'> {
  const standings: StandingSnapshot[] = []
  for (const [fingerprint, { group, symptom, firing, isMuted, changedMs }] of book.standings())
    if (group.closedMs === undefined)
      standings.push({ fingerprint, group: group.id, symptom, firing, isMuted, changedMs })
  return { groups: book.open().map(snapshotGroup), standings }
}

export function restoreGroups(snapshot: Omit<CorrelationSnapshot, 'background'>, book: GroupBook): void {
  for (const stored of snapshot.groups) {
    const symptoms = Object.entries(stored.symptoms).map(([key, symptom]): [string, Symptom] => [
      key,
      { ...symptom, places: new Map(Object.entries(symptom.places)) },
    ])
    book.restore({ ...stored, symptoms: new Map(symptoms) })
  }
  for (const { fingerprint, group: id, symptom, firing, isMuted, changedMs } of snapshot.standings) {
    const group = book.group(id)
    if (group !== undefined) book.restoreStanding(fingerprint, { group, symptom, firing, isMuted, changedMs })
  }
}
