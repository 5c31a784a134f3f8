/** Clicks on the buttons of pages in Slack. */
import * as Escalation from '@houston/core/escalation/surface.ts'
import { slackWebhook } from '../middleware/slack-webhook.ts'

export const handler = slackWebhook(Escalation.takeSlack)
