/** PagerDuty's v3 webhooks: signed with any of several secrets, sent again under the same id. */
import { Alert, isSignedByPagerDuty } from '@houston/core/alert'
import { header, jsonBody } from '../middleware/http.ts'
import { readSettings } from '../middleware/settings.ts'
import { webhookHandler } from '../middleware/webhook-handler.ts'

export const handler = webhookHandler({
  provider: 'pagerduty',
  roles: ['responder'],
  deliveryHeader: 'x-webhook-id',
  isSigned: (event, body) =>
    isSignedByPagerDuty(readSettings().HOUSTON_PAGERDUTY_SECRETS, body, header(event, 'x-pagerduty-signature')),
  run: (ctx, event, body) =>
    Alert.receive(ctx, { kind: 'pagerduty', payload: jsonBody(body), deliveryId: header(event, 'x-webhook-id') }),
})
