/** One evaluation of the open groups, as a list of steps: merge, split, rank, propose, page, close. */
import type { AuditEntry } from './audit.ts'
import type { Background } from './background.ts'
import { rankCauses } from './cause.ts'
import { type Group, groupId, isOver, openGroup, servicesOf } from './group.ts'
import type { GroupBook } from './group-book.ts'
import { type Knowledge, nameOf } from './likelihood.ts'
import { decidePage } from './page.ts'
import { decideProposal } from './proposal.ts'
import { decideEvictions, decideMerge, decideMoves, decideSplit, pairsToCompare } from './refine.ts'

/** A group of more symptoms than this is ranked, but no longer compared with others. */
const maxComparedSymptoms = 2_000

export class Evaluation {
  readonly #book: GroupBook
  readonly #knowledge: Knowledge
  readonly #background: Background
  readonly #audit: AuditEntry[]
  readonly #nowMs: number

  constructor(book: GroupBook, knowledge: Knowledge, background: Background, audit: AuditEntry[], nowMs: number) {
    this.#book = book
    this.#knowledge = knowledge
    this.#background = background
    this.#audit = audit
    this.#nowMs = nowMs
  }

  run(): void {
    const changed = this.#rankStale()
    for (const [one, other] of [
      ...this.#book.takeSuspected(),
      ...pairsToCompare(changed, this.#book.open(), this.#knowledge),
    ])
      this.#merge(one, other)
    for (const group of this.#book.open()) if (group.stale || changed.has(group)) this.#split(group)
    this.#rankStale()
    for (const group of this.#book.open()) this.#evict(group)
    this.#rankStale()
    for (const group of this.#book.open()) {
      this.#page(group)
      this.#close(group)
    }
  }

  #rankStale(): Set<Group> {
    const changed = new Set<Group>()
    for (const group of this.#book.open()) {
      if (!group.stale) continue
      this.#rank(group)
      changed.add(group)
    }
    return changed
  }

  #merge(one: Group, other: Group): void {
    if (this.#book.group(one.id) === undefined || this.#book.group(other.id) === undefined) return
    if (one.symptoms.size + other.symptoms.size > maxComparedSymptoms) return
    const decision = decideMerge(one, other, this.#knowledge)
    if (decision.kind === 'keep-apart') {
      this.#exchange(one, other)
      return
    }
    const [stays, goes] = olderFirst(one, other)
    this.#book.move([...goes.symptoms.keys()], goes, stays)
    // Somebody was paged for it already: one page is enough.
    stays.pagedMs ??= goes.pagedMs
    const { gainNats } = decision
    this.#audit.push({ kind: 'merged', atMs: this.#nowMs, group: stays.id, absorbed: goes.id, gainNats })
  }

  /** Two groups that stay apart still hand each other what fits there better. */
  #exchange(one: Group, other: Group): void {
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      const moving = decideMoves(from, to, this.#knowledge)
      if (moving.length === 0) continue
      const services = moving.flatMap((key) => from.symptoms.get(key)?.service ?? [])
      this.#book.move(moving, from, to)
      this.#audit.push({ kind: 'moved', atMs: this.#nowMs, group: from.id, into: to.id, services })
    }
  }

  #evict(group: Group): void {
    for (const key of decideEvictions(group, this.#knowledge, this.#nowMs)) {
      const symptom = group.symptoms.get(key)
      if (symptom === undefined) continue
      const next = openGroup(groupId.derive(symptom.firstMs, group.id, key), symptom.firstMs)
      this.#book.move([key], group, next)
      this.#audit.push({
        kind: 'evicted',
        atMs: this.#nowMs,
        group: group.id,
        into: next.id,
        services: [symptom.service],
      })
    }
  }

  #split(group: Group): void {
    if (group.symptoms.size < 2 || group.symptoms.size > maxComparedSymptoms) return
    const decision = decideSplit(group, this.#knowledge)
    if (decision.kind === 'keep') return
    const leaving = decision.leaving.flatMap((key) => group.symptoms.get(key) ?? [])
    const openedMs = Math.min(...leaving.map((symptom) => symptom.firstMs))
    const next = openGroup(groupId.derive(openedMs, group.id, ...decision.leaving), openedMs)
    this.#book.move(decision.leaving, group, next)
    this.#audit.push({
      kind: 'split',
      atMs: this.#nowMs,
      group: group.id,
      into: next.id,
      services: [...servicesOf(next)],
      gainNats: decision.gainNats,
    })
  }

  #rank(group: Group): void {
    const before = group.causes[0]?.candidate
    group.causes = rankCauses(group.symptoms.values(), this.#knowledge)
    group.stale = false
    this.#propose(group)
    const best = group.causes[0]
    if (best === undefined || (before !== undefined && nameOf(before) === nameOf(best.candidate))) return
    this.#audit.push({
      kind: 'cause-changed',
      atMs: this.#nowMs,
      group: group.id,
      from: before,
      to: best.candidate,
      probability: best.probability,
    })
  }

  /** Once per release: what policy makes of the proposal is not repeated by every new alert. */
  #propose(group: Group): void {
    const decision = decideProposal(group.causes)
    if (decision.kind === 'none' || decision.proposal.releaseId === group.proposedReleaseId) return
    group.proposedReleaseId = decision.proposal.releaseId
    this.#audit.push({
      kind: 'rollback-proposed',
      atMs: this.#nowMs,
      group: group.id,
      proposal: decision.proposal,
    })
  }

  #page(group: Group): void {
    const decision = decidePage(group, this.#knowledge, this.#background, this.#nowMs)
    if (decision.kind !== 'page') return
    group.pagedMs = this.#nowMs
    const { nats, parts } = decision
    this.#audit.push({ kind: 'paged', atMs: this.#nowMs, group: group.id, nats, parts })
  }

  #close(group: Group): void {
    if (!isOver(group, this.#nowMs)) return
    if (group.pagedMs === undefined) this.#background.learn(group)
    this.#book.close(group, this.#nowMs)
    this.#audit.push({ kind: 'closed', atMs: this.#nowMs, group: group.id })
  }
}

const olderFirst = (one: Group, other: Group): [Group, Group] =>
  one.openedMs < other.openedMs || (one.openedMs === other.openedMs && one.id < other.id) ? [one, other] : [other, one]
