/** What Slack signs is taken for five minutes: an older request may be a replay. */
import { minuteMs } from './clock.ts'
import { defineError } from './error.ts'

export const slackTooOld = defineError(
  'escalation.slack-too-old',
  'denied',
  'A click in Slack was signed too long ago, or ahead of time: it may be a replay.',
  (timestampSec: number) => ({
    message: `It was signed at ${timestampSec} s; five minutes are allowed either way.`,
    wayOut: 'Click again; if that does not help, check the clock.',
  }),
)

/** Slack's advice against replays (Slack API, "Verifying requests from Slack"). */
const oldestMs = 5 * minuteMs

/** Throws `escalation.slack-too-old`; also where the time is no number. */
export function refuseOldSlack(nowMs: number, timestampSec: number): void {
  if (!(Math.abs(nowMs - timestampSec * 1_000) <= oldestMs)) throw slackTooOld(timestampSec)
}
