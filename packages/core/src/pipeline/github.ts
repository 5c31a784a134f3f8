/** What a GitHub push webhook says. Shape: GitHub, "Webhook events and payloads", push. */
import * as z from 'zod'
import { parseIsoTimeMs } from '../clock.ts'
import { parseInput } from '../operation.ts'

const noCommit = /^0+$/

const githubPushSchema = z.object({
  ref: z.string(),
  after: z.string().regex(/^[0-9a-f]{40,64}$/, 'must be a commit hash'),
  deleted: z.boolean().default(false),
  repository: z.object({ full_name: z.string() }),
  head_commit: z
    .object({
      message: z.string(),
      timestamp: z.string().refine((text) => parseIsoTimeMs(text) !== undefined, 'must be an ISO 8601 time'),
      author: z.object({ name: z.string(), username: z.string().optional() }),
    })
    .nullable(),
})
type GithubPush = z.infer<typeof githubPushSchema>

/** What one of GitHub's webhooks asks for, by its `X-GitHub-Event`: a commit to take, or nothing and why. */
export function decideGithub(eventName: string, payload: unknown) {
  if (eventName !== 'push') return { kind: 'ignored', reason: eventName } as const
  const commit = pushedCommit(parseInput('webhook', githubPushSchema, payload))
  return commit === undefined
    ? ({ kind: 'ignored', reason: 'nothing to build' } as const)
    : ({ kind: 'pushed', commit } as const)
}

/** The push as an operation's input; undefined where it brings nothing to build: a tag, a deleted branch. */
function pushedCommit(push: GithubPush) {
  const branch = push.ref.startsWith('refs/heads/') ? push.ref.slice('refs/heads/'.length) : undefined
  if (branch === undefined || push.deleted || push.head_commit === null || noCommit.test(push.after)) return undefined
  const { message, author, timestamp } = push.head_commit
  return {
    repository: push.repository.full_name,
    branch,
    commit: push.after,
    author: author.username ?? author.name,
    message: message.slice(0, 10_000),
    committedAtMs: parseIsoTimeMs(timestamp) ?? 0,
  }
}
