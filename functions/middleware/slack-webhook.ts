/** What Slack sends: signed over its time and body; it takes only 200 for a yes, within three seconds. */
import type { Context } from '@houston/core/context.ts'
import { isSignedByAny } from '@houston/core/signature.ts'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { header } from './http.ts'
import { readSettings } from './settings.ts'
import { webhookHandler } from './webhook-handler.ts'

/** A form as it came, and when Slack signed it. */
export interface SlackForm {
  readonly form: string
  readonly timestampSec: number
}

const timestampOf = (event: APIGatewayProxyEventV2): string => header(event, 'x-slack-request-timestamp')

export const slackWebhook = (take: (ctx: Context, request: SlackForm) => Promise<unknown>) =>
  webhookHandler({
    provider: 'slack',
    roles: ['responder'],
    deliveryHeader: '',
    taken: 200,
    isSigned: (event, body) =>
      isSignedByAny(
        readSettings().HOUSTON_SLACK_SIGNING_SECRETS,
        `v0:${timestampOf(event)}:${body.toString('utf8')}`,
        header(event, 'x-slack-signature').replace(/^v0=/, ''),
      ),
    run: (ctx, event, body) => take(ctx, { form: body.toString('utf8'), timestampSec: Number(timestampOf(event)) }),
  })
