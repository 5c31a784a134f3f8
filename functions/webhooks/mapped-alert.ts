/** Any JSON by a declared mapping: the path names the sender, a bearer token proves it. */
import * as Alert from '@houston/core/alert/surface.ts'
import { hasAlertToken } from '../middleware/alert-token.ts'
import { jsonBody } from '../middleware/http.ts'
import { webhookHandler } from '../middleware/webhook-handler.ts'

export const handler = webhookHandler({
  provider: 'mapped',
  roles: ['responder'],
  deliveryHeader: '',
  isSigned: hasAlertToken,
  run: (ctx, { rawPath }, body) =>
    Alert.receive(ctx, {
      kind: 'mapped',
      payload: jsonBody(body),
      sender: rawPath.slice(rawPath.lastIndexOf('/') + 1),
    }),
})
