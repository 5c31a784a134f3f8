/** The entrance of a stage: one version inside, the others in line by the stage's rule, never an older one after a newer. Pure. */
import { limits } from '../limits.ts'
import type { Reason } from '../release/index.ts'
import type { PromotionItem } from './promotion.ts'

export interface PlaceInLine {
  readonly promotionId: string
  readonly orderMs: number
}

export interface Entrance {
  readonly inside?: PlaceInLine | undefined
  /** The oldest first. */
  readonly line: readonly PlaceInLine[]
  /** The newest that ever went in. */
  readonly enteredOrderMs?: number | undefined
  readonly enteredBy?: string | undefined
}

export interface Entry {
  readonly kind: 'enter' | 'ask' | 'queue'
  readonly reason: Reason
  /** The entrance afterwards. */
  readonly entrance: Entrance
  /** Who gives way: those in line, and with `replace` whoever is inside. */
  readonly displaced: readonly string[]
}

export type EntryDecision = Entry | { readonly kind: 'overtaken'; readonly by: string; readonly reason: Reason }

type Stage = PromotionItem['stages'][number]
type Arriving = Pick<PromotionItem, 'id' | 'orderMs' | 'approvedBy' | 'version'>

const because = (code: string, sentence: string): Reason => ({ code, sentence })

export function decideEntry(arriving: Arriving, stage: Stage, entrance: Entrance): EntryDecision {
  const newer = newerThan(arriving, stage, entrance)
  if (newer !== undefined) {
    const sentence = `${newer} is newer and came to the entrance of ${stage.name} first.`
    return { kind: 'overtaken', by: newer, reason: because('overtaken', sentence) }
  }
  const { line, displaced } = lineWith(arriving, stage, entrance.line)
  const waiting = { ...entrance, line }
  const missing = stage.approvals - arriving.approvedBy.length
  if (missing > 0) {
    const sentence = `${stage.name} waits for ${missing} more of ${stage.approvals} ${stage.approvals === 1 ? 'approval' : 'approvals'}.`
    return { kind: 'ask', reason: because('approval-missing', sentence), entrance: waiting, displaced }
  }
  const taken = takenBy(arriving, stage, entrance)
  if (taken !== undefined && stage.onNewer !== 'replace') {
    const reason = because('stage-taken', `${taken} is in ${stage.name}.`)
    return { kind: 'queue', reason, entrance: waiting, displaced }
  }
  const [first] = line
  if (stage.onNewer === 'queue' && first !== undefined && first.promotionId !== arriving.id) {
    const reason = because('older-first', `${first.promotionId} is older and goes into ${stage.name} first.`)
    return { kind: 'queue', reason, entrance: waiting, displaced }
  }
  return entered(arriving, stage, waiting, taken === undefined ? displaced : [...displaced, taken])
}

/** Whoever makes this one pointless: a newer one went in before, or waits where only the newest may. */
function newerThan({ id, orderMs }: Arriving, { onNewer }: Stage, entrance: Entrance): string | undefined {
  const { enteredOrderMs, enteredBy, line } = entrance
  if (enteredOrderMs !== undefined && enteredOrderMs > orderMs && enteredBy !== id) return enteredBy
  return onNewer === 'queue' ? undefined : line.find((other) => other.orderMs > orderMs)?.promotionId
}

const takenBy = ({ id }: Arriving, _: Stage, { inside }: Entrance): string | undefined =>
  inside === undefined || inside.promotionId === id ? undefined : inside.promotionId

/** The line with the newcomer in its place, behind those of its age. In a full line the newest before it gives way. */
function lineWith({ id, orderMs }: Arriving, { onNewer }: Stage, before: readonly PlaceInLine[]) {
  const others = before.filter(({ promotionId }) => promotionId !== id)
  const own = { promotionId: id, orderMs }
  if (onNewer !== 'queue') return { line: [own], displaced: others.map(({ promotionId }) => promotionId) }
  // Whoever stands in line keeps the place: builds have the same second often enough.
  if (others.length < before.length) return { line: before, displaced: [] }
  const kept = others.slice(0, limits.promotionsInLine.value - 1)
  const line = [...kept, own].sort((a, b) => a.orderMs - b.orderMs)
  return { line, displaced: others.slice(kept.length).map(({ promotionId }) => promotionId) }
}

function entered(
  { id, orderMs, version }: Arriving,
  { name }: Stage,
  entrance: Entrance,
  displaced: readonly string[],
): Entry {
  const line = entrance.line.filter(({ promotionId }) => promotionId !== id)
  const inside = { promotionId: id, orderMs }
  const reason = because('entered', `Version ${version} goes into ${name}.`)
  return { kind: 'enter', reason, entrance: { inside, line, enteredOrderMs: orderMs, enteredBy: id }, displaced }
}

/** The entrance after somebody left the stage or its line. */
export const withoutPromotion = <Kept extends Entrance>(entrance: Kept, id: string): Kept => ({
  ...entrance,
  inside: entrance.inside?.promotionId === id ? undefined : entrance.inside,
  line: entrance.line.filter(({ promotionId }) => promotionId !== id),
})
