/** The console's bundle: built from its sources when they have changed since the last time, beside everything else. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '@houston/core/port/log.ts'

const stampName = 'sources.txt'
const sources = ['src/**/*.{ts,tsx,css}', 'index.html', 'vite.config.ts']

/** Of everything that goes into the bundle, the lock file's versions of others' code included. */
export function sourcesDigest(directory: string): string {
  const files = [
    ...sources.flatMap((pattern) => globSync(pattern, { cwd: directory })).sort(),
    join('..', '..', 'package-lock.json'),
  ]
  const hash = createHash('sha256')
  for (const file of files) hash.update(file).update(readFileSync(join(directory, file)))
  return hash.digest('hex')
}

export type BundleState =
  | { readonly kind: 'ready' }
  | { readonly kind: 'building' }
  | { readonly kind: 'failed'; readonly reason: string }

const underWay = new Map<string, { state: BundleState; done: Promise<void> }>()

/** Starts a build where one is needed. The same directory is built once, whoever asks. */
export function consoleBundle(directory: string, log: Log): { state(): BundleState; readonly done: Promise<void> } {
  const known = underWay.get(directory)
  if (known !== undefined) return { state: () => known.state, done: known.done }
  const entry: { state: BundleState; done: Promise<void> } = { state: { kind: 'ready' }, done: Promise.resolve() }
  underWay.set(directory, entry)
  const stamp = join(directory, 'dist', stampName)
  const digest = sourcesDigest(directory)
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== digest) {
    entry.state = { kind: 'building' }
    entry.done = build(directory).then((state) => {
      entry.state = state
      if (state.kind === 'ready') writeFileSync(stamp, digest)
      if (state.kind === 'failed') log.error('the console could not be built', { reason: state.reason })
    })
  }
  return { state: () => entry.state, done: entry.done }
}

/** Vite in a process of its own: the runtime's clock must not wait for it. */
function build(directory: string): Promise<BundleState> {
  const vite = join(directory, '..', '..', 'node_modules', 'vite', 'bin', 'vite.js')
  if (!existsSync(vite)) return Promise.resolve({ kind: 'failed', reason: 'Vite is not installed' })
  // Whoever starts Houston under NODE_ENV=test gets the console all the same, not React with its checks.
  const env = { ...process.env, NODE_ENV: 'production' }
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'error'], { cwd: directory, env })
    let said = ''
    child.stderr.on('data', (chunk) => {
      said += chunk
    })
    child.once('error', (error) => resolve({ kind: 'failed', reason: error.message }))
    child.once('exit', (code) =>
      resolve(code === 0 ? { kind: 'ready' } : { kind: 'failed', reason: said.slice(0, 2_000) }),
    )
  })
}
