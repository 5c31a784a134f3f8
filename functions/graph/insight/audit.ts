/** What people and other services did: for those who must account for it. */
import { listDeeds } from '@houston/core/commit.ts'
import type { DomainEvent } from '@houston/core/event.ts'
import { field } from '../../middleware/graph-handler.ts'
import { connection } from '../../middleware/graph-page.ts'
import { dayMs } from '../../middleware/graph-time.ts'
import type { AuditEntry, QueryAuditArgs } from '../generated/insight.ts'

const entryOf = ({ id, time, actor, type, aggregate, correlationId, data }: DomainEvent): AuditEntry => ({
  id,
  at: time,
  actor,
  type,
  noun: aggregate.noun,
  subjectId: aggregate.id,
  correlationId,
  data: JSON.stringify(data),
})

export const audit = field(
  (ctx, { day, ...args }: QueryAuditArgs) => connection(args, (page) => listDeeds(ctx, dayMs(day), page), entryOf),
  ['admin'],
)
