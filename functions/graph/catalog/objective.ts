/** What services promise, and what is left of it. */
import * as Slo from '@houston/core/slo/surface.ts'
import { edge, type Row } from '../../middleware/graph-handler.ts'
import { dateTime } from '../../middleware/graph-time.ts'
import type { Objective, Service as ServiceNode } from '../generated/catalog.ts'

export const objectives = edge((ctx, rows: readonly Row<ServiceNode>[]) =>
  Promise.all(rows.map(async ({ source }) => (await Slo.listOf(ctx, source.name)).map(nodeOf))),
)

const nodeOf = (slo: Parameters<typeof Slo.viewOf>[0]): Objective => {
  const { name, title, target, budget, leftShare, burn, burnRates, readUntilMs, seenShare } = slo
  return {
    name,
    title,
    target,
    budget,
    leftShare: leftShare ?? null,
    burn,
    burnRateOfHour: burnRates['1h'] ?? null,
    window: Slo.windowText(slo.window),
    seenShare,
    countedUntil: dateTime(readUntilMs),
  }
}
