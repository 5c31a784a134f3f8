/** What subscribers are sent: the question whether it was them, and what the public was told. */
import { isoTime } from '../clock.ts'
import type { Context } from '../context.ts'
import type { CourierLetter } from '../port/courier.ts'
import { publicId } from './board.ts'
import { stateWord } from './feed.ts'
import { leaveUrl, linkToken, signingSecretsOf } from './link.ts'
import type { StatusPage } from './page.ts'
import type { PublicState } from './standing.ts'
import type { Subscriber } from './subscriber.ts'

export function confirmationLetter(
  ctx: Context,
  page: StatusPage,
  { id, address, askedAtMs }: Subscriber,
): CourierLetter {
  const confirmUrl = `${page.url}/confirm/${linkToken(ctx, 'confirm', id)}`
  return {
    key: `subscription/${id}/${askedAtMs}`,
    to: address,
    subject: `Confirm your subscription to ${page.title}`,
    text: `Somebody, perhaps you, asked that ${page.title} tells this address of incidents.\n\nConfirm within a day: ${confirmUrl}\n\nIf it was not you, do nothing: you will hear no more of it.\n`,
    json: { type: 'subscription.confirm', page: { name: page.title, url: page.url }, confirm_url: confirmUrl },
    signingSecrets: signingSecretsOf(ctx, id),
    isToStranger: true,
  }
}

/** What was said of an incident. */
export interface Announcement {
  readonly incidentId: string
  readonly number: number
  readonly title: string
  readonly state: PublicState
  readonly text: string
  readonly atMs: number
}

/** The shape of the webhook is that of Statuspage's own notifications, as far as it tells of incidents. */
export function announcementLetter(
  ctx: Context,
  page: StatusPage,
  subscriber: Subscriber,
  { incidentId, number, title, state, text, atMs }: Announcement,
): CourierLetter {
  const id = publicId('incident', incidentId)
  const link = `${page.url}/incidents/${id}`
  const unsubscribeUrl = leaveUrl(ctx, page, subscriber.id)
  const said = { id: publicId('update', incidentId, String(number)), status: state, body: text }
  return {
    key: `announcement/${id}/${number}/${subscriber.id}`,
    to: subscriber.address,
    subject: `[${page.title}] ${stateWord(state)}: ${title}`,
    text: `${title}\n${stateWord(state)} - ${isoTime(atMs).slice(0, 16).replace('T', ' ')} UTC\n\n${text}\n\n${link}\n\nTo hear no more of it: ${unsubscribeUrl}\n`,
    json: {
      meta: { unsubscribe: unsubscribeUrl, documentation: page.url },
      page: { id: publicId('page', page.name), name: page.title, url: page.url },
      incident: {
        id,
        name: title,
        status: state,
        shortlink: link,
        updated_at: isoTime(atMs),
        incident_updates: [{ ...said, incident_id: id, created_at: isoTime(atMs), display_at: isoTime(atMs) }],
      },
    },
    unsubscribeUrl,
    signingSecrets: signingSecretsOf(ctx, subscriber.id),
    isToStranger: true,
  }
}
