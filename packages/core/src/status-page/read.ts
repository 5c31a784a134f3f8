/** Reading the public status page: what each path gives. Everybody may; nothing here is told that is not on the board. */
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import { boardOf } from './cached.ts'
import { atomText, rssText } from './feed.ts'
import { historyHtml, incidentHtml, pageHtml } from './html.ts'
import { documents } from './shape.ts'

export interface PublicDocument {
  readonly contentType: string
  readonly body: string
}

export const documentUnknown = defineError(
  'status-page.unknown-document',
  'missing',
  'The public status page has no such part.',
  () => ({ message: 'There is nothing here.', wayOut: 'Start at the status page itself.' }),
)

const html = (body: string): PublicDocument => ({ contentType: 'text/html; charset=utf-8', body })

/** `path` is what follows the address of the page, without a slash at either end. */
export async function read(ctx: Context, path: string): Promise<PublicDocument> {
  const board = await boardOf(ctx)
  if (path === '') return html(pageHtml(board, { takesSubscribers: board.page.url !== '' && ctx.ports.seals.isSet() }))
  if (path === 'history') return html(historyHtml(board))
  if (path === 'history.rss') return { contentType: 'application/rss+xml; charset=utf-8', body: rssText(board) }
  if (path === 'history.atom') return { contentType: 'application/atom+xml; charset=utf-8', body: atomText(board) }
  const [first, ...rest] = path.split('/')
  const incident = first === 'incidents' && rest.length === 1 ? incidentHtml(board, rest[0] ?? '') : undefined
  if (incident !== undefined) return html(incident)
  const name = rest.slice(1).join('/')
  if (first === 'api' && rest[0] === 'v2' && Object.hasOwn(documents, name))
    return { contentType: 'application/json; charset=utf-8', body: JSON.stringify(documents[name]?.(board)) }
  throw documentUnknown()
}
