/** Jira's webhooks: an issue that is an action item was done, or taken up again. */
import * as Review from '@houston/core/review/surface.ts'
import { isSignedByAny } from '@houston/core/signature.ts'
import { header, jsonBody } from '../middleware/http.ts'
import { readSettings } from '../middleware/settings.ts'
import { webhookHandler } from '../middleware/webhook-handler.ts'

export const handler = webhookHandler({
  provider: 'jira',
  roles: ['responder'],
  deliveryHeader: 'x-atlassian-webhook-identifier',
  isSigned: (event, body) =>
    isSignedByAny(readSettings().HOUSTON_JIRA_SECRETS, body, header(event, 'x-hub-signature').replace(/^sha256=/, '')),
  run: (ctx, _event, body) => Review.takeJira(ctx, jsonBody(body)),
})
