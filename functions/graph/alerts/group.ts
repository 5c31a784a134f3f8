/** Groups of alerts: one, listings, and those behind services, releases and incidents. */
import type { GroupChart } from '@houston/core/alert'
import * as Alert from '@houston/core/alert/surface.ts'
import type { Context } from '@houston/core/context.ts'
import { type GroupRecord, groupUnknown } from '@houston/core/correlation'
import * as Grouping from '@houston/core/correlation/grouping.ts'
import { limits } from '@houston/core/limits.ts'
import { edge, field, type Row } from '../../middleware/graph-handler.ts'
import { connection } from '../../middleware/graph-page.ts'
import { dateTime, dateTimeOrNull, dayMs, enumValue } from '../../middleware/graph-time.ts'
import { timelineEntry } from '../../middleware/graph-timeline.ts'
import type {
  AlertGroup,
  AlertGroupTimelineArgs,
  GroupChart as ChartNode,
  QueryGroupArgs,
  QueryGroupsArgs,
} from '../generated/alerts.ts'

const nodeOf = (group: GroupRecord): AlertGroup => ({
  id: group.id,
  serviceName: group.service,
  serviceNames: group.services,
  title: group.title,
  state: enumValue(group.state),
  severity: group.severity,
  severitySentence: group.severitySentence,
  pages: group.pages,
  pagedAt: dateTimeOrNull(group.pagedAtMs),
  alertCount: group.alertCount,
  firingCount: group.firingCount,
  owner: group.owner,
  runbook: group.runbook,
  releaseId: group.releaseId,
  openedAt: dateTime(group.openedAtMs),
  resolvedAt: dateTimeOrNull(group.resolvedAtMs),
  mergedInto: group.mergedInto,
  causes: group.causes.map(({ service, ...cause }) => ({ ...cause, serviceName: service })),
  firing: group.told.firing,
  resolved: group.told.resolved,
  recentChanges: group.recentChanges.map(({ id, service, timeMs, releaseId }) => ({
    id,
    serviceName: service,
    at: dateTime(timeMs),
    releaseId,
  })),
  similar: group.similar.map(({ openedMs, ...similar }) => ({ ...similar, openedAt: dateTime(openedMs) })),
  links: group.links,
})

export const group = field(async (ctx, { id }: QueryGroupArgs) => {
  try {
    return nodeOf(await Grouping.fromId(ctx, id))
  } catch (error) {
    if (groupUnknown.is(error)) return null
    throw error
  }
})

export const groups = field((ctx, { filter, ...args }: QueryGroupsArgs) =>
  connection(
    args,
    (page) =>
      Grouping.list(ctx, {
        ...page,
        ...(filter?.service && { service: filter.service }),
        ...(filter?.endedOn && { endedOnMs: dayMs(filter.endedOn) }),
      }),
    nodeOf,
  ),
)

/** One reading of all that is open, whatever number of rows asks. */
async function openGroups(ctx: Context): Promise<readonly GroupRecord[]> {
  return (await Grouping.list(ctx, { limit: limits.queryPageItems.value })).items
}

export const openOfService = edge(async (ctx, rows: readonly Row<{ readonly name: string }>[]) => {
  const open = await openGroups(ctx)
  return rows.map(({ source: { name } }) =>
    open.filter(({ service, services }) => service === name || services.includes(name)).map(nodeOf),
  )
})

export const openOfRelease = edge(async (ctx, rows: readonly Row<{ readonly id: string }>[]) => {
  const open = await openGroups(ctx)
  return rows.map(({ source: { id } }) => open.filter(({ releaseId }) => releaseId === id).map(nodeOf))
})

export const groupOfIncident = edge(async (ctx, rows: readonly Row<{ readonly groupId?: string | null }>[]) => {
  const ids = rows.flatMap(({ source }) => source.groupId ?? [])
  const found = await Grouping.fromIds(ctx, ids)
  return rows.map(({ source }) => {
    const record = found.get(source.groupId ?? '')
    return record === undefined ? null : nodeOf(record)
  })
})

/** Kept beside the group: one reading for all rows. */
export const chart = edge(async (ctx, rows: readonly Row<{ readonly id: string }>[]) => {
  const charts = await Alert.chartsOf(
    ctx,
    rows.map(({ source }) => source),
  )
  return rows.map(({ source }) => {
    const found = charts.get(source.id)
    return found === undefined ? null : chartNode(found)
  })
})

const chartNode = ({ service, onsetMs, fromMs, bucketMs, series, missing }: GroupChart): ChartNode => ({
  serviceName: service,
  onsetAt: dateTime(onsetMs),
  fromAt: dateTime(fromMs),
  pointSec: bucketMs / 1_000,
  series,
  missing,
})

export const timeline = edge((ctx, rows: readonly Row<{ readonly id: string }, AlertGroupTimelineArgs>[]) =>
  Promise.all(
    rows.map(({ source, args }) =>
      connection(args, (page) => Grouping.timeline(ctx, { ...page, groupId: source.id }), timelineEntry),
    ),
  ),
)
