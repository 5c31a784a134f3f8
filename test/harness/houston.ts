/** A whole Houston in this process with its clock stopped, a scripted router beside it, and a witness of everything on the bus. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import type { Role } from '@houston/core/actor.ts'
import { parseDurationMs } from '@houston/core/duration.ts'
import type { DomainEvent } from '@houston/core/event.ts'
import type { ReleaseItem, ReleaseView } from '@houston/core/release'
import { type Runtime, startRuntime } from '@houston/local/runtime'
import type { TopologyData } from '@houston/local/runtime/plan.ts'
import { log as handlerLog } from '../../functions/middleware/stack.ts'
import { topology as deployed } from '../../infra/topology.ts'
import type { Topology } from '../../infra/topology-types.ts'
import type { Answer, Caller } from './caller.ts'
import { LogBook } from './log-book.ts'
import { type PipelineChoice, pipelineInput } from './pipeline.ts'
import { buildDetail, type Commit, commitOf, pushRequest } from './push.ts'
import { ScriptedRouter } from './scripted-router.ts'
import { type Letter, lettersOf, Silence } from './silence.ts'
import { withWitness } from './topology.ts'
import { forgetEvents, witnessed } from './witness.ts'

export const originMs = Date.parse('2026-03-02T09:00:00Z')
const root = join(import.meta.dirname, '../..')
const people: readonly Exclude<Role, 'system'>[] = ['viewer', 'responder', 'releaser', 'admin']

export interface HoustonOptions {
  /** Changes what is deployed. */
  readonly topology?: (topology: Topology) => Topology
  /** The first instant of the stopped clock. */
  readonly originMs?: number
}

export type { Answer } from './caller.ts'

export class Houston {
  readonly router: ScriptedRouter
  readonly logs: LogBook
  readonly directory: string
  #topology: TopologyData
  readonly #restoreLog: () => void
  #running: Runtime
  readonly #silence = new Silence()

  private constructor(parts: {
    router: ScriptedRouter
    logs: LogBook
    directory: string
    topology: TopologyData
    restoreLog: () => void
    running: Runtime
  }) {
    this.router = parts.router
    this.logs = parts.logs
    this.directory = parts.directory
    this.#topology = parts.topology
    this.#restoreLog = parts.restoreLog
    this.#running = parts.running
  }

  static async start({
    topology = (same) => same,
    originMs: startMs = originMs,
  }: HoustonOptions = {}): Promise<Houston> {
    forgetEvents()
    const directory = mkdtempSync(join(tmpdir(), 'houston-scenario-'))
    const logs = new LogBook()
    const router = await ScriptedRouter.start()
    const restoreLog = logs.takeOver(handlerLog)
    const data = withWitness(topology(deployed))
    try {
      const running = await startStopped(directory, data, logs, startMs)
      const houston = new Houston({ router, logs, directory, topology: data, restoreLog, running })
      houston.#knit()
      return houston
    } catch (error) {
      restoreLog()
      await router.stop()
      rmSync(directory, { recursive: true, force: true })
      throw error
    }
  }

  get runtime(): Runtime {
    return this.#running
  }

  get nowMs(): number {
    return this.#running.clock.nowMs()
  }

  /** Lets everything that is under way come to rest; time stands still. */
  settle(): Promise<void> {
    return this.#running.activity.idle()
  }

  /** Moves the clock; whatever falls due on the way happens at its instant. */
  async fastForward(duration: string): Promise<void> {
    const durationMs = parseDurationMs(duration)
    if (durationMs === undefined) throw new RangeError(`${duration} is no duration`)
    await this.#running.clock.advanceTo(this.nowMs + durationMs)
    await this.settle()
  }

  /** Moves the clock in steps until the release is in one of the states; fails after `patience`. */
  async untilState(
    releaseId: string,
    states: readonly ReleaseItem['state'][],
    patience = '2h',
    step = '10s',
  ): Promise<void> {
    const deadlineMs = this.nowMs + (parseDurationMs(patience) ?? 0)
    for (;;) {
      const { release } = await this.release(releaseId)
      if (states.includes(release.state)) return
      if (this.nowMs >= deadlineMs)
        throw new Error(`the release is ${release.state} after ${patience}, not ${states.join(' or ')}`)
      await this.fastForward(step)
    }
  }

  /** Stops Houston in good order and starts it again on the same directory, perhaps as another deployment. */
  async restart({ topology, meanwhile }: HoustonOptions & { meanwhile?: () => Promise<unknown> } = {}): Promise<void> {
    await this.#running.stop()
    await meanwhile?.()
    if (topology !== undefined) this.#topology = withWitness(topology(deployed))
    this.#running = await startStopped(this.directory, this.#topology, this.logs)
    this.#knit()
    await this.settle()
  }

  async command<Body = Record<string, unknown>>(
    name: string,
    input: Readonly<Record<string, unknown>> = {},
    { roles = people, token = `token-of-${roles.join('-')}` }: Caller = {},
  ): Promise<Answer<Body>> {
    return this.request<Body>(`/commands/${name.replace('.', '/')}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
  }

  async request<Body = Record<string, unknown>>(path: string, init: RequestInit): Promise<Answer<Body>> {
    const response = await fetch(this.#running.url + path, init)
    const text = await response.text()
    await this.settle()
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Body }
  }

  /** A service that runs v1 behind the router, and its pipeline. */
  async declare(choice: PipelineChoice = {}): Promise<void> {
    const { service = 'checkout' } = choice
    this.router.addService(service)
    await this.accepted('service.record', { name: service, owner: 'payments', tier: 1 })
    await this.accepted('pipeline.record', pipelineInput(this.router.url, choice))
  }

  /** A command that must be taken; gives its body. */
  async accepted<Body = Record<string, unknown>>(
    name: string,
    input: Readonly<Record<string, unknown>>,
  ): Promise<Body> {
    const { status, body } = await this.command<Body>(name, input)
    if (status !== 200) throw new Error(`${name} was refused: ${status} ${JSON.stringify(body)}`)
    return body
  }

  push(
    commit: Commit,
    how: { secret?: string; repository?: string; delivery?: string; more?: object } = {},
  ): Promise<Answer> {
    return this.request('/webhooks/github', pushRequest(commit, { secret: this.#running.secrets.githubSecret, ...how }))
  }

  build(commit: Commit, how: { project?: string; content?: string } = {}): Promise<void> {
    return this.putEvent('aws.codebuild', 'CodeBuild Build State Change', buildDetail(commit, how))
  }

  async putEvent(source: string, detailType: string, detail: unknown): Promise<void> {
    const { accessKeyId, secretAccessKey } = this.#running.secrets
    const client = new EventBridgeClient({
      endpoint: this.#running.url,
      region: 'us-east-1',
      credentials: { accessKeyId, secretAccessKey },
    })
    const entry = { Source: source, DetailType: detailType, Detail: JSON.stringify(detail) }
    const { FailedEntryCount } = await client.send(new PutEventsCommand({ Entries: [entry] }))
    client.destroy()
    if (FailedEntryCount !== 0) throw new Error('the event was refused')
    await this.settle()
  }

  /** Pushes and builds a version; gives its release once there is one. */
  async deliver(service = 'checkout', title = 'A change'): Promise<{ releaseId: string; version: string }> {
    const commit = commitOf(service, title)
    const { status, body } = await this.push(commit)
    if (status !== 202) throw new Error(`the push was refused: ${status} ${JSON.stringify(body)}`)
    await this.build(commit)
    const release = await this.releaseOf(service, commit.version)
    return { releaseId: release.id, version: commit.version }
  }

  async releaseOf(service: string, version: string): Promise<ReleaseItem> {
    const { items } = await this.accepted<{ items: ReleaseItem[] }>('release.list', { service })
    const found = items.find((release) => release.version === version)
    if (found === undefined) throw new Error(`no release of ${service} ${version}`)
    return found
  }

  release(releaseId: string): Promise<ReleaseView> {
    return this.accepted<ReleaseView>('release.get', { releaseId })
  }

  async state(releaseId: string): Promise<ReleaseItem['state']> {
    return (await this.release(releaseId)).release.state
  }

  async timeline(releaseId: string): Promise<DomainEvent[]> {
    return (await this.accepted<{ items: DomainEvent[] }>('release.timeline', { releaseId })).items
  }

  /** Types of the release's timeline, in order. */
  async story(releaseId: string): Promise<string[]> {
    return (await this.timeline(releaseId)).map(({ type }) => type)
  }

  events(type?: string): DomainEvent[] {
    return witnessed().filter((event) => type === undefined || event.type === type)
  }

  deadLetters(): Letter[] {
    return lettersOf(this.#running)
  }

  /** As `houston dlq redrive` does it. */
  redrive(id: string): Promise<Answer> {
    const authorization = `Bearer ${this.#running.secrets.adminToken}`
    return this.request(`/local/dead-letters/${id}/redrive`, { method: 'POST', headers: { authorization } })
  }

  /** Events of these types may come; any other on the bus fails the test at its end. */
  allowEvents(...types: string[]): void {
    this.#silence.allowEvents(types)
  }

  /** These types must have come exactly this often at the end. */
  expectEvents(counts: Readonly<Record<string, number>>): void {
    this.#silence.expectEvents(counts)
  }

  /** A letter like this must be among the dead ones at the end. */
  expectDeadLetter(pattern: RegExp): void {
    this.#silence.expectDeadLetter(pattern)
    this.logs.expect(/a delivery became a dead letter/)
  }

  /** What the story did not account for; empty where all is well. */
  async complaints(): Promise<string[]> {
    const events = this.events()
    const ids = new Set(
      events.filter(({ aggregate }) => aggregate.noun === 'release').map(({ aggregate }) => aggregate.id),
    )
    const timelines = new Map<string, DomainEvent[]>()
    for (const id of ids) timelines.set(id, await this.timeline(id))
    const leaks = this.logs.leaks(Object.values(this.#running.secrets))
    return [
      ...leaks,
      ...this.logs.complaints(),
      ...this.#silence.complaints({ events, letters: this.deadLetters(), timelines }),
    ]
  }

  async stop(): Promise<void> {
    try {
      this.router.mend()
      await this.#running.stop()
    } finally {
      this.#restoreLog()
      await this.router.stop()
      rmSync(this.directory, { recursive: true, force: true })
    }
  }

  /** Clock and token of the runtime that runs now, and tokens for every set of roles that a command may name. */
  #knit(): void {
    this.router.nowMs = () => this.#running.clock.nowMs()
    this.router.token = this.#running.secrets.routerToken
    const tokens = JSON.parse(process.env.HOUSTON_TOKENS ?? '{}') as Record<string, unknown>
    for (const roles of [people, ...people.map((role) => [role])])
      tokens[`token-of-${roles.join('-')}`] = { id: roles.length === 1 ? `${roles[0]}-ann` : 'ann', roles }
    tokens['token-of-service'] = { id: 'scanner', roles: ['releaser'], kind: 'service' }
    process.env.HOUSTON_TOKENS = JSON.stringify(tokens)
  }
}

const startStopped = (directory: string, topology: TopologyData, { log }: LogBook, startMs = originMs) =>
  startRuntime({ root, directory, topology, speed: 0, originMs: startMs, seed: 1, log })
