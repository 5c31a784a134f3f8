/** The embedded DynamoDB: dynoxide on a file, supervised; or an endpoint that somebody else runs. */
import { resolve } from 'node:path'
import { type Log, silentLog } from '@houston/core/port/log.ts'
import { locateBinary } from './binary.ts'
import { startFailed } from './error.ts'
import { type Ownership, takeOwnership } from './ownership.ts'
import { freePort, isHealthy, type ServerProcess, spawnServer, untilReady } from './process.ts'
import { prepareStreamIndex } from './upkeep.ts'

export interface DynamoServer {
  /** `http://127.0.0.1:<port>`: what AWS_ENDPOINT_URL_DYNAMODB and AWS_ENDPOINT_URL_DYNAMODB_STREAMS are set to. */
  readonly url: string
  /** The file it is on; undefined where the endpoint is somebody else's. */
  readonly dbPath: string | undefined
  /** The process that answers now; undefined between two lives and where the endpoint is somebody else's. */
  pid(): number | undefined
  /** Stops it in order. Rejects nothing; may be called twice. */
  stop(): Promise<void>
}

export interface DynamoServerOptions {
  /** The database file; its directory is made. */
  readonly dbPath: string
  readonly log?: Log
  readonly environment?: Readonly<Record<string, string | undefined>>
  readonly binaryPath?: string
  /** Restarts before it counts as lost; a life longer than half a minute starts the count anew. Default 10. */
  readonly restartsInARow?: number
  /** Called once when the server could not be brought back. Nothing is retried after it. */
  readonly onLost?: (reason: string) => void
}

const startAttempts = 3
/** The first restart is at once, for most deaths are a single bad request; then waits double up to the longest. */
const firstBackoffMs = 50
const longestBackoffMs = 5_000
const defaultRestartsInARow = 10
const calmMs = 30_000
const healthEveryMs = 5_000
const missesUntilKilled = 3
const stopPatienceMs = 5_000

/** Starts the embedded DynamoDB, or answers the endpoint of AWS_ENDPOINT_URL_DYNAMODB where that is set. */
export async function startDynamo(options: DynamoServerOptions): Promise<DynamoServer> {
  const endpoint = (options.environment ?? process.env).AWS_ENDPOINT_URL_DYNAMODB
  if (endpoint !== undefined && endpoint !== '')
    return { url: endpoint.replace(/\/$/, ''), dbPath: undefined, pid: () => undefined, stop: async () => {} }
  const binaryPath = options.binaryPath ?? locateBinary()
  const dbPath = resolve(options.dbPath)
  const ownership = await takeOwnership(dbPath)
  try {
    const server = new SupervisedServer(options, binaryPath, dbPath, ownership)
    await server.start()
    return server
  } catch (error) {
    ownership.release()
    throw error
  }
}

class SupervisedServer implements DynamoServer {
  readonly dbPath: string
  readonly #options: DynamoServerOptions
  readonly #log: Log
  readonly #binaryPath: string
  readonly #ownership: Ownership
  #port = 0
  #process: ServerProcess | undefined
  #answers = false
  #restarts = 0
  #stopped: Promise<void> | undefined
  #wake: NodeJS.Timeout | undefined
  #health: NodeJS.Timeout | undefined

  constructor(options: DynamoServerOptions, binaryPath: string, dbPath: string, ownership: Ownership) {
    this.#options = options
    this.#log = options.log ?? silentLog
    this.#binaryPath = binaryPath
    this.dbPath = dbPath
    this.#ownership = ownership
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  pid(): number | undefined {
    return this.#answers ? this.#process?.pid : undefined
  }

  /** Another port is tried where the chosen one was taken between the look and the start. */
  async start(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      this.#port = await freePort()
      try {
        await this.#launch()
        break
      } catch (error) {
        if (attempt === startAttempts) throw error
      }
    }
    prepareStreamIndex(this.dbPath)
    this.#watchHealth()
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  async #launch(): Promise<void> {
    const server = spawnServer(this.#binaryPath, this.#port, this.dbPath)
    this.#process = server
    if (server.pid > 0) this.#ownership.recordServer(server.pid)
    try {
      await untilReady(server, this.url)
    } catch (error) {
      this.#process = undefined
      this.#ownership.forgetServer()
      throw error
    }
    this.#answers = true
    const bornMs = Date.now()
    void server.exited.then((reason) => this.#onExit(reason, Date.now() - bornMs))
  }

  #onExit(reason: string, lifeMs: number): void {
    this.#process = undefined
    this.#answers = false
    this.#ownership.forgetServer()
    if (this.#stopped !== undefined) return
    if (lifeMs > calmMs) this.#restarts = 0
    this.#log.warn('the embedded DynamoDB ended and is started again', { reason, lifeMs, restarts: this.#restarts })
    this.#restart()
  }

  #restart(): void {
    if (this.#stopped !== undefined) return
    if (this.#restarts >= (this.#options.restartsInARow ?? defaultRestartsInARow)) {
      this.#log.error('the embedded DynamoDB could not be brought back', { restarts: this.#restarts })
      this.#options.onLost?.(startFailed(`it ended ${this.#restarts} times in a row`).message)
      return
    }
    const waitMs = this.#restarts === 0 ? 0 : Math.min(longestBackoffMs, firstBackoffMs * 2 ** (this.#restarts - 1))
    this.#restarts++
    this.#wake = setTimeout(() => {
      this.#launch().catch(() => this.#restart())
    }, waitMs)
  }

  /** A server that is alive but answers nothing is ended, and comes back as after any death. */
  #watchHealth(): void {
    let misses = 0
    const look = async (): Promise<void> => {
      const server = this.#process
      if (server !== undefined && this.#answers) misses = (await isHealthy(this.url, healthEveryMs)) ? 0 : misses + 1
      if (misses >= missesUntilKilled && server === this.#process) {
        misses = 0
        server?.kill('SIGKILL')
      }
      if (this.#stopped === undefined) this.#health = setTimeout(look, healthEveryMs).unref()
    }
    this.#health = setTimeout(look, healthEveryMs).unref()
  }

  async #stop(): Promise<void> {
    clearTimeout(this.#wake)
    clearTimeout(this.#health)
    const server = this.#process
    if (server !== undefined) {
      server.kill('SIGTERM')
      // Kept-alive connections hold a graceful shutdown open; every answered write is in the WAL already.
      const late = setTimeout(() => server.kill('SIGKILL'), stopPatienceMs)
      await server.exited
      clearTimeout(late)
    }
    this.#ownership.forgetServer()
    this.#ownership.release()
  }
}
