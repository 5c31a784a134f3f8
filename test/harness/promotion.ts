/** What stories of promotions do: push, look, wait; on a pipeline with stages over several regions. */
import type { PromotionItem } from '@houston/core/promotion'
import type { Houston } from './houston.ts'
import { commitOf } from './push.ts'
import { declareStages, type Regions, type StageChoice, startRegions } from './regions.ts'

export const everyRegion = ['lab', 'eu', 'us', 'ap']

export async function withRegions(
  houston: Houston,
  stages: readonly StageChoice[],
  story: (regions: Regions) => Promise<void>,
) {
  const regions = await startRegions(houston, everyRegion)
  try {
    await declareStages(houston, regions, stages)
    await story(regions)
  } finally {
    await regions.stop()
  }
}

export async function pushed(houston: Houston, title = 'A change'): Promise<string> {
  const commit = commitOf('checkout', title)
  await houston.push(commit)
  await houston.build(commit)
  return commit.version
}

export async function promotionOf(houston: Houston, version: string): Promise<PromotionItem> {
  const { items } = await houston.accepted<{ items: PromotionItem[] }>('promotion.list', { pipeline: 'checkout' })
  const found = items.find((promotion) => promotion.version === version)
  if (found === undefined) throw new Error(`no promotion of ${version}`)
  return found
}

export async function until(
  houston: Houston,
  version: string,
  states: readonly string[],
  patience = 120,
): Promise<PromotionItem> {
  for (let steps = 0; steps < patience; steps++) {
    const promotion = await promotionOf(houston, version)
    if (states.includes(promotion.state)) return promotion
    await houston.fastForward('30s')
  }
  throw new Error(`the promotion is ${(await promotionOf(houston, version)).state}, not ${states.join(' or ')}`)
}

export const stables = ({ routers }: Regions): string[] =>
  everyRegion.map((name) => routers[name]?.traffic('checkout').stableVersion ?? '')
export const outcomes = ({ regions }: PromotionItem) =>
  regions.map(({ stage, region, outcome }) => [stage, region, outcome])
