/** The storm generator's own chance: a seed replays it. mulberry32. */
export interface Chance {
  /** Uniform in [0, 1). */
  next(): number
  between(low: number, high: number): number
  int(low: number, high: number): number
  /** True with this probability. */
  hits(probability: number): boolean
  pick<Item>(items: readonly Item[]): Item
  /** Exponentially distributed with this mean. */
  wait(mean: number): number
}

export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    int,
    between: (low, high) => low + next() * (high - low),
    hits: (probability) => next() < probability,
    pick: (items) => {
      const item = items[int(0, items.length - 1)]
      if (item === undefined) throw new RangeError('nothing to pick from')
      return item
    },
    wait: (mean) => -Math.log(1 - next()) * mean,
  }
}
