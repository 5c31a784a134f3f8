/** What developers and builds send: GitHub's push webhook and CodeBuild's state-change event. */
import { createHash } from 'node:crypto'
import { hmacSha256Hex } from '@houston/core/signature.ts'

export interface Commit {
  readonly service: string
  readonly commit: string
  /** As the build names it. */
  readonly version: string
}

/** A commit that is the same for the same title. */
export function commitOf(service: string, title = 'A change'): Commit {
  const commit = createHash('sha1').update(`${service} ${title}`).digest('hex')
  return { service, commit, version: commit.slice(0, 12) }
}

export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex')

export function pushRequest(
  { service, commit }: Commit,
  {
    secret,
    repository = `acme/${service}`,
    delivery = commit,
    more = {},
  }: { secret: string; repository?: string; delivery?: string; more?: object },
): RequestInit {
  const head = { message: 'A change', timestamp: '2026-03-02T08:59:00Z', author: { name: 'Ann', username: 'ann' } }
  const body = JSON.stringify({
    ref: 'refs/heads/main',
    after: commit,
    repository: { full_name: repository },
    head_commit: head,
    ...more,
  })
  const headers = {
    'content-type': 'application/json',
    'x-github-event': 'push',
    'x-github-delivery': delivery,
    'x-hub-signature-256': `sha256=${hmacSha256Hex(secret, body)}`,
  }
  return { method: 'POST', headers, body }
}

/** The detail of CodeBuild's event. `content` makes the digest. */
export function buildDetail(
  { service, commit, version }: Commit,
  { project = `${service}-build`, content = commit } = {},
) {
  return {
    'build-status': 'SUCCEEDED',
    'project-name': project,
    'build-id': `arn:aws:codebuild:us-east-1:000000000000:build/${project}:${commit.slice(0, 8)}`,
    'additional-information': {
      'source-version': commit,
      initiator: 'codebuild/test',
      artifact: { sha256sum: digestOf(content), location: `arn:aws:s3:::artifacts/${service}/${version}.zip` },
    },
    'current-phase': 'COMPLETED',
  }
}
