/** HMAC signatures of webhooks, compared in constant time, with several valid secrets so that one can be rotated. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { defineError } from './error.ts'
import type { Seals } from './port/seals.ts'

export const hmacSha256Hex = (secret: string, body: string | Uint8Array): string =>
  createHmac('sha256', secret).update(body).digest('hex')

/** As Houston signs what it sends to webhooks: by each secret, the newest first, so that one can be rotated. */
export const signatureHeader = 'x-houston-signature'
export const signatureOf = (secrets: readonly string[], body: string): string =>
  secrets.map((secret) => `v1=${hmacSha256Hex(secret, body)}`).join(',')

/** True where `signatureHex` is the HMAC-SHA256 of the body under any of the secrets. Every secret is tried, whatever matched before. */
export function isSignedByAny(secrets: readonly string[], body: string | Uint8Array, signatureHex: string): boolean {
  const offered = Buffer.from(/^[0-9a-f]{64}$/.test(signatureHex) ? signatureHex : '', 'hex')
  let matched = false
  for (const secret of secrets) {
    const expected = createHmac('sha256', secret).update(body).digest()
    if (secret.length > 0 && offered.length === expected.length && timingSafeEqual(offered, expected)) matched = true
  }
  return matched
}

export const sealNotSet = defineError(
  'seal.not-set',
  'conflict',
  'Nothing can be sealed, as there is no secret to seal with.',
  () => ({
    message: 'Houston has no secret to seal links with.',
    wayOut: 'Set HOUSTON_SEAL_SECRETS to a long random text.',
  }),
)

/** Seals by HMAC-SHA256, under the newest of the secrets; the others still fit, so that one can be rotated. */
export const hmacSeals = (secrets: readonly string[]): Seals => ({
  isSet: () => secrets.length > 0,
  make: (text) => {
    const [newest] = secrets
    if (newest === undefined) throw sealNotSet()
    return hmacSha256Hex(newest, text)
  },
  makeEach: (text) => secrets.map((secret) => hmacSha256Hex(secret, text)),
  fits: (text, seal) => isSignedByAny(secrets, text, seal),
})
