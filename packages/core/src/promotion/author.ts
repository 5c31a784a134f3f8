/** Whose change a promotion carries: everybody who is known to have had a hand in it, as the gates of its releases know them. */
import type { Context } from '../context.ts'
import { personOf } from '../gate/index.ts'
import * as Pipeline from '../pipeline/surface.ts'
import * as Release from '../release/surface.ts'
import type { PromotionItem } from './promotion.ts'

type Carried = Pick<PromotionItem, 'pipeline' | 'commit' | 'author' | 'regions'>

/** Who pushed it, whom the description of its commit names, and whom the releases that it has started know. */
export async function authorsOf(
  ctx: Context,
  { pipeline, commit, author, regions }: Carried,
): Promise<readonly string[]> {
  const [described, releases] = await Promise.all([
    Pipeline.describedTogether(ctx, pipeline, [commit]),
    Release.fromIds(
      ctx,
      regions.map(({ releaseId }) => releaseId),
    ),
  ])
  const known = [author, ...described.authors, ...[...releases.values()].flatMap(Release.authorsOf)]
  return [...new Set(known)].filter((name) => personOf(name) !== '')
}

/** Names are compared as the gates compare them. */
export const isAuthor = (authors: readonly string[], id: string): boolean =>
  authors.some((name) => personOf(name) === personOf(id))
