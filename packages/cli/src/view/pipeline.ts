/** A pipeline's path as lines of text: each stage with what is inside, what waits, and what came of its regions. */
import { formatDuration } from '@houston/core/duration.ts'
import type { PathStage } from '@houston/core/pipeline'
import type { PromotionItem, RegionOutcome } from '@houston/core/promotion'
import { padEnd, paint, type Style } from '../output.ts'

export interface PathView {
  readonly pipeline: { readonly name: string; readonly service: string }
  readonly stages: readonly PathStage[]
  /** The newest first. */
  readonly promotions: readonly PromotionItem[]
}

const marks: Readonly<Record<RegionOutcome, readonly [string, Style]>> = {
  completed: ['✔', 'green'],
  'taken-back': ['✘', 'yellow'],
  stuck: ['✘', 'red'],
  superseded: ['↷', 'dim'],
}

type Region = PromotionItem['regions'][number]

/** The latest word on a region: of the newest promotion that came to it. */
const latest = (promotions: readonly PromotionItem[], stage: string, region: string) =>
  promotions
    .map((promotion) => ({ promotion, state: stateOf(promotion, stage, region) }))
    .find(({ state }) => state !== undefined)

const stateOf = ({ regions }: PromotionItem, stage: string, region: string): Region | undefined =>
  regions.find((candidate) => candidate.stage === stage && candidate.region === region)

export function pipelineLines({ pipeline, stages, promotions }: PathView, nowMs: number): string[] {
  const title = `${paint('bold', pipeline.name)} of ${pipeline.service}`
  const arrows = stages.map(({ name }) => name).join(' → ')
  return [
    `${title}  ${paint('dim', arrows)}`,
    ...stages.flatMap((stage, index) => stageLines(stage, index, promotions, nowMs)),
  ]
}

function stageLines(stage: PathStage, index: number, promotions: readonly PromotionItem[], nowMs: number): string[] {
  const here = promotions.filter(({ stageIndex, stages }) => stages[stageIndex]?.name === stage.name)
  const waiting = here.filter(({ state }) => state === 'queued' || state === 'awaiting-approval')
  const inside = here.find(({ state }) => state === 'releasing' || state === 'soaking')
  const arrow = index === 0 ? [] : [paint('dim', '    │')]
  const entrance = waiting.map(
    (promotion) => `    ${paint('yellow', '◔')} ${promotion.version} ${waitingFor(promotion)}`,
  )
  const rule = ruleOf(stage)
  const name = paint(inside === undefined ? 'bold' : 'cyan', padEnd(stage.name, 12))
  return [
    ...arrow,
    ...entrance,
    `  ${name} ${paint('dim', rule)}`.trimEnd(),
    ...groupLines(stage, promotions, inside, nowMs),
  ]
}

function ruleOf({ soakMs, approvals, onNewer, groups }: PathStage): string {
  const parts = [
    ...(approvals > 0 ? [`${approvals} ${approvals === 1 ? 'approval' : 'approvals'}`] : []),
    ...(groups.length > 1 ? [`${groups.length} groups of regions`] : []),
    ...(soakMs > 0 ? [`watched ${formatDuration(soakMs)}`] : []),
    ...(onNewer === 'coalesce' ? [] : [onNewer]),
  ]
  return parts.join(', ')
}

function waitingFor({ state, approvedBy, stages, stageIndex, id }: PromotionItem): string {
  if (state === 'queued') return 'waits in line'
  const asked = stages[stageIndex]?.approvals ?? 0
  return `waits for ${asked - approvedBy.length} of ${asked} approvals: houston approve ${id}`
}

function groupLines(
  { name, groups }: PathStage,
  promotions: readonly PromotionItem[],
  inside: PromotionItem | undefined,
  nowMs: number,
): string[] {
  return groups.map((group) => {
    const cells = group.map((region) => regionCell(name, region, promotions))
    const soak = soakOf(inside, group, name, nowMs)
    return `    ${cells.join('   ')}${soak}`
  })
}

function regionCell(stage: string, region: string, promotions: readonly PromotionItem[]): string {
  const found = latest(promotions, stage, region)
  if (found?.state === undefined) return paint('dim', `· ${region}`)
  const { outcome } = found.state
  const [mark, style] = outcome === undefined ? (['●', 'cyan'] as const) : marks[outcome]
  return `${paint(style, mark)} ${region} ${found.promotion.version}`
}

function soakOf(inside: PromotionItem | undefined, group: readonly string[], stage: string, nowMs: number): string {
  const { state, soakUntilMs, groupIndex, stages, stageIndex } = inside ?? {}
  const isHere = stageIndex !== undefined && stages?.[stageIndex]?.groups[groupIndex ?? 0]?.join() === group.join()
  if (state !== 'soaking' || soakUntilMs === undefined || !isHere || stages[stageIndex]?.name !== stage) return ''
  return paint('dim', `   watched for ${formatDuration(Math.max(0, soakUntilMs - nowMs))} more`)
}

/** One promotion in a line. */
export function promotionLine({ version, state, id, author, reason }: PromotionItem): string {
  const style: Style =
    state === 'completed' ? 'green' : state === 'stopped' ? 'red' : state === 'superseded' ? 'dim' : 'cyan'
  return `  ${padEnd(version, 14)} ${padEnd(paint(style, state), 18)} ${padEnd(author, 12)} ${paint('dim', id)}  ${reason?.sentence ?? ''}`.trimEnd()
}
