/** The pagers by channel: each is a file of its own in a bundle, read when it is first used. */
import type { Outbound } from '../port/outbound.ts'
import type { Channel, Pager } from '../port/pager.ts'
import { adaptersNotCarried } from './adapters.ts'
import { loadedLater } from './loaded-later.ts'

/** What providers must be told; a channel whose setting is empty refuses each page and says so. */
export interface PagerSettings {
  readonly terminalUrl: string
  readonly terminalToken: string
  readonly slackToken: string
  /** PagerDuty's routing keys, by name. */
  readonly pagerdutyKeys: Readonly<Record<string, string>>
  /** The newest first. */
  readonly webhookSecrets: readonly string[]
  readonly mailFrom: string
}

type Load = (outbound: Outbound, settings: PagerSettings) => Promise<Pager>

/** As for the other adapters: `false` in a function that has not declared that it sends pages. */
declare const HOUSTON_CARRIES_PAGERS: boolean

const loaders: Readonly<Record<Channel, Load>> | undefined =
  typeof HOUSTON_CARRIES_PAGERS !== 'undefined' && !HOUSTON_CARRIES_PAGERS
    ? undefined
    : {
        terminal: async (outbound, { terminalUrl: url, terminalToken: token }) =>
          new (await import('../http/terminal-pager.ts')).TerminalPager(outbound, { url, token }),
        slack: async (outbound, { slackToken: token }) =>
          new (await import('../http/slack-pager.ts')).SlackPager(outbound, { token }),
        pagerduty: async (outbound, { pagerdutyKeys: routingKeys }) =>
          new (await import('../http/pagerduty-pager.ts')).PagerDutyPager(outbound, { routingKeys }),
        webhook: async (outbound, { webhookSecrets }) =>
          new (await import('../http/webhook-pager.ts')).WebhookPager(outbound, webhookSecrets),
        email: async (_, { mailFrom }) => (await import('./email-pager.ts')).emailPager(mailFrom),
        sms: async () => (await import('./sms-pager.ts')).smsPager(),
      }

export function pagersOf(outbound: Outbound, settings: PagerSettings): (channel: Channel) => Pager {
  const made = new Map<Channel, Pager>()
  return (channel) => {
    if (loaders === undefined) throw adaptersNotCarried('pagers')
    const load = loaders[channel]
    const pager = made.get(channel) ?? loadedLater(() => load(outbound, settings))
    made.set(channel, pager)
    return pager
  }
}
