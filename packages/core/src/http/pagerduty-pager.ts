/**
 * Pages through PagerDuty's Events API v2: trigger, acknowledge and resolve of one alert by its dedup key, and change events. An address is
 * the name of a routing key. PagerDuty takes the same event again without harm, and 120 a minute of one key (Events API v2, "Rate limits").
 */
import { isoTime } from '../clock.ts'
import type { Outbound } from '../port/outbound.ts'
import type { PageMessage, PageResult, Pager } from '../port/pager.ts'
import type { Severity } from '../severity.ts'
import { notConfigured, pageResultOf, pagerAnswerBytes, pagerTimeoutMs, resultOf } from './pager-answer.ts'

export interface PagerDutySettings {
  /** By name. */
  readonly routingKeys: Readonly<Record<string, string>>
  /** Their service region: `https://events.pagerduty.com`, or the European one. */
  readonly url?: string | undefined
}

const defaultUrl = 'https://events.pagerduty.com'

/** Of PagerDuty's four. */
const severityOf: Readonly<Record<Severity, 'critical' | 'error' | 'warning' | 'info'>> = {
  SEV1: 'critical',
  SEV2: 'error',
  SEV3: 'warning',
  SEV4: 'info',
}

/** What PagerDuty knows a page of ours by, in both directions. */
export const dedupKeyOf = (subject: string): string => `houston:${subject}`
export const subjectOfDedupKey = (key: string): string | undefined =>
  key.startsWith('houston:') ? key.slice('houston:'.length) : undefined

const summaryLetters = 1_024

export class PagerDutyPager implements Pager {
  readonly #outbound: Outbound
  readonly #settings: PagerDutySettings

  constructor(outbound: Outbound, settings: PagerDutySettings) {
    this.#outbound = outbound
    this.#settings = settings
  }

  async send(message: PageMessage): Promise<PageResult> {
    const routingKey = this.#settings.routingKeys[message.address]
    if (routingKey === undefined)
      return notConfigured('PagerDuty', `the routing key ${message.address} in HOUSTON_PAGERDUTY_KEYS`)
    // PagerDuty has no thread that a note could go to.
    if (message.action === 'note') return { kind: 'sent' }
    const path = message.action === 'change' ? '/v2/change/enqueue' : '/v2/enqueue'
    const answer = await this.#outbound.send({
      url: `${this.#settings.url ?? defaultUrl}${path}`,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ routing_key: routingKey, ...eventOf(message) }),
      timeoutMs: pagerTimeoutMs,
      maxBytes: pagerAnswerBytes,
    })
    // An unknown routing key is a 400 of its own; the field's name is all that is told of it.
    if (answer.kind === 'answered' && answer.status === 400 && /routing[_ ]key/i.test(answer.text))
      return resultOf('credentials-refused', 'PagerDuty does not know the routing key')
    const result = pageResultOf('PagerDuty', answer)
    return result.kind === 'sent' ? { kind: 'sent', receipt: dedupKeyOf(message.subject) } : result
  }
}

function eventOf(message: PageMessage): object {
  const { action, subject, title, sentence, service, severity, atMs, incidentId, escalationId, person } = message
  const details = { sentence, escalationId, ...(incidentId !== undefined && { incidentId }), ...(person && { person }) }
  const summary = `${severity} ${service}: ${title}`.slice(0, summaryLetters)
  // A change has no severity: nothing is wrong.
  if (action === 'change')
    return {
      payload: {
        summary: `${service}: ${title}`.slice(0, summaryLetters),
        source: service,
        timestamp: isoTime(atMs),
        custom_details: details,
      },
    }
  const about = { event_action: action, dedup_key: dedupKeyOf(subject) }
  if (action !== 'trigger') return about
  return {
    ...about,
    client: 'Houston',
    payload: {
      summary,
      source: service,
      severity: severityOf[severity],
      timestamp: isoTime(atMs),
      component: service,
      custom_details: details,
    },
  }
}
