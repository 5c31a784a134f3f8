/** Amazon SNS over HTTPS: the signature and its certificate before anything, then the alarm or the confirmation in it. */
import * as Alert from '@houston/core/alert/surface.ts'
import { readSettings } from '../middleware/settings.ts'
import { webhookHandler } from '../middleware/webhook-handler.ts'

export const handler = webhookHandler({
  provider: 'sns',
  roles: ['responder'],
  deliveryHeader: 'x-amz-sns-message-id',
  isSigned: async (_event, body, ctx) =>
    (await Alert.genuineSns(ctx, body.toString('utf8'), readSettings().HOUSTON_SNS_TOPICS)) !== undefined,
  run: (ctx, _event, body) => Alert.takeSns(ctx, body.toString('utf8')),
})
