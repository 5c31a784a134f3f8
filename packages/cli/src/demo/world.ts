/** The demo's world: a runtime whose clock runs fast, a fleet of real processes behind a weighted router, and real load on it. */
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type RunningFleet, startFleet } from '@houston/local/fleet/start.ts'
import { type RunningLoad, startLoad } from '@houston/local/fleet/start-load.ts'
import { openSecrets, type Secrets } from '@houston/local/runtime'
import { Client, findAddress } from '../client.ts'
import { applyManifest, checked } from '../command/apply.ts'
import { type RuntimeProcess, startRuntimeProcess } from '../runtime-process.ts'

export interface WorldOptions {
  readonly directory: string
  readonly port: number
  readonly speed: number
  readonly ratePerSec: number
  /** Told as each part comes up. */
  readonly progress: (what: string) => void
}

export interface World {
  readonly runtime: RuntimeProcess
  readonly client: Client
  readonly secrets: Secrets
  readonly fleet: RunningFleet
  /** Requests sent in the last second. */
  readonly rate: () => number
  stop(): Promise<void>
}

export const services = ['search', 'checkout'] as const
/** Both services answer 1 % of their requests with an error: a bad build ten times that. */
export const usualErrorRate = 0.01
const instancesPerService = 3
/** Longer than any demo; `--keep` ends by Ctrl-C. */
const loadSec = 24 * 3_600
const examples = join(import.meta.dirname, '../../../../examples/demo')

export async function startWorld(options: WorldOptions): Promise<World> {
  const { directory, port, speed, ratePerSec, progress } = options
  const closers: (() => Promise<unknown>)[] = []
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close()
  }
  try {
    progress('Starting Houston')
    rmSync(directory, { recursive: true, force: true })
    const runtime = await startRuntimeProcess({ directory, port, speed })
    closers.push(() => runtime.stop())
    const secrets = openSecrets(directory)
    progress(`Starting ${services.length} services of ${instancesPerService} processes each behind a router`)
    const fleet = await startDemoFleet(secrets.routerToken)
    closers.push(() => fleet.stop())
    const { load, rate } = startDemoLoad(fleet, ratePerSec)
    closers.push(() => load.stop())
    progress('Declaring services and pipelines from examples/demo')
    const client = new Client(findAddress(directory))
    await applyManifest(client, checked(exampleFiles(fleet.routerUrl)))
    return { runtime, client, secrets, fleet, rate, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function startDemoFleet(token: string): Promise<RunningFleet> {
  const service = { version: 'v1', behaviour: { errorRate: usualErrorRate }, instances: instancesPerService }
  return startFleet({ token, services: Object.fromEntries(services.map((name) => [name, service])) })
}

function startDemoLoad({ routerUrl }: RunningFleet, ratePerSec: number): { load: RunningLoad; rate: () => number } {
  let sent = 0
  const targets = services.map((service) => ({ service, ratePerSec }))
  const load = startLoad({ routerUrl, targets, durationSec: loadSec, onReport: (report) => (sent = report.sent) })
  load.done.catch(() => undefined)
  return { load, rate: () => sent }
}

const exampleFiles = (routerUrl: string) =>
  readdirSync(examples).map((name) => ({
    file: join('examples/demo', name),
    text: readFileSync(join(examples, name), 'utf8').replaceAll('ROUTER', routerUrl),
  }))
