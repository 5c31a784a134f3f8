/** Alerts that are not over, with what became of each and why. */
import type { AlertItem } from '@houston/core/alert'
import * as Alert from '@houston/core/alert/surface.ts'
import type { Context } from '@houston/core/context.ts'
import type { Page } from '@houston/core/entity.ts'
import { field } from '../../middleware/graph-handler.ts'
import { connection } from '../../middleware/graph-page.ts'
import { dateTime, enumValue } from '../../middleware/graph-time.ts'
import type { Alert as AlertNode, QueryAlertsArgs } from '../generated/alerts.ts'

const nodeOf = ({
  fingerprint,
  history,
  state,
  severity,
  sinceMs,
  standing,
  outcome,
  trace,
}: AlertItem): AlertNode => ({
  fingerprint,
  name: history.content.name,
  summary: history.content.text,
  serviceName: history.content.service,
  state: enumValue(state),
  severity,
  since: dateTime(sinceMs),
  groupId: standing?.group,
  outcome: outcome.kind,
  reason: outcome.reason,
  why: trace,
})

interface PageQuery {
  readonly limit: number
  readonly cursor?: string
}

/** Shards one after the other, as many as fill the page: `3:` is the begin of the fourth. */
async function listAll(ctx: Context, { limit, cursor = '0:' }: PageQuery): Promise<Page<AlertItem>> {
  const items: AlertItem[] = []
  let shard = Number(cursor.slice(0, cursor.indexOf(':')))
  let place = cursor.slice(cursor.indexOf(':') + 1)
  for (;;) {
    const page = await Alert.list(ctx, { shard, limit: limit - items.length, ...(place !== '' && { cursor: place }) })
    items.push(...page.items)
    if (page.cursor !== undefined) return { items, cursor: `${shard}:${page.cursor}` }
    shard++
    place = ''
    if (shard >= page.shards) return { items }
    if (items.length >= limit) return { items, cursor: `${shard}:` }
  }
}

export const alerts = field((ctx, { filter, ...args }: QueryAlertsArgs) =>
  connection(
    args,
    (page) => (filter?.service ? Alert.list(ctx, { ...page, service: filter.service }) : listAll(ctx, page)),
    nodeOf,
  ),
)
