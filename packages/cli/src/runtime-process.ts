/** The embedded runtime as a child of the CLI: its log goes to a file, its address to another, and it ends with us. */
import { type ChildProcess, fork } from 'node:child_process'
import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { addressFile } from './client.ts'
import { CommandFailure, exitStatus } from './exit.ts'

const runtimeMain = fileURLToPath(import.meta.resolve('@houston/local/main.ts'))
/** A log larger than this is put aside at the next start; one older log is kept. */
const logBytes = 50 * 1024 * 1024

export const logFile = (directory: string): string => join(directory, 'houston.log')

export interface RuntimeProcess {
  readonly url: string
  readonly pid: number
  /** Resolves when it has ended, whoever ended it. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

export interface RuntimeProcessOptions {
  readonly directory: string
  readonly speed: number
  readonly port: number
}

export async function startRuntimeProcess({ directory, speed, port }: RuntimeProcessOptions): Promise<RuntimeProcess> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  putLogAside(directory)
  const flags = ['--directory', directory, '--speed', String(speed), '--port', String(port)]
  const child = fork(runtimeMain, flags, {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  const log = createWriteStream(logFile(directory), { flags: 'a', mode: 0o600 })
  child.stdout?.pipe(log)
  child.stderr?.pipe(log)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = await readyUrl(child, directory)
  writeFileSync(addressFile(directory), `${JSON.stringify({ url, pid: child.pid })}\n`)
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await ended
    rmSync(addressFile(directory), { force: true })
  }
  return { url, pid: child.pid ?? -1, ended, stop }
}

type Told = { readonly kind: 'ready'; readonly url: string } | { readonly kind: 'failed'; readonly reason: string }

function readyUrl(child: ChildProcess, directory: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void =>
      reject(
        new CommandFailure(exitStatus.failed, `Houston did not start: ${reason}\nIts log is ${logFile(directory)}.`),
      )
    child.once('message', (told: Told) => (told.kind === 'ready' ? resolve(told.url) : fail(told.reason)))
    child.once('exit', (code) => fail(`it ended with status ${code}`))
  })
}

function putLogAside(directory: string): void {
  const file = logFile(directory)
  if (existsSync(file) && statSync(file).size > logBytes) renameSync(file, `${file}.1`)
}
