/** What comes next for a promotion: wait, watch, release the next regions, go to the next stage, stop or end. Pure, with reasons. */
import { isoTime } from '../clock.ts'
import { formatDuration } from '../duration.ts'
import { limits } from '../limits.ts'
import type { Reason } from '../release/index.ts'
import type { PromotionItem, RegionState } from './promotion.ts'
import { hasEnded } from './state.ts'

export type PromotionDecision =
  | { readonly kind: 'wait'; readonly reason: Reason }
  | { readonly kind: 'soak'; readonly untilMs: number; readonly reason: Reason }
  | { readonly kind: 'release'; readonly groupIndex: number; readonly reason: Reason }
  /** Ready for the stage: whether it may go in is the entrance's to say. */
  | { readonly kind: 'arrive'; readonly stageIndex: number; readonly reason: Reason }
  | { readonly kind: 'complete'; readonly reason: Reason }
  | {
      readonly kind: 'stop'
      readonly reason: Reason
      readonly takesBack: readonly RegionState[]
      readonly offers: readonly RegionState[]
    }
  | { readonly kind: 'supersede'; readonly by: string; readonly reason: Reason }

const because = (code: string, sentence: string): Reason => ({ code, sentence })

export function decidePromotion(promotion: PromotionItem, nowMs: number): PromotionDecision {
  if (hasEnded(promotion.state)) return { kind: 'wait', reason: because('ended', `It is ${promotion.state}.`) }
  const refused = promotion.regions.find(({ outcome }) => outcome === 'taken-back' || outcome === 'stuck')
  if (refused !== undefined) return stopAt(promotion, refused)
  const overtaken = promotion.regions.find(({ outcome }) => outcome === 'superseded')
  if (overtaken !== undefined) {
    const sentence = `A newer version took its place in ${placeOf(overtaken)}: ${overtaken.sentence ?? ''}`.trim()
    return { kind: 'supersede', by: 'newer', reason: because('overtaken', sentence) }
  }
  const { state, stageIndex } = promotion
  if (state === 'queued' || state === 'awaiting-approval')
    return {
      kind: 'arrive',
      stageIndex,
      reason: because('at-entrance', `It is at the entrance of ${stageName(promotion)}.`),
    }
  return afterGroup(promotion, nowMs)
}

const placeOf = ({ stage, region }: RegionState): string => `${region} of ${stage}`
const stageName = ({ stages, stageIndex }: PromotionItem): string => stages[stageIndex]?.name ?? ''

/** A region that refuses the version stops the way: others that have it or are about to are taken back or offered. */
function stopAt(promotion: PromotionItem, refused: RegionState): PromotionDecision {
  const policy = promotion.stages.find(({ name }) => name === refused.stage)?.onFailure ?? 'hold'
  const others = othersIn(promotion, refused.stage)
  const said = refused.sentence === undefined ? '' : ` ${refused.sentence}`
  const what = refused.outcome === 'stuck' ? 'could not be taken back' : 'was taken back'
  const rest = restOf(policy, others)
  const reason = because('region-refused', `The version ${what} in ${placeOf(refused)}.${said}${rest}`)
  return policy === 'take-back'
    ? { kind: 'stop', reason, takesBack: others, offers: [] }
    : { kind: 'stop', reason, takesBack: [], offers: others }
}

function restOf(policy: string, others: readonly RegionState[]): string {
  if (others.length === 0) return ''
  const names = others.map(({ region }) => region).join(', ')
  return policy === 'take-back' ? ` ${names} are taken back too.` : ` ${names} keep it until somebody decides.`
}

/** Regions of a stage that have the version or are on the way to it. */
export const othersIn = ({ regions }: Pick<PromotionItem, 'regions'>, stage: string): readonly RegionState[] =>
  regions.filter((region) => region.stage === stage && (region.outcome === undefined || region.outcome === 'completed'))

function afterGroup(promotion: PromotionItem, nowMs: number): PromotionDecision {
  const { stages, stageIndex, groupIndex, regions, state, soakUntilMs } = promotion
  const stage = stages[stageIndex]
  const group = stage?.groups[groupIndex]
  if (stage === undefined || group === undefined) throw new Error(`promotion ${promotion.id} is beyond its path`)
  const states = group.map((name) => regions.find(({ stage: at, region }) => at === stage.name && region === name))
  const open = group.filter((_, place) => states[place]?.outcome !== 'completed')
  if (open.length > 0)
    return { kind: 'wait', reason: because('releases-under-way', `${open.join(', ')} of ${stage.name} are under way.`) }
  const isLastGroup = groupIndex === stage.groups.length - 1
  if (isLastGroup && stageIndex === stages.length - 1) return complete(promotion)
  const completedAtMs = Math.max(...states.map((region) => region?.endedAtMs ?? nowMs))
  const soakMs = soakOf(promotion, stage)
  const untilMs = completedAtMs + soakMs
  const watched = `${group.join(', ')} of ${stage.name} watched for ${formatDuration(soakMs)}`
  if (nowMs < untilMs) {
    const reason = because('soaking', `${watched}, until ${isoTime(untilMs)}.`)
    // One that became a hotfix meanwhile is watched for less.
    return state === 'soaking' && !((soakUntilMs ?? 0) > untilMs)
      ? { kind: 'wait', reason }
      : { kind: 'soak', untilMs, reason }
  }
  const passed = because(
    'passed',
    `All of ${group.join(', ')} of ${stage.name} have it${soakMs > 0 ? `, ${watched}` : ''}.`,
  )
  return isLastGroup
    ? { kind: 'arrive', stageIndex: stageIndex + 1, reason: passed }
    : { kind: 'release', groupIndex: groupIndex + 1, reason: passed }
}

const soakOf = ({ hotfix }: PromotionItem, { soakMs }: PromotionItem['stages'][number]): number =>
  hotfix === undefined ? soakMs : Math.min(soakMs, limits.hotfixStageSoakMs.value)

function complete({ stages, version }: PromotionItem): PromotionDecision {
  const count = stages.reduce((sum, { groups }) => sum + groups.flat().length, 0)
  const path = stages.map(({ name }) => name).join(', ')
  const regions = count === 1 ? 'its region' : `all ${count} regions`
  return { kind: 'complete', reason: because('completed', `Version ${version} is in ${regions} of ${path}.`) }
}
