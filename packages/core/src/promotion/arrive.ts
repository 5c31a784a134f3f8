/** A promotion at the entrance of a stage: it goes in, waits in line or gives way, and whoever gives way to it does so at the same instant. */
import type { Context } from '../context.ts'
import type { DomainEvent, EventDeclaration } from '../event.ts'
import { canonicalJson } from '../json.ts'
import type { TableWrite } from '../port/table.ts'
import type { Reason } from '../release/index.ts'
import { changed, fromId, happened, type PromotionChange } from './change.ts'
import { decideEntry, type Entrance, type Entry, withoutPromotion } from './entrance.ts'
import { promotionApprovalRequested, promotionQueued, promotionSuperseded } from './event.ts'
import { laneApproval } from './lane.ts'
import { type PromotionId, type PromotionItem, subjectOf } from './promotion.ts'
import { hasEnded } from './state.ts'
import { startGroup, supersede } from './step.ts'
import { promotionEntity, stageEntity } from './store.ts'

export async function arrive(
  ctx: Context,
  promotion: PromotionItem,
  { stageIndex, reason }: { readonly stageIndex: number; readonly reason: Reason },
): Promise<PromotionChange | undefined> {
  const stage = promotion.stages[stageIndex]
  if (stage === undefined) throw new Error(`promotion ${promotion.id} has no stage ${stageIndex}`)
  const at = { ...promotion, stageIndex, groupIndex: 0 }
  if (!promotion.staged) return startGroup(ctx, at, reason)
  const stored = await stageEntity.get(ctx.store, { pipeline: promotion.pipeline, stage: stage.name })
  const entrance = stored ?? { revision: 0, pipeline: promotion.pipeline, stage: stage.name, line: [] }
  const entry = decideEntry(promotion, stage, entrance, await laneApproval(ctx, promotion, stage))
  if (entry.kind === 'overtaken') return supersede(ctx, promotion, entry)
  const moves = stageIndex !== promotion.stageIndex
  const waits = { queue: 'queued', ask: 'awaiting-approval', enter: undefined } as const
  if (!moves && promotion.state === waits[entry.kind] && sameEntrance(entrance, entry.entrance)) return undefined
  const left: Left = moves ? await leftStage(ctx, promotion) : { writes: [] }
  const displaced = await displace(ctx, promotion, entry)
  const next = { ...entrance, ...entry.entrance } as typeof entrance
  const writes = [
    stored === undefined ? stageEntity.create(next) : stageEntity.replace(next),
    ...left.writes,
    ...displaced.writes,
  ]
  return { ...stepInto(ctx, at, entry, left.name), writes, events: displaced.events }
}

const sameEntrance = ({ inside, line }: Entrance, after: Entrance): boolean =>
  canonicalJson({ inside, line }) === canonicalJson({ inside: after.inside, line: after.line })

function stepInto(ctx: Context, at: PromotionItem, entry: Entry, left: string | undefined): PromotionChange {
  if (entry.kind === 'enter') return startGroup(ctx, at, entry.reason, left)
  const waiting = entry.kind === 'queue'
  const event: EventDeclaration<Waiting> = waiting ? promotionQueued : promotionApprovalRequested
  const { stageIndex, groupIndex, stages } = at
  const stage = stages[stageIndex]?.name ?? ''
  const data = { ...subjectOf(at), ...(left !== undefined && { leaves: left }), stage, reason: entry.reason }
  const facts = { stageIndex, groupIndex, soakUntilMs: undefined }
  return { facts: { ...facts, state: waiting ? 'queued' : 'awaiting-approval' }, event: happened(event, data) }
}

type Waiting = typeof promotionQueued extends EventDeclaration<infer Data> ? Data : never

interface Left {
  readonly writes: readonly TableWrite[]
  readonly name?: string
}

/** The stage it comes from is free from here on. */
async function leftStage(ctx: Context, { id, pipeline, stages, stageIndex }: PromotionItem): Promise<Left> {
  const name = stages[stageIndex]?.name ?? ''
  const entrance = await stageEntity.get(ctx.store, { pipeline, stage: name })
  if (entrance === undefined) return { writes: [], name }
  return { writes: [stageEntity.replace(withoutPromotion(entrance, id))], name }
}

/** Those that give way: in line, or inside a stage whose rule is to make room at once. */
async function displace(ctx: Context, by: PromotionItem, { displaced }: Entry) {
  const writes: TableWrite[] = []
  const events: DomainEvent[] = []
  for (const id of displaced) {
    const other = await fromId(ctx, id as PromotionId)
    if (hasEnded(other.state)) continue
    const sentence = `Version ${by.version} (${by.id}) is newer and took its place.`
    const reason = { code: 'overtaken', sentence }
    const takesBack = other.regions
      .filter(({ outcome }) => outcome === undefined)
      .map(({ stage, region, releaseId }) => ({ stage, region, releaseId }))
    const data = { ...subjectOf(other), reason, supersededBy: by.id, takesBack }
    const change = { facts: { state: 'superseded' as const, reason }, event: happened(promotionSuperseded, data) }
    writes.push(promotionEntity.replace(changed(ctx, other, change)))
    events.push(change.event(ctx, other))
  }
  return { writes, events }
}
