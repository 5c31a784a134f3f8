/** What people send to the status page with its forms, and the page that answers them. */
import type { Context } from '../context.ts'
import { pageOf } from './board.ts'
import { messageHtml } from './html.ts'
import { documentUnknown, type PublicDocument, read } from './read.ts'
import { confirm, leave, lookAtLink, subscribe } from './subscribe.ts'

const html = (body: string): PublicDocument => ({ contentType: 'text/html; charset=utf-8', body })

type Message = Parameters<typeof messageHtml>[1]
const said = async (ctx: Context, message: Message): Promise<PublicDocument> =>
  html(messageHtml({ page: await pageOf(ctx) }, message))

/** A page that says why something is not there or was not taken. */
export const explain = (ctx: Context, text: string): Promise<PublicDocument> =>
  said(ctx, { title: 'That did not work', text })

/** The page behind a link of a message: it only asks. */
async function question(ctx: Context, purpose: 'confirm' | 'unsubscribe', token: string): Promise<PublicDocument> {
  await lookAtLink(ctx, purpose === 'confirm' ? 'confirm' : 'leave', token)
  const action = `${(await pageOf(ctx)).url}/${purpose}/${token}`
  return purpose === 'confirm'
    ? said(ctx, {
        title: 'Confirm your subscription',
        text: 'You will hear of each incident that we tell the public of.',
        button: { label: 'Confirm', action },
      })
    : said(ctx, {
        title: 'Leave',
        text: 'You will hear no more of us, and we forget the address.',
        button: { label: 'Unsubscribe', action },
      })
}

/** What any path below the page gives to who reads it. */
export function readPublic(ctx: Context, path: string): Promise<PublicDocument> {
  const [purpose, token] = path.split('/')
  const isLink = (purpose === 'confirm' || purpose === 'unsubscribe') && token !== undefined
  return isLink ? question(ctx, purpose, token) : read(ctx, path)
}

/** `path` is what follows the address of the page; `form` what was sent. */
export async function take(ctx: Context, path: string, form: string): Promise<PublicDocument> {
  const [verb, token = ''] = path.split('/')
  if (verb === 'subscribe' && token === '') {
    const { channel } = await subscribe(ctx, Object.fromEntries(new URLSearchParams(form)))
    const where = channel === 'email' ? 'mail to that address' : 'request to that address'
    return said(ctx, {
      title: 'Nearly there',
      text: `We sent a ${where}, with a link to confirm. It counts for a day.`,
    })
  }
  if (verb === 'confirm') {
    const { secret } = await confirm(ctx, token)
    if (secret === undefined) return said(ctx, { title: 'Subscribed', text: 'You will hear of the next incident.' })
    const text =
      'Each request carries x-houston-signature: v1=<HMAC-SHA256 of its body>, made with this secret. Keep it. While our own secrets change there are several, by commas: one of them fits.'
    return said(ctx, { title: 'Subscribed', text, code: secret })
  }
  if (verb === 'unsubscribe') {
    await leave(ctx, token)
    return said(ctx, { title: 'Unsubscribed', text: 'You will hear no more of us; the address is forgotten.' })
  }
  throw documentUnknown()
}
