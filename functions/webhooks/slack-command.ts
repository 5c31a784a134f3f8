/** `/houston …` typed in Slack. */
import * as Chat from '@houston/core/chat/surface.ts'
import { slackWebhook } from '../middleware/slack-webhook.ts'

export const handler = slackWebhook(Chat.takeSlash)
