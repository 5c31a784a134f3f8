/** What brings words to somebody who asked to hear them, and expects no answer: a mail, a signed webhook. Like a pager it never throws. */
import type { PageResult } from './pager.ts'

export const courierChannels = ['email', 'webhook'] as const
export type CourierChannel = (typeof courierChannels)[number]

export interface CourierLetter {
  /** The same for every try of this letter to this address, and for no other. */
  readonly key: string
  /** A mail address, or a URL. */
  readonly to: string
  readonly subject: string
  /** Plain text, for a mail. */
  readonly text: string
  /** The body, for a webhook. */
  readonly json: Readonly<Record<string, unknown>>
  /** Where one request unsubscribes (RFC 8058); absent where nobody subscribed. */
  readonly unsubscribeUrl?: string | undefined
  /** What a webhook's body is signed with, each of them, the newest first: known to its receiver alone. */
  readonly signingSecrets?: readonly string[] | undefined
  /** Somebody unknown gave the address: it leads nowhere inside, whatever configured addresses may reach. */
  readonly isToStranger?: boolean | undefined
}

export interface Courier {
  /** Answers within some seconds, whatever happens; never tells a secret in its `detail`. */
  send(letter: CourierLetter): Promise<PageResult>
}
