/** The couriers by channel: each is a file of its own in a bundle, read when it is first used. */
import type { Courier, CourierChannel } from '../port/courier.ts'
import type { Outbound } from '../port/outbound.ts'
import { adaptersNotCarried } from './adapters.ts'
import { loadedLater } from './loaded-later.ts'
import type { PagerSettings } from './pagers.ts'

type Load = (outbound: Outbound, settings: PagerSettings) => Promise<Courier>

/** As for the other adapters: `false` in a function that has not declared that it sends letters. */
declare const HOUSTON_CARRIES_COURIERS: boolean

const loaders: Readonly<Record<CourierChannel, Load>> | undefined =
  typeof HOUSTON_CARRIES_COURIERS !== 'undefined' && !HOUSTON_CARRIES_COURIERS
    ? undefined
    : {
        // A Houston on one machine without a sender shows its mails where it shows its pages.
        email: async (outbound, { mailFrom, terminalUrl: url, terminalToken: token }) =>
          mailFrom === '' && url !== ''
            ? new (await import('../http/terminal-courier.ts')).TerminalCourier(outbound, { url, token })
            : (await import('./email-courier.ts')).emailCourier(mailFrom),
        webhook: async (outbound) => new (await import('../http/webhook-courier.ts')).WebhookCourier(outbound),
      }

export function couriersOf(outbound: Outbound, settings: PagerSettings): (channel: CourierChannel) => Courier {
  const made = new Map<CourierChannel, Courier>()
  return (channel) => {
    if (loaders === undefined) throw adaptersNotCarried('couriers')
    const load = loaders[channel]
    const courier = made.get(channel) ?? loadedLater(() => load(outbound, settings))
    made.set(channel, courier)
    return courier
  }
}
