/** Several pages that waited for the end of a burst become one. */
import type { Context } from '../context.ts'
import type { TableWrite } from '../port/table.ts'
import { pageLimits } from './limits.ts'
import type { PageItem } from './page.ts'
import { pageEntity, pagesToPerson } from './store.ts'

const titlesShown = 3

/** The page with what it stands for, and the writes that settle those others. */
export async function bundleWith(ctx: Context, page: PageItem): Promise<{ page: PageItem; writes: TableWrite[] }> {
  if (page.deferredFor !== 'burst' || page.person === undefined || page.attempts > 0) return { page, writes: [] }
  const query = { ...pagesToPerson(page.person), limit: pageLimits.recentPages.value, newestFirst: true }
  const { items } = await pageEntity.query(ctx.store, query)
  const waiting = items.filter((other) => waitsWith(other, page)).slice(0, pageLimits.bundledPages.value)
  // The index may lag; what has moved on since is left alone.
  const current = await pageEntity.batchGet(ctx.store, waiting)
  const others = current.filter((other): other is PageItem => other !== undefined && waitsWith(other, page))
  if (others.length === 0) return { page, writes: [] }
  const settled = others.map((other) =>
    pageEntity.replace({ ...other, state: 'bundled', bundledInto: page.id, settledAtMs: ctx.nowMs }),
  )
  return { page: { ...page, bundled: others.length, sentence: bundledSentence(page, others) }, writes: settled }
}

const waitsWith = (other: PageItem, page: PageItem): boolean =>
  other.id !== page.id &&
  other.state === 'planned' &&
  other.deferredFor === 'burst' &&
  other.channel === page.channel &&
  other.address === page.address

export function bundledSentence(page: Pick<PageItem, 'sentence'>, others: readonly Pick<PageItem, 'title'>[]): string {
  const titles = others.slice(0, titlesShown).map(({ title }) => title)
  const more = others.length > titlesShown ? ` and ${others.length - titlesShown} more` : ''
  const text = `${page.sentence} Also unanswered: ${titles.join('; ')}${more}.`
  const letters = pageLimits.sentenceLetters.value
  return text.length <= letters ? text : `${text.slice(0, letters - 1)}…`
}
