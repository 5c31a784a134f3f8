/** Prometheus Alertmanager's webhook: a bearer token proves it. */
import * as Alert from '@houston/core/alert/surface.ts'
import { hasAlertToken } from '../middleware/alert-token.ts'
import { jsonBody } from '../middleware/http.ts'
import { webhookHandler } from '../middleware/webhook-handler.ts'

export const handler = webhookHandler({
  provider: 'alertmanager',
  roles: ['responder'],
  deliveryHeader: '',
  isSigned: hasAlertToken,
  run: (ctx, _event, body) => Alert.receive(ctx, { kind: 'alertmanager', payload: jsonBody(body) }),
})
