/** An alert's identity: typed by its source and versioned, so that a better rule can come beside it without mixing the two. */
import { createHash } from 'node:crypto'
import type { Signal } from './signal.ts'

declare const brand: unique symbol
export type Fingerprint = string & { readonly [brand]: 'fingerprint' }

/** Raised where another rule makes another identity; old alerts keep theirs. */
const version = 'f1'
const pattern = /^f1:[a-z-]+:[0-9a-f]{32}$/

export const isFingerprint = (text: unknown): text is Fingerprint => typeof text === 'string' && pattern.test(text)

/** The source's own key decides, not labels: a label that changes makes no second alert. */
export function fingerprintOf({ source, sourceKey }: Pick<Signal, 'source' | 'sourceKey'>): Fingerprint {
  const hash = createHash('sha256').update(sourceKey).digest('hex').slice(0, 32)
  return `${version}:${source}:${hash}` as Fingerprint
}
