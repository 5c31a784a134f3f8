/** The couriers by channel: each is a file of its own in a bundle, read when it is first used. */
import type { Courier, CourierChannel } from '../port/courier.ts'
import type { Outbound } from '../port/outbound.ts'
import { loadedLater } from './loaded-later.ts'
import type { PagerSettings } from './pagers.ts'

type Load = (outbound: Outbound, settings: PagerSettings) => Promise<Courier>

const loaders: Readonly<Record<CourierChannel, Load>> = {
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
    const courier = made.get(channel) ?? loadedLater(() => loaders[channel](outbound, settings))
    made.set(channel, courier)
    return courier
  }
}
