/** Starts a whole fleet (router, instances) as processes of this one, and stops it again without leaving any behind. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Behaviour, locationOf } from './behaviour.ts'
import type { ServiceState } from './fleet.ts'
import type { MeterCounts } from './meter.ts'

const routerPath = new URL('./router.ts', import.meta.url).pathname

export interface FleetService {
  /** The stable version at the very first start; a record kept in `directory` goes before it. */
  readonly version: string
  readonly behaviour?: Partial<Behaviour>
  readonly instances?: number
  readonly stickyHeader?: string
}

export interface FleetOptions {
  readonly services: Readonly<Record<string, FleetService>>
  /** Where the record is kept across restarts; absent: a temporary one that goes with the fleet. */
  readonly directory?: string
  /** Absent or 0: any free one. */
  readonly port?: number
  readonly token?: string
  readonly region?: string
  readonly cell?: string
}

export interface RunningFleet {
  readonly routerUrl: string
  /** For the control API. */
  readonly token: string
  readonly routerPid: number
  readonly services: readonly string[]
  /** What the router reports of one service: traffic, pools with their pids, counts. */
  state(service: string): Promise<ServiceState>
  /** Requests and orders by service and version, since the router started. */
  counts(): Promise<Readonly<Record<string, Readonly<Record<string, MeterCounts>>>>>
  /** Kills the router at once, as a crash would; its instances end themselves. Resolves when the router is gone. */
  crash(): Promise<void>
  /** Ends router and instances gracefully. */
  stop(): Promise<void>
}

/** A version of a demo service as a release names it: the digest is that of the behaviour, so equal artifacts are equal. */
export function fleetVersion(version: string, behaviour: Partial<Behaviour> = {}) {
  const location = locationOf(behaviour)
  return { version, location, digest: `sha256:${createHash('sha256').update(location).digest('hex')}` }
}

/** Rejects where the router or a first version does not come up; nothing is left running then. */
export async function startFleet(options: FleetOptions): Promise<RunningFleet> {
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'houston-fleet-'))
  const token = options.token ?? randomBytes(24).toString('base64url')
  const router = spawnRouter(options, join(directory, 'fleet.json'), token)
  const removeDirectory = () => options.directory === undefined && rmSync(directory, { recursive: true, force: true })
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    await endProcess(router, signal)
    removeDirectory()
  }
  try {
    const routerUrl = `http://127.0.0.1:${await reportedPort(router)}`
    const call = caller(routerUrl, token)
    const services = Object.entries(options.services)
    await Promise.all(services.map(([name, service]) => call(`services/${name}`, firstVersion(service))))
    return {
      routerUrl,
      token,
      routerPid: router.pid ?? -1,
      services: services.map(([name]) => name),
      state: (service) => call<ServiceState>(`services/${service}`),
      counts: async () => {
        const states = await call<Record<string, ServiceState>>('services')
        return Object.fromEntries(Object.entries(states).map(([name, { counts }]) => [name, counts]))
      },
      crash: () => endProcess(router, 'SIGKILL'),
      stop: () => end('SIGTERM'),
    }
  } catch (error) {
    await end('SIGTERM')
    throw error
  }
}

const firstVersion = ({ version, behaviour, instances, stickyHeader }: FleetService) => ({
  ...fleetVersion(version, behaviour),
  ...(instances !== undefined && { instances }),
  ...(stickyHeader !== undefined && { stickyHeader }),
})

function spawnRouter({ port = 0, region, cell }: FleetOptions, record: string, token: string): ChildProcess {
  const flags = ['--record', record, '--port', String(port)]
  if (region !== undefined) flags.push('--region', region)
  if (cell !== undefined) flags.push('--cell', cell)
  return spawn(process.execPath, [routerPath, ...flags], {
    // The token goes by the environment: a command line can be read by every user of the machine.
    env: { ...process.env, FLEET_TOKEN: token },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

function reportedPort(router: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    router.once('message', ({ port }: { port: number }) => resolve(port))
    router.once('exit', (code) => reject(new Error(`the router ended with status ${code} before it was ready`)))
    router.once('error', reject)
  })
}

async function endProcess(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await gone
}

function caller(routerUrl: string, token: string) {
  return async <T>(path: string, put?: unknown): Promise<T> => {
    const response = await fetch(`${routerUrl}/-/${path}`, {
      method: put === undefined ? 'GET' : 'PUT',
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(30_000),
      ...(put !== undefined && { body: JSON.stringify(put) }),
    })
    const body = (await response.json()) as T & { detail?: string }
    if (!response.ok) throw new Error(`the router answered ${response.status}: ${body.detail}`)
    return body
  }
}
