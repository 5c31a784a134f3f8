/**
 * One owner per database file. The lock is SQLite's own on a file beside it, so the kernel takes it back when the owner dies
 * of anything, `kill -9` included. Who holds it may end the server that a dead owner left behind.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileInUse } from './error.ts'

export interface Ownership {
  /** Remembers the server for the next owner, should this one die. */
  recordServer(pid: number): void
  /** The server has ended by itself or was stopped. */
  forgetServer(): void
  /** Gives the file back. */
  release(): void
}

const pidPath = (dbPath: string): string => `${dbPath}.pid`
const orphanPatienceMs = 2_000
const orphanPollMs = 10

/** Takes the file, or throws `dynamodb.file-in-use`; then ends the server that a dead owner left on it. */
export async function takeOwnership(dbPath: string): Promise<Ownership> {
  mkdirSync(dirname(dbPath), { recursive: true })
  const lock = lockFile(dbPath)
  await endOrphan(dbPath)
  return {
    recordServer: (pid) => writeFileSync(pidPath(dbPath), String(pid)),
    forgetServer: () => rmSync(pidPath(dbPath), { force: true }),
    release: () => lock.close(),
  }
}

function lockFile(dbPath: string): DatabaseSync {
  const lock = new DatabaseSync(`${dbPath}.lock`)
  try {
    lock.exec('pragma busy_timeout = 0; begin exclusive')
    return lock
  } catch (error) {
    lock.close()
    throw error instanceof Error && error.message.includes('locked') ? fileInUse(dbPath) : error
  }
}

async function endOrphan(dbPath: string): Promise<void> {
  const pid = recordedPid(dbPath)
  if (pid !== undefined && servesFile(pid, dbPath)) {
    process.kill(pid, 'SIGKILL')
    for (let waitedMs = 0; servesFile(pid, dbPath) && waitedMs < orphanPatienceMs; waitedMs += orphanPollMs)
      await sleep(orphanPollMs)
  }
  rmSync(pidPath(dbPath), { force: true })
}

function recordedPid(dbPath: string): number | undefined {
  try {
    const pid = Number(readFileSync(pidPath(dbPath), 'utf8'))
    return Number.isSafeInteger(pid) && pid > 1 ? pid : undefined
  } catch {
    return undefined
  }
}

/** True where that process is a dynoxide on exactly this file: pids are used again, so the number alone proves nothing. */
export function servesFile(pid: number, dbPath: string): boolean {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return words[1] === 'serve' && words[words.indexOf('--db-path') + 1] === dbPath
  } catch {
    return false
  }
}
