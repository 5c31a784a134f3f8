/** What trackers say of tickets, in their own words: GitHub's `issues` webhook, and Jira's. */
import * as z from 'zod'
import type { Context } from '../context.ts'
import { parseInput } from '../operation.ts'
import { takeTicket } from './item.ts'

const githubSchema = z.object({
  action: z.string(),
  issue: z.object({ number: z.int(), updated_at: z.string() }),
  repository: z.object({ full_name: z.string() }),
  sender: z.object({ login: z.string() }),
})

export interface Taken {
  readonly kind: 'taken' | 'not-ours' | 'stale' | 'ignored'
}
const ignored: Taken = { kind: 'ignored' }

/** Undefined where it is about no issue: then it is somebody else's to read. */
export async function takeGithubIssue(ctx: Context, eventName: string, payload: unknown): Promise<Taken | undefined> {
  if (eventName !== 'issues') return undefined
  const { action, issue, repository, sender } = parseInput('github issues', githubSchema, payload)
  if (action !== 'closed' && action !== 'reopened') return ignored
  return takeTicket(ctx, {
    system: 'github',
    key: `${repository.full_name}#${issue.number}`,
    state: action === 'closed' ? 'done' : 'open',
    by: sender.login,
    changedAtMs: atMs(issue.updated_at),
  })
}

const jiraSchema = z.object({
  webhookEvent: z.string(),
  timestamp: z.int(),
  user: z.object({ displayName: z.string() }).optional(),
  issue: z
    .object({
      key: z.string(),
      fields: z.object({ status: z.object({ statusCategory: z.object({ key: z.string() }) }) }),
    })
    .optional(),
})

/** Any update of an issue says where it stands: what it says already is left. */
export async function takeJira(ctx: Context, payload: unknown): Promise<Taken> {
  const { webhookEvent, timestamp, user, issue } = parseInput('jira webhook', jiraSchema, payload)
  if (webhookEvent !== 'jira:issue_updated' || issue === undefined) return ignored
  return takeTicket(ctx, {
    system: 'jira',
    key: issue.key,
    state: issue.fields.status.statusCategory.key === 'done' ? 'done' : 'open',
    by: user?.displayName ?? 'somebody',
    changedAtMs: timestamp,
  })
}

function atMs(text: string): number | undefined {
  const parsed = Date.parse(text)
  return Number.isNaN(parsed) ? undefined : parsed
}
