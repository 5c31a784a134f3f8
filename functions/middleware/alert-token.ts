/** Whether a sender of alerts shows one of the tokens that are valid, compared in one time. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { header } from './http.ts'
import { readSettings } from './settings.ts'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

export function hasAlertToken(event: APIGatewayProxyEventV2): boolean {
  const offered = digest(header(event, 'authorization'))
  // Every token is compared: how many there are before the right one is nobody's business.
  return readSettings()
    .HOUSTON_ALERT_TOKENS.map((token) => timingSafeEqual(digest(`Bearer ${token}`), offered))
    .some(Boolean)
}
