/** Proofs that Houston itself made of a text, from a secret that core never sees: links in mails need no table to be checked. */

export interface Seals {
  /** Whether there is a secret. Without one nothing is sealed, and nothing fits. */
  isSet(): boolean
  /** The seal of a text under the newest secret; throws `seal.not-set` where there is none. */
  make(text: string): string
  /** The seals under every secret that counts, the newest first: what was told under an older one still holds. None without a secret. */
  makeEach(text: string): readonly string[]
  /** Whether the seal was made of that text under any secret that counts; in constant time. */
  fits(text: string, seal: string): boolean
}
