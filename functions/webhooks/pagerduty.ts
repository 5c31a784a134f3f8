/** PagerDuty's v3 webhooks: signed with any of several secrets, sent again under the same id. What is about a page of ours is an answer to it. */
import { isSignedByPagerDuty } from '@houston/core/alert'
import * as Alert from '@houston/core/alert/surface.ts'
import * as Escalation from '@houston/core/escalation/surface.ts'
import { header, jsonBody } from '../middleware/http.ts'
import { readSettings } from '../middleware/settings.ts'
import { webhookHandler } from '../middleware/webhook-handler.ts'

export const handler = webhookHandler({
  provider: 'pagerduty',
  roles: ['responder'],
  deliveryHeader: 'x-webhook-id',
  isSigned: (event, body) =>
    isSignedByPagerDuty(readSettings().HOUSTON_PAGERDUTY_SECRETS, body, header(event, 'x-pagerduty-signature')),
  run: async (ctx, event, body) => {
    const [payload, deliveryId] = [jsonBody(body), header(event, 'x-webhook-id')]
    return (
      (await Escalation.takePagerDuty(ctx, payload, deliveryId)) ??
      Alert.receive(ctx, { kind: 'pagerduty', payload, deliveryId })
    )
  },
})
