/** A Houston as a process of its own, with pipelines that take pushes over both ways in, and a look at what is in its table. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { hmacSha256Hex } from '@houston/core/signature.ts'
import { openSecrets } from '@houston/local/runtime'
import { Pool } from 'undici'
import { Client } from '../../packages/cli/src/client.ts'
import { startRuntimeProcess } from '../../packages/cli/src/runtime-process.ts'

const services = 10
const connections = 256
const timeoutMs = 10_000
/** Pushes in one PutEvents call, as the bus takes them at most. */
export const eventsPerCall = 10

export interface Answer {
  readonly kind: 'accepted' | 'refused' | 'failed'
  /** Commits that the answer promises to keep. */
  readonly commits: readonly string[]
}

export interface LoadWorld {
  /** One signed push webhook of GitHub. */
  webhook(number: number): Promise<Answer>
  /** Ten branch movements of CodeCommit in one PutEvents call. */
  putEvents(number: number): Promise<Answer>
  /** Resident memory of the runtime and its table, in MB. */
  memoryMb(): number
  pending(): Promise<number>
  /** Of these commits, those without a change in the table. */
  missing(commits: readonly string[]): string[]
  stop(): Promise<void>
}

const commitOf = (kind: string, number: number): string => createHash('sha1').update(`${kind} ${number}`).digest('hex')

export async function startWorld(): Promise<LoadWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'houston-load-'))
  const secrets = openSecrets(directory)
  const runtime = await startRuntimeProcess({ directory, port: 0, speed: 1 })
  const client = new Client({ url: runtime.url, token: secrets.adminToken })
  for (let index = 0; index < services; index++) await declare(client, index)
  const pool = new Pool(runtime.url, { connections, headersTimeout: timeoutMs, bodyTimeout: timeoutMs })
  const send = async (path: string, headers: Record<string, string>, body: string) => {
    const answer = await pool.request({ method: 'POST', path, headers, body })
    return { status: answer.statusCode, text: await answer.body.text() }
  }
  const signed = `AWS4-HMAC-SHA256 Credential=${secrets.accessKeyId}/20260302/us-east-1/events/aws4_request, Signature=0`
  return {
    webhook: async (number) => {
      const commit = commitOf('webhook', number)
      const body = JSON.stringify(pushOf(commit, `load-${number % services}`))
      const headers = {
        'content-type': 'application/json',
        'x-github-event': 'push',
        'x-github-delivery': commit,
        'x-hub-signature-256': `sha256=${hmacSha256Hex(secrets.githubSecret, body)}`,
      }
      return judged(send('/webhooks/github', headers, body), [commit], 202)
    },
    putEvents: async (number) => {
      const commits = Array.from({ length: eventsPerCall }, (_, place) =>
        commitOf('event', number * eventsPerCall + place),
      )
      const entries = commits.map((commit, place) => branchMoved(commit, `repository-${place % services}`))
      const headers = {
        authorization: signed,
        'x-amz-target': 'AWSEvents.PutEvents',
        'content-type': 'application/x-amz-json-1.1',
      }
      return judged(send('/', headers, JSON.stringify({ Entries: entries })), commits, 200)
    },
    memoryMb: () => residentMb(runtime.pid) + residentMb(Number(readFileSync(join(directory, 'table.db.pid'), 'utf8'))),
    pending: async () =>
      (await client.request<{ pendingDeliveries: number }>('GET', '/local/status')).pendingDeliveries,
    missing: (commits) => missingIn(join(directory, 'table.db'), commits),
    stop: async () => {
      await pool.destroy()
      await runtime.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

async function declare(client: Client, index: number): Promise<void> {
  const name = `load-${index}`
  await client.command('service.record', { name, owner: 'load', tier: 3 })
  for (const [suffix, source] of [
    ['hub', { github: { repository: `acme/${name}` } }],
    ['aws', { codecommit: { repository: `repository-${index}` } }],
  ] as const)
    await client.command('pipeline.record', {
      name: `${name}-${suffix}`,
      service: name,
      source: { ...source, codebuild: { project: `${name}-${suffix}` } },
      target: { driver: 'router', address: 'http://127.0.0.1:1' },
      waves: [{ name: 'all', weightPercent: 100, soak: '5m' }],
      metrics: { source: 'openmetrics', address: 'http://127.0.0.1:1/metrics' },
    })
}

const pushOf = (commit: string, service: string) => ({
  ref: 'refs/heads/main',
  after: commit,
  repository: { full_name: `acme/${service}` },
  head_commit: { message: 'load', timestamp: '2026-03-02T09:00:00Z', author: { name: 'Load', username: 'load' } },
})

const branchMoved = (commitId: string, repositoryName: string) => ({
  Source: 'aws.codecommit',
  DetailType: 'CodeCommit Repository State Change',
  Detail: JSON.stringify({
    event: 'referenceUpdated',
    repositoryName,
    referenceType: 'branch',
    referenceName: 'main',
    commitId,
  }),
})

async function judged(
  sent: Promise<{ status: number; text: string }>,
  commits: readonly string[],
  accepted: number,
): Promise<Answer> {
  const { status, text } = await sent.catch(() => ({ status: 0, text: '' }))
  if (status === accepted && !/"FailedEntryCount":[1-9]/.test(text)) return { kind: 'accepted', commits }
  const isRefusal = status === 429 || status === 503 || text.includes('ThrottlingException')
  return { kind: isRefusal ? 'refused' : 'failed', commits: [] }
}

function residentMb(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

/** Looks into the table's file, which needs no request of a runtime that may be busy. */
function missingIn(file: string, commits: readonly string[]): string[] {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 10_000 })
  try {
    const rows = database.prepare("select sk from houston where instr(sk, 'change#') > 0").all()
    const there = new Set(rows.map(({ sk }) => String(sk).replace(/^.*change#/, '')))
    return commits.filter((commit) => !there.has(commit))
  } finally {
    database.close()
  }
}
