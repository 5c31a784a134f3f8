/** Seeded randomness: everything that looks like chance in Houston comes from one of these, so that a seed replays it. */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  next(): number
  /** `count` bytes. */
  bytes(count: number): Uint8Array
}

/** A generator that repeats for the same seed. Algorithm: sfc32 (Chris Doty-Humphrey, PractRand), seeded by splitmix32. */
export function seededRandom(seed: number): Random {
  const state = splitmix32(seed)
  let [a, b, c, counter] = [state(), state(), state(), 1]
  const next32 = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return sum >>> 0
  }
  for (let warmUp = 0; warmUp < 12; warmUp++) next32()
  return {
    next: () => ((next32() >>> 5) * 67_108_864 + (next32() >>> 6)) / 9_007_199_254_740_992,
    bytes: (count) => Uint8Array.from({ length: count }, () => next32() & 0xff),
  }
}

function splitmix32(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) | 0
  }
}
