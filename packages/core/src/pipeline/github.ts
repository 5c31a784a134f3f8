/** What GitHub's webhooks say: pushes, releases and deployments. Shapes: GitHub, "Webhook events and payloads". */
import * as z from 'zod'
import { parseIsoTimeMs } from '../clock.ts'
import { parseInput } from '../operation.ts'
import { riskLimits } from '../risk/index.ts'
import type { DescribedChange } from './change-facts.ts'
import { pipelineLimits } from './limits.ts'

const noCommit = /^0+$/
const hash = z.string().regex(/^[0-9a-f]{40,64}$/, 'must be a commit hash')
const repository = z.object({ full_name: z.string() })
const sender = z.object({ login: z.string() })

const personSchema = z.object({
  name: z.string().optional(),
  username: z.string().nullish(),
  email: z.string().nullish(),
})
/** Paths may be left out by whoever sends a test event: then the files are not known. */
const pushedCommitSchema = z.object({
  author: personSchema.optional(),
  committer: personSchema.optional(),
  added: z.array(z.string()).optional(),
  removed: z.array(z.string()).optional(),
  modified: z.array(z.string()).optional(),
})

const pushSchema = z.object({
  ref: z.string(),
  after: hash,
  deleted: z.boolean().default(false),
  repository,
  pusher: personSchema.optional(),
  commits: z.array(pushedCommitSchema).optional(),
  head_commit: z
    .object({
      message: z.string(),
      timestamp: z.string().refine((text) => parseIsoTimeMs(text) !== undefined, 'must be an ISO 8601 time'),
      author: z.object({ name: z.string(), username: z.string().optional(), email: z.string().nullish() }),
    })
    .nullable(),
})

const releaseSchema = z.object({
  action: z.string(),
  release: z.object({ tag_name: z.string().min(1).max(255), draft: z.boolean().default(false) }),
  repository,
  sender,
})

const deploymentSchema = z.object({
  /** GitHub names no other than `created`. */
  action: z.string().default('created'),
  deployment: z.object({ sha: hash, environment: z.string().min(1).max(255), task: z.string().default('deploy') }),
  repository,
  sender,
})

/** What one of GitHub's webhooks asks for, by its `X-GitHub-Event`: a commit to take, a release to start, or nothing and why. */
export function decideGithub(eventName: string, payload: unknown) {
  switch (eventName) {
    case 'push':
      return decidePush(parseInput('webhook', pushSchema, payload))
    case 'release':
      return decideRelease(parseInput('webhook', releaseSchema, payload))
    case 'deployment':
      return decideDeployment(parseInput('webhook', deploymentSchema, payload))
    default:
      return ignored(eventName)
  }
}

const ignored = (reason: string) => ({ kind: 'ignored', reason }) as const

/** A tag and a deleted branch bring nothing to build. */
function decidePush(push: z.output<typeof pushSchema>) {
  const branch = push.ref.startsWith('refs/heads/') ? push.ref.slice('refs/heads/'.length) : undefined
  if (branch === undefined || push.deleted || push.head_commit === null || noCommit.test(push.after))
    return ignored('nothing to build')
  const { message, author, timestamp } = push.head_commit
  const commit = {
    repository: push.repository.full_name,
    branch,
    commit: push.after,
    author: author.username ?? author.name,
    message: message.slice(0, 10_000),
    committedAtMs: parseIsoTimeMs(timestamp) ?? 0,
    described: describedPush(push),
  }
  return { kind: 'pushed', commit } as const
}

interface Named {
  readonly name?: string | undefined
  readonly username?: string | null | undefined
  readonly email?: string | null | undefined
}

const namesOf = (person: Named | undefined): string[] =>
  [person?.name, person?.username, person?.email].flatMap((name) =>
    name === undefined || name === null || name === '' ? [] : [name],
  )

/** Files by path alone: GitHub tells no lines. A list that may have been cut short is not known. */
function describedPush({ commits, pusher, head_commit: head }: z.output<typeof pushSchema>): DescribedChange {
  const whole = commits !== undefined && commits.length < pipelineLimits.githubCommitsPerPush.value
  const lists = (commits ?? []).map(({ added, removed, modified }) =>
    added === undefined || removed === undefined || modified === undefined
      ? undefined
      : [...added, ...removed, ...modified],
  )
  const paths = new Set(lists.flatMap((list) => list ?? []))
  const known = whole && !lists.includes(undefined) && paths.size <= riskLimits.filesPerChange.value
  const people = [...(commits ?? []).flatMap(({ author, committer }) => [author, committer]), head?.author, pusher]
  return {
    ...(known && { files: [...paths].map((path) => ({ path })) }),
    ...(whole && { commits: commits.length }),
    authors: [...new Set(people.flatMap(namesOf))].slice(0, 100),
  }
}

/** `published` comes once for each release, prereleases as well; every other action changes its text or takes it away. */
function decideRelease({
  action,
  release,
  repository: { full_name },
  sender: { login },
}: z.output<typeof releaseSchema>) {
  if (action !== 'published' || release.draft) return ignored(`release ${action}`)
  const request = { source: 'github-release', repository: full_name, ref: release.tag_name, by: login } as const
  return { kind: 'requested', request } as const
}

function decideDeployment({
  action,
  deployment,
  repository: { full_name },
  sender: { login },
}: z.output<typeof deploymentSchema>) {
  const { sha, environment, task } = deployment
  if (action !== 'created' || task !== 'deploy') return ignored(`deployment ${action} for ${task}`)
  const request = { source: 'github-deployment', repository: full_name, ref: sha, environment, by: login } as const
  return { kind: 'requested', request } as const
}
