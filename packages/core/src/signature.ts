/** HMAC signatures of webhooks, compared in constant time, with several valid secrets so that one can be rotated. */
import { createHmac, timingSafeEqual } from 'node:crypto'

export const hmacSha256Hex = (secret: string, body: string | Uint8Array): string =>
  createHmac('sha256', secret).update(body).digest('hex')

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
