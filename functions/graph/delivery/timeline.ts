/** What happened to a release, in order. */
import type { ReleaseId } from '@houston/core/release'
import * as Release from '@houston/core/release/surface.ts'
import { edge, type Row } from '../../middleware/graph-handler.ts'
import { connection } from '../../middleware/graph-page.ts'
import { timelineEntry } from '../../middleware/graph-timeline.ts'
import type { ReleaseTimelineArgs } from '../generated/delivery.ts'

/** One query for each release: for a release's own page, not for lists. */
export const timeline = edge((ctx, rows: readonly Row<{ readonly id: ReleaseId }, ReleaseTimelineArgs>[]) =>
  Promise.all(
    rows.map(({ source, args }) =>
      connection(args, (page) => Release.timeline(ctx, { ...page, releaseId: source.id }), timelineEntry),
    ),
  ),
)
