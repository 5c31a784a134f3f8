/** Starts the load generator as a process of this one, and hands on what it reports. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { LoadTarget } from './arrivals.ts'
import type { LoadReport } from './tally.ts'

const loadPath = new URL('./load.ts', import.meta.url).pathname

export interface LoadOptions {
  readonly routerUrl: string
  readonly targets: readonly LoadTarget[]
  /** At most a day. */
  readonly durationSec: number
  readonly seed?: number
  /** Share of the requests that POST an order. */
  readonly orderShare?: number
  /** Requests under way at once; what would be more is dropped and reported as such. */
  readonly inFlight?: number
  /** Told every second. */
  readonly onReport?: (report: LoadReport) => void
}

export interface RunningLoad {
  readonly pid: number
  /** The report of the whole run, once it has ended by itself or by `stop`. */
  readonly done: Promise<LoadReport>
  stop(): Promise<LoadReport>
}

export function startLoad(options: LoadOptions): RunningLoad {
  const { routerUrl, targets, durationSec, seed = 1, orderShare = 0.1, inFlight = 500 } = options
  const flags = ['--url', routerUrl, '--duration-sec', durationSec, '--seed', seed, '--order-share', orderShare]
  const targetFlags = targets.flatMap(({ service, ratePerSec }) => ['--target', `${service}:${ratePerSec}`])
  const child = spawn(
    process.execPath,
    [loadPath, ...flags.map(String), '--in-flight', String(inFlight), ...targetFlags],
    // The IPC channel is the life line: the load ends with the process that started it.
    { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
  )
  const done = new Promise<LoadReport>((resolve, reject) => {
    let last: LoadReport | undefined
    const lines = createInterface({ input: child.stdout ?? process.stdin })
    lines.on('line', (line) => {
      const { final = false, ...report } = JSON.parse(line) as LoadReport & { final?: boolean }
      if (final) last = report
      else options.onReport?.(report)
    })
    lines.once('close', () => (last ? resolve(last) : reject(new Error('the load generator ended without a report'))))
    child.once('error', reject)
  })
  // A load that fails is reported by `done`, to whoever waits for it; nobody waiting must not end this process.
  done.catch(() => {})
  return {
    pid: child.pid ?? -1,
    done,
    stop: () => {
      child.kill('SIGTERM')
      return done
    },
  }
}
