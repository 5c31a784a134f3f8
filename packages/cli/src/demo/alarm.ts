/** The demo's alarms: looks at what each new version really served, and tells Houston as Alertmanager would. */
import { setTimeout as sleep } from 'node:timers/promises'
import { usualErrorRate, type World } from './world.ts'

export interface Watched {
  readonly service: string
  readonly version: string
}

interface Alarm {
  readonly name: string
  /** Errors there must be at least, so that chance alone does not raise it. */
  readonly leastErrors: number
}

const alarms: readonly Alarm[] = [
  { name: 'ErrorRateHigh', leastErrors: 4 },
  { name: 'ErrorBudgetBurn', leastErrors: 6 },
]
const leastRequests = 40
const highRate = 4 * usualErrorRate
const everyMs = 500
/** A version that served nothing in so many looks takes no traffic any more. */
const quietLooks = 4

interface Standing {
  startedAtMs: number
  state: 'firing' | 'resolved'
}

export interface RunningAlarms {
  /** Ends with the last look. */
  stop(): Promise<void>
}

export function startAlarms(world: World, watched: readonly Watched[]): RunningAlarms {
  const ending = new AbortController()
  const looks = (async () => {
    const looking = watched.map((one) => new Look(world, one))
    while (!ending.signal.aborted) {
      const counts = await world.fleet.counts()
      for (const look of looking) await look.at(counts)
      await sleep(everyMs, undefined, { signal: ending.signal }).catch(() => undefined)
    }
  })()
  // What went wrong is thrown where the alarms are stopped.
  looks.catch(() => undefined)
  return {
    stop: async () => {
      ending.abort()
      await looks
    },
  }
}

type Counts = Awaited<ReturnType<World['fleet']['counts']>>

class Look {
  readonly #world: World
  readonly #watched: Watched
  readonly #standing = new Map<string, Standing>()
  #requests = 0
  #quiet = 0

  constructor(world: World, watched: Watched) {
    this.#world = world
    this.#watched = watched
  }

  async at(counts: Counts): Promise<void> {
    const { ok = 0, error = 0 } = counts[this.#watched.service]?.[this.#watched.version] ?? {}
    const requests = ok + error
    this.#quiet = requests === this.#requests ? this.#quiet + 1 : 0
    this.#requests = requests
    const isHigh = requests >= leastRequests && error / requests > highRate
    for (const { name, leastErrors } of alarms) {
      const before = this.#standing.get(name)
      if (before === undefined && isHigh && error >= leastErrors) await this.#tell(name, 'firing', error, requests)
      if (before?.state === 'firing' && this.#quiet >= quietLooks) await this.#tell(name, 'resolved', error, requests)
    }
  }

  async #tell(name: string, state: Standing['state'], errors: number, requests: number): Promise<void> {
    const { nowMs } = await this.#world.client.request<{ nowMs: number }>('GET', '/local/status')
    const startedAtMs = this.#standing.get(name)?.startedAtMs ?? nowMs
    const { service, version } = this.#watched
    await sendAlert(this.#world, {
      status: state,
      labels: { alertname: name, service, version, severity: 'critical' },
      annotations: { summary: `${errors} of ${requests} requests to ${service} ${version} failed` },
      startsAt: new Date(startedAtMs).toISOString(),
      endsAt: state === 'firing' ? '0001-01-01T00:00:00Z' : new Date(nowMs).toISOString(),
      generatorURL: '',
    })
    this.#standing.set(name, { startedAtMs, state })
  }
}

/** Alertmanager's webhook, version 4. It is sent again until it is taken, as Alertmanager does. */
async function sendAlert(
  { client, secrets }: World,
  alert: { readonly status: string; readonly [field: string]: unknown },
): Promise<void> {
  const body = JSON.stringify({
    version: '4',
    groupKey: '{}',
    receiver: 'houston',
    status: alert.status,
    externalURL: 'http://alertmanager.demo',
    alerts: [alert],
  })
  for (let tries = 1; ; tries++) {
    const response = await fetch(`${client.address.url}/webhooks/alertmanager`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secrets.alertToken}` },
      body,
    })
    if (response.ok) return
    if (tries >= 10) throw new Error(`An alert was refused: ${response.status} ${await response.text()}`)
    await sleep(everyMs)
  }
}
