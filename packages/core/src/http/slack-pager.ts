/**
 * Pages as Slack messages with buttons; what becomes of them is told in the message's thread, which so becomes a timeline. Slack answers 200
 * with `ok: false` where it refuses (Slack API, "Evaluating responses").
 */
import type { Outbound } from '../port/outbound.ts'
import type { PageMessage, PageResult, Pager } from '../port/pager.ts'
import {
  notConfigured,
  pageResultOf,
  pagerAnswerBytes,
  pagerTimeoutMs,
  resultOf,
  type StatusMeaning,
} from './pager-answer.ts'

export interface SlackSettings {
  /** A bot's token with `chat:write`. */
  readonly token: string
  readonly url?: string | undefined
}

const defaultUrl = 'https://slack.com'

/** Slack's own words for what went wrong; what is not here may pass. */
const errorMeanings: Readonly<Record<string, StatusMeaning>> = {
  channel_not_found: 'address-invalid',
  not_in_channel: 'address-invalid',
  is_archived: 'address-invalid',
  user_not_found: 'address-invalid',
  invalid_auth: 'credentials-refused',
  not_authed: 'credentials-refused',
  token_revoked: 'credentials-refused',
  token_expired: 'credentials-refused',
  account_inactive: 'credentials-refused',
  missing_scope: 'credentials-refused',
  msg_too_long: 'message-refused',
  invalid_blocks: 'message-refused',
  no_text: 'message-refused',
  ratelimited: 'throttled',
  rate_limited: 'throttled',
}

const textLetters = 2_900

export class SlackPager implements Pager {
  readonly #outbound: Outbound
  readonly #settings: SlackSettings

  constructor(outbound: Outbound, settings: SlackSettings) {
    this.#outbound = outbound
    this.#settings = settings
  }

  async send(message: PageMessage): Promise<PageResult> {
    const { token, url = defaultUrl } = this.#settings
    if (token === '') return notConfigured('Slack', 'HOUSTON_SLACK_TOKEN')
    const answer = await this.#outbound.send({
      url: `${url}/api/chat.postMessage`,
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(postOf(message)),
      timeoutMs: pagerTimeoutMs,
      maxBytes: pagerAnswerBytes,
    })
    const result = pageResultOf('Slack', answer)
    return result.kind === 'sent' && answer.kind === 'answered' ? readAnswer(answer.text) : result
  }
}

function readAnswer(text: string): PageResult {
  const answer = parse(text)
  if (answer === undefined) return resultOf('answer-lost', 'Slack answered something that is not JSON')
  if (answer.ok === true) return { kind: 'sent', receipt: `${String(answer.channel)}:${String(answer.ts)}` }
  const error = String(answer.error ?? 'unknown_error').slice(0, 100)
  return resultOf(errorMeanings[error] ?? 'provider-failed', `Slack answered ${error}`)
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** Slack's three characters with a meaning in text. */
export const escapeSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function postOf(message: PageMessage): object {
  const { address, receipt, key, action, escalationId } = message
  const text = textOf(message).slice(0, textLetters)
  // A direct message goes to the member's id, and its thread stands in the channel that the first answer named.
  const [channel = address, thread] = receipt?.split(':') ?? []
  const metadata = { event_type: 'houston_page', event_payload: { key } }
  const post = { channel, text, metadata, unfurl_links: false }
  if (action !== 'trigger') return thread === undefined ? post : { ...post, thread_ts: thread }
  return { ...post, blocks: [section(text), buttons(escalationId)] }
}

const section = (text: string): object => ({ type: 'section', text: { type: 'mrkdwn', text } })

/** What the interactivity webhook finds again: the action, and what it is about. */
export const buttonActions = { acknowledge: 'houston_acknowledge', snooze: 'houston_snooze' } as const

const button = (text: string, action: string, value: string, style?: 'primary'): object => ({
  type: 'button',
  text: { type: 'plain_text', text },
  action_id: action,
  value,
  ...(style && { style }),
})

const buttons = (escalationId: string): object => ({
  type: 'actions',
  elements: [
    button('Acknowledge', buttonActions.acknowledge, escalationId, 'primary'),
    button('Snooze 1 h', buttonActions.snooze, escalationId),
  ],
})

function textOf({ action, severity, service, title, sentence, incidentId, escalationId }: PageMessage): string {
  const subject = incidentId ?? escalationId
  const about = `*${severity} ${escapeSlack(service)}*: ${escapeSlack(title)}`
  switch (action) {
    case 'trigger':
      return `${about}\n${escapeSlack(sentence)}\n\`houston ack ${subject}\``
    case 'acknowledge':
      return `:eyes: ${escapeSlack(sentence)}`
    case 'resolve':
      return `:white_check_mark: ${escapeSlack(sentence)}`
    case 'note':
    case 'change':
      return escapeSlack(sentence)
  }
}
