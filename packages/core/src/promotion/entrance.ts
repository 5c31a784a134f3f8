/** The entrance of a stage: one version inside, the others in line by the stage's rule, never an older one after a newer. Pure. */
import { limits } from '../limits.ts'
import type { Reason } from '../release/index.ts'
import type { PromotionItem } from './promotion.ts'

export interface PlaceInLine {
  readonly promotionId: string
  readonly orderMs: number
  /** In the hotfix lane: nobody makes it give way but a newer one in the same lane. */
  readonly hotfix?: boolean | undefined
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
type Arriving = Pick<PromotionItem, 'id' | 'orderMs' | 'approvedBy' | 'version' | 'hotfix'>

/** The one approval of the hotfix lane, as the gate judges it. */
export interface LaneApproval {
  readonly isGiven: boolean
  readonly sentence: string
}

const because = (code: string, sentence: string): Reason => ({ code, sentence })

export function decideEntry(
  arriving: Arriving,
  stage: Stage,
  entrance: Entrance,
  laneApproval?: LaneApproval,
): EntryDecision {
  const newer = newerThan(arriving, stage, entrance)
  if (newer !== undefined) {
    const sentence = `${newer} is newer and came to the entrance of ${stage.name} first.`
    return { kind: 'overtaken', by: newer, reason: because('overtaken', sentence) }
  }
  const { line, displaced } = lineWith(arriving, stage, entrance.line)
  const waiting = { ...entrance, line }
  const missing = missingApproval(arriving, stage, laneApproval)
  if (missing !== undefined) return { kind: 'ask', reason: missing, entrance: waiting, displaced }
  const taken = takenBy(arriving, entrance)
  if (taken !== undefined && !makesRoom(arriving, stage, taken)) {
    const reason = because('stage-taken', `${taken.promotionId} is in ${stage.name}.`)
    return { kind: 'queue', reason, entrance: waiting, displaced }
  }
  const [first] = line
  if (stage.onNewer === 'queue' && first !== undefined && first.promotionId !== arriving.id) {
    const reason = because('older-first', `${first.promotionId} is older and goes into ${stage.name} first.`)
    return { kind: 'queue', reason, entrance: waiting, displaced }
  }
  return entered(arriving, stage, waiting, taken === undefined ? displaced : [...displaced, taken.promotionId])
}

/** Whoever makes this one pointless: a newer one went in before, or waits where only the newest may. */
function newerThan({ id, orderMs }: Arriving, { onNewer }: Stage, entrance: Entrance): string | undefined {
  const { enteredOrderMs, enteredBy, line } = entrance
  if (enteredOrderMs !== undefined && enteredOrderMs > orderMs && enteredBy !== id) return enteredBy
  return onNewer === 'queue' ? undefined : line.find((other) => other.orderMs > orderMs)?.promotionId
}

/** A hotfix needs one approval for its whole way, where the stage asks for any. */
function missingApproval(
  { approvedBy, hotfix }: Arriving,
  { name, approvals }: Stage,
  laneApproval: LaneApproval | undefined,
): Reason | undefined {
  if (hotfix !== undefined) {
    if (approvals === 0 || laneApproval?.isGiven === true) return undefined
    const why = laneApproval?.sentence ?? 'Who has approved is not known.'
    return because('hotfix-approval-missing', `${name} waits for the one approval of a hotfix. ${why}`)
  }
  const missing = approvals - approvedBy.length
  if (missing <= 0) return undefined
  const sentence = `${name} waits for ${missing} more of ${approvals} ${approvals === 1 ? 'approval' : 'approvals'}.`
  return because('approval-missing', sentence)
}

const takenBy = ({ id }: Arriving, { inside }: Entrance): PlaceInLine | undefined =>
  inside?.promotionId === id ? undefined : inside

/** Whoever is inside soaks for hours: a hotfix, which holds its changes too, does not wait for that. */
const makesRoom = ({ hotfix }: Arriving, { onNewer }: Stage, inside: PlaceInLine): boolean =>
  onNewer === 'replace' || (hotfix !== undefined && inside.hotfix !== true)

/** The line with the newcomer in its place, behind those of its age. In a full line the newest before it gives way. */
function lineWith(arriving: Arriving, { onNewer }: Stage, before: readonly PlaceInLine[]) {
  const others = before.filter(({ promotionId }) => promotionId !== arriving.id)
  const own = placeOf(arriving)
  if (onNewer !== 'queue') return { line: [own], displaced: others.map(({ promotionId }) => promotionId) }
  if (own.hotfix === true) return hurriedLine(own, others)
  // Whoever stands in line keeps the place: builds have the same second often enough.
  if (others.length < before.length) return { line: before, displaced: [] }
  const kept = others.slice(0, limits.promotionsInLine.value - 1)
  const line = [...kept, own].sort((a, b) => a.orderMs - b.orderMs)
  return { line, displaced: others.slice(kept.length).map(({ promotionId }) => promotionId) }
}

const placeOf = ({ id, orderMs, hotfix }: Arriving): PlaceInLine => ({
  promotionId: id,
  orderMs,
  ...(hotfix !== undefined && { hotfix: true }),
})

/** A hotfix takes the place of the ordinary ones that are older: it holds their changes, and none may come after it. */
function hurriedLine(own: PlaceInLine, others: readonly PlaceInLine[]) {
  const givesWay = ({ orderMs, hotfix }: PlaceInLine): boolean => orderMs <= own.orderMs && hotfix !== true
  const kept = others.filter((other) => !givesWay(other))
  return {
    line: [...kept, own].sort((a, b) => a.orderMs - b.orderMs),
    displaced: others.filter(givesWay).map(({ promotionId }) => promotionId),
  }
}

function entered(
  arriving: Arriving,
  { name, approvals }: Stage,
  entrance: Entrance,
  displaced: readonly string[],
): Entry {
  const { id, orderMs, version, hotfix } = arriving
  const line = entrance.line.filter(({ promotionId }) => promotionId !== id)
  const inside = placeOf(arriving)
  const instead = approvals > 1 ? `, with one approval in place of ${approvals}` : ''
  const reason =
    hotfix === undefined
      ? because('entered', `Version ${version} goes into ${name}.`)
      : because(
          'entered-as-hotfix',
          `Version ${version} goes into ${name} as a hotfix${instead}. ${hotfix.by}: ${hotfix.why}`,
        )
  return { kind: 'enter', reason, entrance: { inside, line, enteredOrderMs: orderMs, enteredBy: id }, displaced }
}

/** The entrance after somebody left the stage or its line. */
export const withoutPromotion = <Kept extends Entrance>(entrance: Kept, id: string): Kept => ({
  ...entrance,
  inside: entrance.inside?.promotionId === id ? undefined : entrance.inside,
  line: entrance.line.filter(({ promotionId }) => promotionId !== id),
})
