/** Draws the charts of open groups, bucket by bucket. */
import * as z from 'zod'
import { commitConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import * as Grouping from '../correlation/grouping.ts'
import type { GroupRecord } from '../correlation/index.ts'
import { defineOperation } from '../operation.ts'
import { readSeries } from '../recovery/index.ts'
import { decideDrawing, drawn, emptyChart, type GroupChart, spansOf } from './chart.ts'
import { chartsOf } from './find-charts.ts'
import { alertLimits } from './limits.ts'
import { commitUnits } from './run.ts'
import { groupChartEntity } from './store.ts'

/** Once a minute, for the newest open groups: a source that is down keeps no alert from anybody. */
export const drawCharts = /* @__PURE__ */ defineOperation(
  {
    name: 'alert.draw-charts',
    summary: 'Read the series around the onset of open groups',
    input: z.object({}),
    allowedTo: [],
  },
  async (ctx): Promise<{ readonly drawn: number }> => {
    const limit = alertLimits.chartsPerTick.value
    const { items } = await Grouping.list(ctx, { limit })
    const known = await chartsOf(ctx, items)
    const done = await Promise.all(items.map((group) => draw(ctx, group, known.get(group.id))))
    return { drawn: done.filter(Boolean).length }
  },
)

async function draw(ctx: Context, group: GroupRecord, known: GroupChart | undefined): Promise<boolean> {
  // Another service is the likely cause now: its series is the one to see.
  const isSame = known?.service === group.service
  const begun = emptyChart(group.id, group.service, group.openedAtMs)
  const chart = isSame ? known : { ...begun, revision: known?.revision ?? 0 }
  const drawing = decideDrawing(chart, ctx.nowMs)
  if (drawing.kind === 'none') return false
  const read = await readSeries(ctx, group.service, spansOf(chart, drawing.buckets))
  const series = read.map(({ values, ...one }) => ({ ...one, values: [...values] }))
  const next = drawn(chart, drawing.buckets, series, ctx.nowMs)
  const write = next.revision === 0 ? groupChartEntity.create(next) : groupChartEntity.replace(next)
  // Two that draw at once read the same: whoever comes second leaves it.
  try {
    await commitUnits(ctx, [{ writes: [write], events: [] }])
    return true
  } catch (error) {
    if (commitConflict.is(error)) return false
    throw error
  }
}
