/** One service process under the router's care: started, asked for its health, started again when it dies, stopped. */
import { type ChildProcess, spawn } from 'node:child_process'
import { Pool as Connections } from 'undici'
import { type Behaviour, behaviourArguments } from './behaviour.ts'
import { fleetLimits } from './limits.ts'

const servicePath = new URL('./service.ts', import.meta.url).pathname

export interface InstanceOptions {
  readonly service: string
  readonly version: string
  readonly behaviour: Behaviour
  readonly seed: number
  /** Told whenever the instance begins or ceases to be healthy, or dies. */
  onChange(): void
}

export class Instance {
  readonly #options: InstanceOptions
  #child: ChildProcess | undefined
  #connections: Connections | undefined
  #healthy = false
  #stopping = false
  #deaths = 0
  #timer: NodeJS.Timeout | undefined

  constructor(options: InstanceOptions) {
    this.#options = options
    this.#start()
  }

  /** Where its requests go, while it is healthy. */
  get connections(): Connections | undefined {
    return this.#healthy ? this.#connections : undefined
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** How often its process has ended by itself. */
  get deaths(): number {
    return this.#deaths
  }

  /** Takes it out of rotation until its health check succeeds again. */
  markUnhealthy(): void {
    this.#setHealthy(false)
  }

  /** Ends the process, gracefully first; resolves when it is gone. */
  async stop(): Promise<void> {
    this.#stopping = true
    clearTimeout(this.#timer)
    this.#setHealthy(false)
    const child = this.#child
    if (child && child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      const deadline = setTimeout(() => child.kill('SIGKILL'), fleetLimits.drainMs + 1_000)
      await gone
      clearTimeout(deadline)
    }
    await this.#connections?.destroy()
  }

  #start(): void {
    const { service, version, behaviour, seed } = this.#options
    const flags = ['--service', service, '--version', version, '--seed', String(seed), ...behaviourArguments(behaviour)]
    // The IPC channel is the life line: it closes when the router dies in whatever way, and the instance then ends itself.
    const child = spawn(process.execPath, [servicePath, ...flags], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    this.#child = child
    child.on('message', (message: { port: number }) => this.#adopt(message.port))
    child.once('exit', () => this.#died())
    child.once('error', () => this.#died())
  }

  #adopt(port: number): void {
    this.#connections = new Connections(`http://127.0.0.1:${port}`, {
      connections: fleetLimits.connectionsPerInstance,
      pipelining: 1,
      headersTimeout: fleetLimits.requestTimeoutMs,
      bodyTimeout: fleetLimits.requestTimeoutMs,
      keepAliveTimeout: 30_000,
    })
    void this.#checkHealth()
  }

  async #checkHealth(): Promise<void> {
    const connections = this.#connections
    if (connections === undefined || this.#stopping) return
    try {
      const signal = AbortSignal.timeout(2_000)
      const { statusCode, body } = await connections.request({ path: '/health', method: 'GET', signal })
      await body.dump()
      if (connections === this.#connections) this.#setHealthy(statusCode === 200)
    } catch {
      if (connections === this.#connections) this.#setHealthy(false)
    }
    if (connections !== this.#connections || this.#stopping) return
    this.#timer = setTimeout(() => void this.#checkHealth(), fleetLimits.healthIntervalMs)
  }

  #died(): void {
    if (this.#stopping) return
    clearTimeout(this.#timer)
    this.#setHealthy(false)
    const former = this.#connections
    this.#connections = undefined
    void former?.destroy()
    const pauseMs = Math.min(fleetLimits.respawnMs * 2 ** this.#deaths, fleetLimits.respawnMaxMs)
    this.#deaths++
    this.#timer = setTimeout(() => this.#start(), pauseMs)
    this.#options.onChange()
  }

  #setHealthy(healthy: boolean): void {
    if (this.#healthy === (healthy && !this.#stopping)) return
    this.#healthy = healthy && !this.#stopping
    this.#options.onChange()
  }
}
