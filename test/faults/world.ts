/** One Houston under the campaign: started, moved in time, killed and started again; the router outlives it, as real traffic does. */
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openSecrets, type Secrets } from '@houston/local/runtime'
import { ScriptedRouter } from '../harness/scripted-router.ts'
import type { FromHost, HostOptions, ToHost } from './host.ts'

export const originMs = Date.parse('2026-03-02T09:00:00Z')
/** Real time: a Houston that takes longer is stuck. */
const patienceMs = 120_000
const startsAtMost = 20

export interface Reply<Body = Record<string, unknown>> {
  /** 0 where no answer came: whether it was done is not known. */
  readonly status: number
  readonly body: Body
}

export class World {
  readonly router: ScriptedRouter
  readonly directory: string
  readonly secrets: Secrets
  readonly #options: Omit<HostOptions, 'directory' | 'originMs'>
  #child: ChildProcess | undefined
  #url = ''
  #heard: ((message: FromHost | 'ended') => void) | undefined
  nowMs = originMs
  starts = 0

  private constructor(router: ScriptedRouter, options: Omit<HostOptions, 'directory' | 'originMs'>) {
    this.router = router
    this.#options = options
    this.directory = mkdtempSync(join(tmpdir(), 'houston-faults-'))
    this.secrets = openSecrets(this.directory)
    router.nowMs = () => this.nowMs
    router.token = this.secrets.routerToken
  }

  static async start(options: Omit<HostOptions, 'directory' | 'originMs'>): Promise<World> {
    const world = new World(await ScriptedRouter.start(), options)
    await world.#launch()
    return world
  }

  async #launch(): Promise<void> {
    if (++this.starts > startsAtMost) throw new Error(`started ${startsAtMost} times and does not stay`)
    const options: HostOptions = { ...this.#options, directory: this.directory, originMs }
    const child = fork(join(import.meta.dirname, 'host.ts'), [JSON.stringify(options)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: ['--disable-warning=ExperimentalWarning'],
    })
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2_000)
    })
    this.#child = child
    child.on('message', (message: FromHost) => this.#heard?.(message))
    child.once('exit', () => {
      if (this.#child === child) this.#child = undefined
      this.#heard?.('ended')
    })
    const ready = await this.#next()
    if (ready === 'ended' || ready.kind !== 'ready')
      throw new Error(`Houston does not start: ${JSON.stringify(ready)} ${said}`)
    this.#url = ready.url
  }

  #next(): Promise<FromHost | 'ended'> {
    const { promise, resolve, reject } = Promise.withResolvers<FromHost | 'ended'>()
    const timer = setTimeout(() => reject(new Error(`Houston gave no sign for ${patienceMs / 1000} s`)), patienceMs)
    this.#heard = (message) => {
      clearTimeout(timer)
      this.#heard = undefined
      resolve(message)
    }
    return promise
  }

  /** Moves time on; a Houston that dies on the way is started again and taken to the same instant. */
  async advance(byMs: number): Promise<void> {
    const toMs = this.nowMs + byMs
    this.nowMs = toMs
    await this.#reach(toMs)
  }

  async #reach(toMs: number): Promise<void> {
    for (;;) {
      if (this.#child === undefined) await this.#launch()
      const told = await this.#ask({ kind: 'advance', toMs })
      if (told === 'ended') continue
      if (told.kind !== 'at') throw new Error(`Houston could not be moved: ${JSON.stringify(told)}`)
      return
    }
  }

  async #ask(message: ToHost): Promise<FromHost | 'ended'> {
    const answer = this.#next()
    this.#child?.send(message)
    return answer
  }

  /** Ends it as a power cut of the process does, some real milliseconds from now, while it is moved. */
  async killWithin(byMs: number, afterMs: number): Promise<void> {
    const child = this.#child
    const killed = sleep(afterMs).then(() => void child?.kill('SIGKILL'))
    await this.advance(byMs)
    await killed
    // It may have come to rest before it died: then it is dead now.
    if (this.#child !== undefined && this.#child === child) await this.#next().catch(() => 'ended')
    await this.#reach(this.nowMs)
  }

  /** The table's own process dies; the runtime brings it back. */
  killTable(): void {
    try {
      process.kill(Number(readFileSync(join(this.directory, 'table.db.pid'), 'utf8')), 'SIGKILL')
    } catch {
      // Between two lives there is none.
    }
  }

  /** The table behaves from now on. */
  async mend(): Promise<void> {
    await this.#ask({ kind: 'mend' })
  }

  command<Body = Record<string, unknown>>(name: string, input: object = {}): Promise<Reply<Body>> {
    const headers = { authorization: `Bearer ${this.secrets.adminToken}`, 'content-type': 'application/json' }
    return this.request<Body>(`/commands/${name.replace('.', '/')}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(input),
    })
  }

  async request<Body = Record<string, unknown>>(path: string, init: RequestInit): Promise<Reply<Body>> {
    if (this.#child === undefined) await this.#launch()
    try {
      const response = await fetch(this.#url + path, { ...init, signal: AbortSignal.timeout(patienceMs) })
      const text = await response.text()
      return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Body }
    } catch {
      return { status: 0, body: {} as Body }
    }
  }

  async stop(): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (child !== undefined && child.exitCode === null) {
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      child.kill('SIGKILL')
      await ended
    }
    this.router.mend()
    await this.router.stop()
    // The table's process sees its owner's end a moment later.
    await sleep(50)
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 5 })
  }
}
