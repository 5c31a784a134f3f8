/** `houston pipelines` and `houston pipeline NAME`: the paths to production, with what is on them. */
import type { PipelineView } from '@houston/core/pipeline'
import { hasEnded, type PromotionItem } from '@houston/core/promotion'
import type { Command } from 'commander'
import type { Client } from '../client.ts'
import { table } from '../output.ts'
import { pipelineLines, promotionLine } from '../view/pipeline.ts'
import { answer, clientOf, common } from './context.ts'

export function addPipeline(program: Command): void {
  common(program.command('pipelines'))
    .description('all pipelines, their stages and what is under way')
    .addHelpText('after', '\nExample:\n  houston pipelines')
    .action(async (_: unknown, command: Command) => {
      const client = clientOf(command)
      const [listed, moving] = await Promise.all([listAll(client), promotions(client, {})])
      const rows = listed.map(({ pipeline, stages }) => [
        pipeline.name,
        pipeline.service,
        stages
          .map(({ name, groups }) => `${name}${groups.flat().length > 1 ? ` (${groups.flat().length})` : ''}`)
          .join(' → '),
        moving
          .filter((promotion) => promotion.pipeline === pipeline.name)
          .map(wordOf)
          .join(', '),
      ])
      const text =
        rows.length === 0 ? 'No pipeline is declared.' : table(['pipeline', 'service', 'path', 'under way'], rows)
      answer(command, { pipelines: listed, promotions: moving }, text)
    })
  common(program.command('pipeline <name>'))
    .description('the path of one pipeline: each stage with its regions, what is inside and what waits')
    .addHelpText('after', '\nExample:\n  houston pipeline checkout')
    .action(async (name: string, _: unknown, command: Command) => {
      const client = clientOf(command)
      const [{ pipeline, stages }, found, { nowMs }] = await Promise.all([
        client.command<PipelineView>('pipeline.get', { pipeline: name }),
        promotions(client, { pipeline: name }),
        client.request<{ nowMs: number }>('GET', '/local/status').catch(() => ({ nowMs: Date.now() })),
      ])
      const lines = pipelineLines({ pipeline, stages, promotions: found }, nowMs)
      const recent = found.slice(0, 5).map(promotionLine)
      answer(
        command,
        { pipeline, stages, promotions: found },
        [...lines, ...(recent.length > 0 ? ['', ...recent] : [])].join('\n'),
      )
    })
}

const wordOf = ({ version, state, stages, stageIndex }: PromotionItem): string =>
  `${version} ${state} ${hasEnded(state) ? '' : (stages[stageIndex]?.name ?? '')}`.trim()

const promotions = async (client: Client, input: Record<string, unknown>): Promise<readonly PromotionItem[]> =>
  (await client.command<{ items: PromotionItem[] }>('promotion.list', { ...input, limit: 50 })).items

async function listAll(client: Client): Promise<readonly PipelineView[]> {
  const all: PipelineView[] = []
  let cursor: string | undefined
  do {
    const page = await client.command<{ items: PipelineView[]; cursor?: string }>('pipeline.list', {
      ...(cursor && { cursor }),
    })
    all.push(...page.items)
    cursor = page.cursor
  } while (cursor !== undefined)
  return all
}
