/** The runtime as a process: started by the CLI, ends with it. Structured log on stdout, one line of JSON on fd 3 of the parent's choosing (IPC). */
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { Log } from '@houston/core/port/log.ts'
import { consoleBundle } from './console/index.ts'
import { startRuntime } from './runtime/index.ts'
import type { TopologyData } from './runtime/plan.ts'

const { values } = parseArgs({
  options: {
    root: { type: 'string' },
    directory: { type: 'string', default: '.houston' },
    port: { type: 'string', default: '8500' },
    speed: { type: 'string', default: '1' },
    seed: { type: 'string' },
  },
})

const write =
  (level: string) =>
  (message: string, facts: Record<string, unknown> = {}) => {
    process.stdout.write(
      `${JSON.stringify({ level, message, timestamp: new Date().toISOString(), service: 'houston-runtime', ...facts })}\n`,
    )
  }
const log: Log = { debug: () => {}, info: write('INFO'), warn: write('WARN'), error: write('ERROR') }

const root = resolve(values.root ?? join(import.meta.dirname, '../../..'))
const { topology } = (await import(pathToFileURL(join(root, 'infra/topology.ts')).href)) as { topology: TopologyData }

/** What the parent is told: where the runtime answers, or why it does not. */
export type RuntimeMessage =
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'failed'; readonly reason: string }
const tell = (message: RuntimeMessage): void => {
  process.send?.(message)
}

// Ready when somebody looks; nothing waits for it.
consoleBundle(join(root, 'packages/console'), log)

try {
  const runtime = await startRuntime({
    root,
    topology,
    directory: resolve(values.directory),
    port: Number(values.port),
    speed: Number(values.speed),
    ...(values.seed !== undefined && { seed: Number(values.seed) }),
    log,
  })
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    void runtime.stop().finally(() => process.exit(0))
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  // The parent's end is ours, however it came.
  process.on('disconnect', stop)
  tell({ kind: 'ready', url: runtime.url })
  log.info('runtime started', { url: runtime.url, directory: resolve(values.directory), speed: Number(values.speed) })
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error)
  log.error('runtime did not start', { reason, stack: error instanceof Error ? error.stack : undefined })
  tell({ kind: 'failed', reason })
  process.exitCode = 1
  setTimeout(() => process.exit(1), 100).unref()
}
