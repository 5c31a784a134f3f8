/** Finds the charts of groups, as they were drawn. */
import * as z from 'zod'
import type { Context } from '../context.ts'
import { defineOperation } from '../operation.ts'
import type { GroupChart } from './chart.ts'
import { groupChartEntity } from './store.ts'

export const chart = /* @__PURE__ */ defineOperation(
  {
    name: 'alert.chart',
    summary: 'The metrics of a group’s service around its onset; null until they were asked for',
    input: z.object({ groupId: z.string() }),
    allowedTo: ['viewer', 'responder', 'releaser', 'admin'],
  },
  async (ctx, { groupId }): Promise<{ readonly chart: GroupChart | null }> => ({
    chart: (await groupChartEntity.get(ctx.store, { groupId })) ?? null,
  }),
)

/** The charts of some groups, by group. */
export async function chartsOf(
  ctx: Context,
  groups: readonly { readonly id: string }[],
): Promise<ReadonlyMap<string, GroupChart>> {
  const keys = groups.map(({ id: groupId }) => ({ groupId }))
  const found = await groupChartEntity.batchGet(ctx.store, keys)
  return new Map(found.flatMap((chart) => (chart === undefined ? [] : [[chart.groupId, chart] as const])))
}
