/** `/houston …` typed in Slack, signed over its time and body; Slack shows the answer of a 200 that comes within three seconds. */
import * as Chat from '@houston/core/chat/surface.ts'
import { isSignedByAny } from '@houston/core/signature.ts'
import { header } from '../middleware/http.ts'
import { readSettings } from '../middleware/settings.ts'
import { webhookHandler } from '../middleware/webhook-handler.ts'

export const handler = webhookHandler({
  provider: 'slack',
  roles: ['responder'],
  deliveryHeader: '',
  taken: 200,
  isSigned: (event, body) =>
    isSignedByAny(
      readSettings().HOUSTON_SLACK_SIGNING_SECRETS,
      `v0:${header(event, 'x-slack-request-timestamp')}:${body.toString('utf8')}`,
      header(event, 'x-slack-signature').replace(/^v0=/, ''),
    ),
  run: (ctx, event, body) =>
    Chat.takeSlash(ctx, {
      form: body.toString('utf8'),
      timestampSec: Number(header(event, 'x-slack-request-timestamp')),
    }),
})
