/** A whole Houston as a process of its own with its clock stopped: moved, and killed, by the campaign that forked it. */
import { join } from 'node:path'
import { silentLog } from '@houston/core/port/log.ts'
import { startRuntime } from '@houston/local/runtime'
import type { TopologyData } from '@houston/local/runtime/plan.ts'
import { topology } from '../../infra/topology.ts'
import { putFaultyTable, type TableFaults } from '../harness/faulty-table.ts'
import { withEverythingTwice } from '../harness/topology.ts'

export interface HostOptions {
  readonly directory: string
  readonly originMs: number
  readonly seed: number
  /** Every event reaches every target twice. */
  readonly twice: boolean
  readonly tableFaults?: TableFaults
}

export type ToHost =
  | { readonly kind: 'advance'; readonly toMs: number }
  | { readonly kind: 'mend' }
  | { readonly kind: 'stop' }
export type FromHost =
  | { readonly kind: 'ready'; readonly url: string; readonly nowMs: number }
  | { readonly kind: 'at'; readonly nowMs: number }
  | { readonly kind: 'failed'; readonly reason: string }

const tell = (message: FromHost): void => void process.send?.(message)

const options = JSON.parse(process.argv[2] ?? '{}') as HostOptions
const { directory, originMs, seed } = options
const deployed = options.twice ? withEverythingTwice(topology) : topology
try {
  const runtime = await startRuntime({
    root: join(import.meta.dirname, '../..'),
    directory,
    topology: deployed as TopologyData,
    speed: 0,
    originMs,
    seed,
    log: silentLog,
  })
  const table = options.tableFaults && (await putFaultyTable({ runtime }, options.tableFaults, seed))
  await runtime.activity.idle()
  const take = async (message: ToHost): Promise<void> => {
    if (message.kind === 'advance') await runtime.clock.advanceTo(Math.max(message.toMs, runtime.clock.nowMs()))
    if (message.kind === 'mend') await table?.stop()
    if (message.kind === 'stop') {
      await runtime.stop()
      process.exit(0)
    }
    await runtime.activity.idle()
    runtime.keepClock()
    tell({ kind: 'at', nowMs: runtime.clock.nowMs() })
  }
  process.on(
    'message',
    (message: ToHost) => void take(message).catch((error) => tell({ kind: 'failed', reason: String(error) })),
  )
  process.on('disconnect', () => process.exit(0))
  tell({ kind: 'ready', url: runtime.url, nowMs: runtime.clock.nowMs() })
} catch (error) {
  tell({ kind: 'failed', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  process.exit(1)
}
