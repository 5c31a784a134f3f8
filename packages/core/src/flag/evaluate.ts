/** Who has a feature, decided from the exposure alone: the same unit gets the same answer, and keeps it as the share grows. */
import type { FlagExposure } from '../port/flags.ts'

/** As fine as a share can be set: thousandths of a per cent. */
const buckets = 100_000

export interface FlagSubject {
  /** What the share is counted in: a user, an account, a device. */
  readonly unit: string
  readonly audiences: readonly string[]
}

export function isExposed({ audiences, percent }: FlagExposure, key: string, subject: FlagSubject): boolean {
  if (audiences.some((audience) => subject.audiences.includes(audience))) return true
  return bucketOf(key, subject.unit) < (percent * buckets) / 100
}

/** FNV-1a over the UTF-16 code units, then mixed by murmur3's finaliser: alone its low bits are too even for short ids. */
function bucketOf(key: string, unit: string): number {
  let hash = 0x811c9dc5
  for (const char of `${key}\n${unit}`) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) % buckets
}
