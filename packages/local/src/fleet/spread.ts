/** Splits traffic by weight so evenly that 1 % is 1 % in short windows too, without beating against any rhythm in the requests. */

const range = 2 ** 32

/**
 * The golden-ratio sequence: its points fall within a share p of [0, 1) as evenly as any sequence can (three-distance
 * theorem), and the gaps between hits are Fibonacci numbers, so it never always meets every hundredth request of a pattern.
 */
export class Spread {
  #count = 0
  readonly #offset: number

  /** `key` moves the start, so that two services do not choose in step. */
  constructor(key: string) {
    this.#offset = hashPoint(key)
  }

  /** The next point, a whole number in [0, 2^32). */
  next(): number {
    this.#count = (this.#count + 1) | 0
    return (Math.imul(this.#count, 0x9e3779b9) + this.#offset) >>> 0
  }
}

/** Points below this are the canary's. 0 % takes none and 100 % takes all of them. */
export const weightThreshold = (weightPercent: number): number => Math.round((weightPercent / 100) * range)

/** A point for a text that is always the same: FNV-1a with murmur3's finaliser, because FNV alone leaves the high bits of short texts uneven. */
export function hashPoint(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
