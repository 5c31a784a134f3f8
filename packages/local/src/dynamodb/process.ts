/** One dynoxide process: spawned on a port and a file, ready when it answers, and never outliving the runtime. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { startFailed } from './error.ts'

export interface ServerProcess {
  readonly pid: number
  /** Resolves with the reason when the process has ended. */
  readonly exited: Promise<string>
  kill(signal: 'SIGTERM' | 'SIGKILL'): void
}

const readyPatienceMs = 10_000
const readyPollMs = 5
const stderrTailCharacters = 500

/** A loopback port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}

/** Spawns the server; it is not ready yet. Detached, so that Ctrl-C reaches the runtime alone, which then stops it in order. */
export function spawnServer(binaryPath: string, port: number, dbPath: string): ServerProcess {
  const words = ['serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', dbPath]
  const child = spawn(binaryPath, words, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  let stderrTail = ''
  child.stderr.on('data', (chunk: Buffer) => {
    stderrTail = (stderrTail + chunk.toString()).slice(-stderrTailCharacters)
  })
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(`${signal ?? `exit code ${code}`}; it said: ${stderrTail.trim()}`))
  })
  const pid = child.pid ?? 0
  if (pid > 0) watchOver(pid, dbPath, exited)
  return { pid, exited, kill: (signal) => void child.kill(signal) }
}

/**
 * Starts a shell that waits on a pipe from this process: the pipe closes when this process dies of anything, and the shell then
 * ends the server, which has no such tie of its own. It looks at the command line first, for pids are used again.
 */
function watchOver(pid: number, dbPath: string, exited: Promise<string>): void {
  const script = 'read -r _; tr "\\0" " " < "/proc/$1/cmdline" 2>/dev/null | grep -qF -- "$2" && kill -9 "$1"'
  let watchdog: ChildProcess
  try {
    watchdog = spawn('/bin/sh', ['-c', script, 'sh', String(pid), dbPath], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    })
  } catch {
    return
  }
  watchdog.on('error', () => {})
  watchdog.unref()
  void exited.then(() => watchdog.kill('SIGKILL'))
}

/** True where the server answers its health check within `patienceMs`. */
export async function isHealthy(url: string, patienceMs: number): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(patienceMs) })
    await response.text()
    return response.ok
  } catch {
    return false
  }
}

/** Resolves when the server answers; throws `dynamodb.start-failed` when it ends first or takes too long. */
export async function untilReady(server: ServerProcess, url: string): Promise<void> {
  let ended: string | undefined
  void server.exited.then((reason) => {
    ended = reason
  })
  for (const deadlineMs = Date.now() + readyPatienceMs; Date.now() < deadlineMs; await sleep(readyPollMs)) {
    if (ended !== undefined) throw startFailed(ended)
    if (await isHealthy(url, readyPatienceMs)) return
  }
  server.kill('SIGKILL')
  throw startFailed(`no answer within ${readyPatienceMs} ms`)
}
