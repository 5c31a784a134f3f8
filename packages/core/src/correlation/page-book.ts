/** The state of groups in pages: small groups share one, so that a batch that touches many of them writes few items. */
import type { TableWrite } from '../port/table.ts'
import type { Group } from './group.ts'
import { firingIn } from './group.ts'
import { packed, unpacked } from './packed.ts'
import { type GroupSnapshot, snapshotGroup } from './snapshot.ts'
import { groupPageEntity } from './store.ts'

type PageItem = Parameters<typeof groupPageEntity.create>[0]

interface Page {
  readonly ids: Set<string>
  parts: number
  characters: number
}

/** A page that holds this much takes no further group. */
const fullCharacters = 24_000
const groupsPerPage = 64

/** What to write, and what to remember once it is written. */
export interface PageChange {
  readonly writes: readonly TableWrite[]
  written(): void
}

export class GroupPages {
  readonly #pages = new Map<string, Page>()
  readonly #pageOf = new Map<string, string>()
  readonly #signatures = new Map<string, string>()
  readonly #stored: readonly GroupSnapshot[]

  constructor(items: readonly PageItem[] = []) {
    const stored: GroupSnapshot[] = []
    for (const [name, list] of Map.groupBy(items, ({ page }) => page)) {
      const parts = list.slice(0, list[0]?.parts)
      const groups = unpacked(parts.map(({ text }) => text)) as GroupSnapshot[]
      const characters = parts.reduce((sum, { text }) => sum + text.length, 0)
      this.#pages.set(name, { ids: new Set(groups.map(({ id }) => id)), parts: list.length, characters })
      for (const { id } of groups) this.#pageOf.set(id, name)
      stored.push(...groups)
    }
    this.#stored = stored
  }

  /** As they were read. */
  groups(): readonly GroupSnapshot[] {
    return this.#stored
  }

  /** What was read is what is stored. */
  settle(groups: readonly Group[]): void {
    for (const group of groups) this.#signatures.set(group.id, signatureOf(group))
  }

  /** The pages of every group that differs from what is stored of it. */
  changes(groups: readonly Group[]): PageChange {
    const kept = new Map(groups.filter(isKept).map((group) => [group.id as string, group]))
    const signatures = new Map([...kept].map(([id, group]) => [id, signatureOf(group)]))
    const dirty = new Set<string>()
    for (const [id, signature] of signatures)
      if (this.#signatures.get(id) !== signature) dirty.add(this.#pageOf.get(id) ?? this.#assign(id))
    for (const [id, page] of this.#pageOf) if (!kept.has(id)) dirty.add(this.#leave(id, page))
    const pages = Array.from(dirty, (name) => this.#write(name, kept))
    return {
      writes: pages.flatMap(({ writes }) => writes),
      written: () => {
        this.#signatures.clear()
        for (const [id, signature] of signatures) this.#signatures.set(id, signature)
        for (const { name, parts, characters } of pages) this.#wrote(name, parts, characters)
      },
    }
  }

  #assign(id: string): string {
    const open = [...this.#pages].find(
      ([, { characters, ids }]) => characters < fullCharacters && ids.size < groupsPerPage,
    )
    const name = open?.[0] ?? id
    const page = open?.[1] ?? { ids: new Set<string>(), parts: 0, characters: 0 }
    this.#pages.set(name, page)
    page.ids.add(id)
    this.#pageOf.set(id, name)
    return name
  }

  #leave(id: string, name: string): string {
    this.#pages.get(name)?.ids.delete(id)
    this.#pageOf.delete(id)
    return name
  }

  #write(name: string, kept: ReadonlyMap<string, Group>) {
    const page = this.#pages.get(name)
    const groups = Array.from(page?.ids ?? [], (id) => kept.get(id)).filter((group) => group !== undefined)
    const texts = groups.length === 0 ? [] : packed(groups.map(snapshotGroup))
    const writes = texts.map((text, part) =>
      groupPageEntity.overwrite({ revision: 0, page: name, part, parts: texts.length, text }),
    )
    // Every part is stored with revision 1.
    for (let part = texts.length; part < (page?.parts ?? 0); part++)
      writes.push(groupPageEntity.remove({ revision: 1, page: name, part, parts: 0, text: '' }))
    return { name, writes, parts: texts.length, characters: texts.reduce((sum, text) => sum + text.length, 0) }
  }

  #wrote(name: string, parts: number, characters: number): void {
    const page = this.#pages.get(name)
    if (page === undefined) return
    page.parts = parts
    page.characters = characters
    if (page.ids.size === 0) this.#pages.delete(name)
  }
}

/** One that closed for lack of news is kept until its last alert ends. */
const isKept = (group: Group): boolean => group.closedMs === undefined || firingIn(group) > 0

/** Cheap, and different whenever anything of the group is. */
function signatureOf(group: Group): string {
  let [alerts, firing, heard, refired, ended] = [0, 0, 0, 0, 0]
  for (const symptom of group.symptoms.values()) {
    alerts += symptom.alerts
    firing += symptom.firing
    heard += symptom.heard
    refired += symptom.refired
    ended += symptom.endedMs
  }
  const best = group.causes[0]
  const causes = [group.causes.length, best?.candidate, best?.probability]
  const { openedMs, activeMs, pagedMs, closedMs, proposedReleaseId, stale, symptoms } = group
  const counts = [symptoms.size, alerts, firing, heard, refired, ended]
  return JSON.stringify([openedMs, activeMs, pagedMs, closedMs, proposedReleaseId, stale, ...counts, causes])
}
