/** Keeps a promotion on the screen until it has ended: its path, and the releases under way. */
import { setTimeout as sleep } from 'node:timers/promises'
import { hasEnded, type PromotionItem } from '@houston/core/promotion'
import type { ReleaseView } from '@houston/core/release'
import type { Client } from '../client.ts'
import { pipelineLines } from './pipeline.ts'
import { releaseLines } from './release.ts'
import { openScreen } from './screen.ts'

export interface PromotionView {
  readonly promotion: PromotionItem
  /** Of the regions under way, or of the last ones. */
  readonly releases: readonly ReleaseView[]
}

const everyMs = 500

export async function followPromotion(
  client: Client,
  promotionId: string,
  { quiet = false }: { readonly quiet?: boolean } = {},
): Promise<PromotionView> {
  const screen = openScreen()
  for (;;) {
    const view = await look(client, promotionId)
    const { nowMs } = await client
      .request<{ nowMs: number }>('GET', '/local/status')
      .catch(() => ({ nowMs: Date.now() }))
    if (!quiet) screen.paint(lines(view, nowMs))
    if (hasEnded(view.promotion.state)) {
      screen.end()
      return view
    }
    await sleep(everyMs)
  }
}

async function look(client: Client, promotionId: string): Promise<PromotionView> {
  const promotion = await client.command<PromotionItem>('promotion.get', { promotionId })
  const { stages, stageIndex, groupIndex, regions } = promotion
  const group = stages[stageIndex]?.groups[groupIndex] ?? []
  const here = regions.filter(({ stage, region }) => stage === stages[stageIndex]?.name && group.includes(region))
  const releases = await Promise.all(
    // One that is about to start is not there yet.
    here.map(({ releaseId }) => client.command<ReleaseView>('release.get', { releaseId }).catch(() => undefined)),
  )
  return { promotion, releases: releases.filter((release) => release !== undefined) }
}

function lines({ promotion, releases }: PromotionView, nowMs: number): string[] {
  const { pipeline: name, service, stages } = promotion
  const path = pipelineLines({ pipeline: { name, service }, stages, promotions: [promotion] }, nowMs)
  return [...path, ...releases.flatMap((view) => ['', ...releaseLines(view, nowMs)])]
}
