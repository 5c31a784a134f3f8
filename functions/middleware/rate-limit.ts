/** How many requests of one address and of all together are answered: buckets that fill again. Each instance of a function has its own. */

export interface Bucket {
  readonly burst: number
  readonly perSec: number
}

interface Level {
  tokens: number
  atMs: number
}

/** More addresses than this are forgotten at once: a flood of them must not fill the memory. */
const addressesKept = 10_000

export class RateLimit {
  readonly #perAddress: Bucket
  readonly #together: Bucket
  readonly #levels = new Map<string, Level>()
  readonly #all: Level

  constructor({ perAddress, together }: { readonly perAddress: Bucket; readonly together: Bucket }) {
    this.#perAddress = perAddress
    this.#together = together
    this.#all = { tokens: together.burst, atMs: 0 }
  }

  /** Whether one more request of that address is answered now. */
  admits(address: string, nowMs: number): boolean {
    if (this.#levels.size >= addressesKept) this.#levels.clear()
    const level = this.#levels.get(address) ?? { tokens: this.#perAddress.burst, atMs: nowMs }
    this.#levels.set(address, level)
    // One who floods takes nothing from the others.
    return taken(level, this.#perAddress, nowMs) && taken(this.#all, this.#together, nowMs)
  }
}

function taken(level: Level, { burst, perSec }: Bucket, nowMs: number): boolean {
  // A clock that went back gives nothing, and takes nothing.
  level.tokens = Math.min(burst, level.tokens + (Math.max(0, nowMs - level.atMs) / 1_000) * perSec)
  level.atMs = nowMs
  if (level.tokens < 1) return false
  level.tokens -= 1
  return true
}
