/** What watches tell of a release, with the release's own correlation. */
import { eventFor } from '../commit.ts'
import type { Context } from '../context.ts'
import type { EventDeclaration } from '../event.ts'
import type { ReleaseItem } from '../release/index.ts'
import * as Release from '../release/surface.ts'

export const ownContext = (ctx: Context, { correlationId }: ReleaseItem): Context => ({ ...ctx, correlationId })

export function told<Data>(
  ctx: Context,
  release: ReleaseItem,
  { revision, waveIndex }: { readonly revision: number; readonly waveIndex?: number },
  event: EventDeclaration<Data>,
  data: Omit<Data, 'releaseId' | 'service' | 'version'>,
) {
  const whole = { ...Release.subjectOf(release), ...data } as Data
  // Each hold is a timeline of its own: their revisions, and the watch's, count by themselves.
  const id = waveIndex === undefined ? release.id : `${release.id}#hold#${waveIndex}`
  return eventFor<Data>(ownContext(ctx, release), event, { id, sequence: revision + 1 }, whole as never)
}
