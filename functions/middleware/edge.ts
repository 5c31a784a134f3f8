/** Where time and chance enter. The embedded runtime puts its movable clock and its seed here before it calls a handler. */
import { randomBytes } from 'node:crypto'
import type { Clock } from '@houston/core/clock.ts'
import type { Random } from '@houston/core/random.ts'

const systemRandom: Random = {
  next: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
  bytes: (count) => randomBytes(count),
}

export const edge: { clock: Clock; random: Random } = { clock: { nowMs: () => Date.now() }, random: systemRandom }
