/** What a function reads from its environment: names only here, checked once, secrets never logged. */
import * as z from 'zod'

const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )

const settingsSchema = z.object({
  HOUSTON_TABLE: z.string().min(1),
  HOUSTON_BUS: z.string().min(1),
  /** JSON: state machine name → ARN, for those that the function starts. */
  HOUSTON_MACHINES: z.string().default('{}'),
  /** JSON: queue → URL, for those that the function sends to. */
  HOUSTON_QUEUES: z.string().default('{}'),
  /** Comma-separated, the newest first: several are valid while one is rotated. */
  HOUSTON_GITHUB_SECRETS: list,
  /** JSON: token → { id, roles }, for the command API. */
  HOUSTON_TOKENS: z.string().default('{}'),
  /** Comma-separated CIDR ranges that are not public and may be reached all the same by URLs that people configure. */
  HOUSTON_OUTBOUND_ALLOWED: list,
  /** Comma-separated bearer tokens of Alertmanager and of whoever else sends alerts as JSON. */
  HOUSTON_ALERT_TOKENS: list,
  /** Comma-separated, the newest first. */
  HOUSTON_PAGERDUTY_SECRETS: list,
  /** Comma-separated ARNs of the SNS topics that may bring alarms. */
  HOUSTON_SNS_TOPICS: list,
  HOUSTON_ROUTER_TOKEN: z.string().default(''),
  /** The outbox of a Houston on one machine, and its token; empty on AWS. */
  HOUSTON_TERMINAL_URL: z.string().default(''),
  HOUSTON_TERMINAL_TOKEN: z.string().default(''),
  HOUSTON_SLACK_TOKEN: z.string().default(''),
  /** Comma-separated, the newest first: what Slack signs its clicks with. */
  HOUSTON_SLACK_SIGNING_SECRETS: list,
  /** JSON: name → routing key of PagerDuty's Events API. */
  HOUSTON_PAGERDUTY_KEYS: z.string().default(''),
  /** Comma-separated, the newest first: what calls of webhooks are signed with: pages, database steps, requests for generated traffic. */
  HOUSTON_WEBHOOK_SECRETS: list,
  /** Comma-separated, the newest first: what links in mails to subscribers are sealed with. */
  HOUSTON_SEAL_SECRETS: list,
  /** May write issues: where action items become tickets. */
  HOUSTON_GITHUB_TOKEN: z.string().default(''),
  /** JSON: { url, email, token, issueType? } of a Jira Cloud site. */
  HOUSTON_JIRA_ACCOUNT: z.string().default(''),
  /** Comma-separated, the newest first: what Jira signs its webhooks with. */
  HOUSTON_JIRA_SECRETS: list,
  /** A sender that SES has verified. */
  HOUSTON_MAIL_FROM: z.string().default(''),
})
export type Settings = z.infer<typeof settingsSchema>

/** Every name a function may read: the topology's environment is checked against it. */
export const settingNames = Object.keys(settingsSchema.shape)

export const readSettings = (environment: NodeJS.ProcessEnv = process.env): Settings =>
  settingsSchema.parse(environment)
