/** Proofs that Houston itself made of a text, from a secret that core never sees: links in mails need no table to be checked. */

export interface Seals {
  /** Whether there is a secret. Without one nothing is sealed, and nothing fits. */
  isSet(): boolean
  /** The seal of a text under the newest secret; throws `seal.not-set` where there is none. */
  make(text: string): string
  /** Whether the seal was made of that text under any secret that counts; in constant time. */
  fits(text: string, seal: string): boolean
}
