/** What happened to a release, in order. */
import type { DomainEvent } from '@houston/core/event.ts'
import { Release, type ReleaseId } from '@houston/core/release'
import { edge, type Row } from '../../middleware/graph-handler.ts'
import { connection } from '../../middleware/graph-page.ts'
import type { ReleaseTimelineArgs, TimelineEntry } from '../generated/delivery.ts'

const entryOf = ({ id, type, time, actor, data }: DomainEvent): TimelineEntry => ({
  id,
  type,
  at: time,
  actor,
  data: JSON.stringify(data),
})

/** One query for each release: for a release's own page, not for lists. */
export const timeline = edge((ctx, rows: readonly Row<{ readonly id: ReleaseId }, ReleaseTimelineArgs>[]) =>
  Promise.all(
    rows.map(({ source, args }) =>
      connection(args, (page) => Release.timeline(ctx, { ...page, releaseId: source.id }), entryOf),
    ),
  ),
)
