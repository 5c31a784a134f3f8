/** GitHub's webhooks: a push is a change; everything else that is signed is taken note of and left. */
import * as Pipeline from '@houston/core/pipeline/surface.ts'
import * as Review from '@houston/core/review/surface.ts'
import { isSignedByAny } from '@houston/core/signature.ts'
import { header, jsonBody } from '../middleware/http.ts'
import { readSettings } from '../middleware/settings.ts'
import { webhookHandler } from '../middleware/webhook-handler.ts'

export const handler = webhookHandler({
  provider: 'github',
  roles: ['releaser', 'responder'],
  deliveryHeader: 'x-github-delivery',
  isSigned: (event, body) =>
    isSignedByAny(
      readSettings().HOUSTON_GITHUB_SECRETS,
      body,
      header(event, 'x-hub-signature-256').replace(/^sha256=/, ''),
    ),
  run: async (ctx, event, body) => {
    const [name, payload] = [header(event, 'x-github-event'), jsonBody(body)]
    return (await Review.takeGithubIssue(ctx, name, payload)) ?? Pipeline.takeGithub(ctx, name, payload)
  },
})
