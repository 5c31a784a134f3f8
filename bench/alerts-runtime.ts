/**
 * How many alerts does the embedded runtime take, each durable before its 2xx, and what does one cost in operations of the table?
 * Alertmanager takes the same alerts beside it. `node bench/alerts-runtime.ts [--alerts N]`: 50,000 take half an hour.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { topology } from '../infra/topology.ts'
import { alertLimits } from '../packages/core/src/alert/limits.ts'
import { isoTime, minuteMs } from '../packages/core/src/clock.ts'
import { silentLog } from '../packages/core/src/port/log.ts'
import { type Runtime, startRuntime } from '../packages/local/src/runtime/index.ts'
import type { TopologyData } from '../packages/local/src/runtime/plan.ts'
import { alertingInstalled, startAlertmanager } from '../test/harness/real-alertmanager.ts'
import { writeResult } from './correlate-result.ts'
import { countTable, type TableCounts } from './table-count.ts'

const { values } = parseArgs({ options: { alerts: { type: 'string', default: '2000' } } })
const alertCount = Number(values.alerts)
const [serviceCount, perRequest, senders] = [20, 50, 4]
const names = ['LatencyP99High', 'ErrorRateHigh', 'CpuHigh', 'PodCrashLooping', 'QueueGrowing', 'DiskFull', 'HostDown']
const startMs = Date.now() - minuteMs

type Alert = Record<string, unknown>

const alertAt = (place: number, endsAtMs?: number): Alert => ({
  status: endsAtMs === undefined ? 'firing' : 'resolved',
  labels: {
    alertname: names[place % names.length] ?? '',
    service: `svc-${place % serviceCount}`,
    instance: `i-${place}`,
    severity: ['critical', 'error', 'warning', 'info'][place % 4] ?? '',
  },
  annotations: { summary: `${names[place % names.length]} on i-${place}: 97 above 95` },
  startsAt: isoTime(startMs),
  ...(endsAtMs !== undefined && { endsAt: isoTime(endsAtMs) }),
})

interface Phase {
  readonly phase: string
  readonly alerts: number
  readonly acceptedPerSecond: number
  readonly handledPerSecond: number
  readonly writeRequestsPerAlert: number
  readonly itemsWrittenPerAlert: number
  /** Of the whole process at the end of the phase: runtime, table, functions and this sender. */
  readonly residentMib: number
}

const round = (value: number, digits = 2): number => Math.round(value * 10 ** digits) / 10 ** digits

/** Sends everything, some requests at a time; resolves when the last was answered 2xx. */
async function send(post: (alerts: readonly Alert[]) => Promise<number>, alerts: readonly Alert[]): Promise<void> {
  let next = 0
  const worker = async (): Promise<void> => {
    for (let start = next; start < alerts.length; start = next) {
      next = start + perRequest
      const status = await post(alerts.slice(start, start + perRequest))
      if (status >= 300) throw new Error(`answered ${status}`)
    }
  }
  await Promise.all(Array.from({ length: senders }, worker))
}

async function postTo(url: string, body: unknown, token = ''): Promise<number> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  await response.arrayBuffer()
  return response.status
}

async function measure(phase: string, runtime: Runtime, counts: TableCounts, alerts: readonly Alert[]): Promise<Phase> {
  const before = { ...counts }
  const began = performance.now()
  const url = `${runtime.url}/webhooks/alertmanager`
  const token = runtime.secrets.alertToken
  await send((some) => postTo(url, { version: '4', receiver: 'r', alerts: some }, token), alerts)
  const accepted = performance.now() - began
  while (runtime.queues.pending('alert-intake') > 0) await sleep(10)
  const handled = performance.now() - began
  return {
    phase,
    alerts: alerts.length,
    acceptedPerSecond: Math.round((alerts.length / accepted) * 1_000),
    handledPerSecond: Math.round((alerts.length / handled) * 1_000),
    writeRequestsPerAlert: round((counts.writeRequests - before.writeRequests) / alerts.length, 3),
    itemsWrittenPerAlert: round((counts.itemsWritten - before.itemsWritten) / alerts.length, 3),
    residentMib: Math.round(process.memoryUsage.rss() / 2 ** 20),
  }
}

/** The intake alone: what others make of groups is not measured here. */
const alone: TopologyData = {
  ...topology,
  rules: topology.rules.filter(({ target }) => target.name === 'alert-intake'),
  schedules: [],
} as unknown as TopologyData

async function runHouston(directory: string): Promise<Phase[]> {
  const root = join(import.meta.dirname, '..')
  const runtime = await startRuntime({ root, directory, topology: alone, speed: 1, log: silentLog })
  const table = await countTable()
  try {
    const admin = runtime.secrets.adminToken
    for (let place = 0; place < serviceCount; place++)
      await postTo(
        `${runtime.url}/commands/service/record`,
        {
          name: `svc-${place}`,
          owner: `team-${place % 8}`,
          tier: (place % 4) + 1,
          dependsOn: place + 1 < serviceCount && place % 5 !== 4 ? [`svc-${place + 1}`] : [],
        },
        admin,
      )
    const places = Array.from({ length: alertCount }, (_, place) => place)
    const fired = places.map((place) => alertAt(place))
    const ended = places.map((place) => alertAt(place, startMs + minuteMs))
    return [
      await measure('new alerts', runtime, table.counts, fired),
      await measure('the same again (duplicates)', runtime, table.counts, fired),
      await measure('resolved', runtime, table.counts, ended),
    ]
  } finally {
    await table.stop()
    await runtime.stop()
  }
}

/** Alertmanager keeps alerts in memory: what it accepts is lost where it is killed before it notified. */
async function runAlertmanager(directory: string): Promise<Record<string, unknown>> {
  if (!alertingInstalled) return { skipped: 'prometheus-alertmanager is not installed' }
  const notified = { alerts: 0 }
  const hook = await listen(notified)
  const manager = await startAlertmanager(directory, { url: `http://127.0.0.1:${portOf(hook)}/`, token: 'x' })
  try {
    await sleep(1_500)
    const alerts = Array.from({ length: alertCount }, (_, place) => {
      const { labels, annotations, startsAt } = alertAt(place)
      return { labels, annotations, startsAt }
    })
    const began = performance.now()
    await send((some) => postTo(`${manager.url}/api/v2/alerts`, some), alerts)
    return {
      alerts: alertCount,
      acceptedPerSecond: Math.round((alertCount / (performance.now() - began)) * 1_000),
      durableBefore2xx: false,
    }
  } finally {
    await manager.stop()
    hook.closeAllConnections()
    hook.close()
  }
}

/** Services and names are drawn in turn: so many pairs of them there are. */
const lowestCommon = (one: number, other: number): number => {
  let multiple = Math.max(one, other)
  while (multiple % one !== 0 || multiple % other !== 0) multiple++
  return multiple
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port

async function listen(notified: { alerts: number }): Promise<Server> {
  const server = createServer((request, response) => {
    notified.alerts++
    request.resume().on('end', () => response.end())
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return server
}

const directory = mkdtempSync(join(tmpdir(), 'houston-bench-alerts-'))
try {
  const rows = await runHouston(directory)
  const beside = await runAlertmanager(directory)
  console.table(rows)
  console.log('Alertmanager on the same alerts:', beside)
  const [fresh, again] = rows
  const met = (fresh?.itemsWrittenPerAlert ?? 9) <= 2 && (again?.itemsWrittenPerAlert ?? 9) <= 0.1
  console.log(`target: <= 2 writes for a new alert, <= 0.1 for a duplicate: ${met ? 'met' : 'NOT met'}`)
  writeResult('alerts-runtime', {
    alerts: alertCount,
    alertsPerRequest: perRequest,
    senders,
    // Of one symptom only the first have an event of their own, so that more alerts of as many symptoms cost less each.
    symptoms: Math.min(alertCount, lowestCommon(serviceCount, names.length)),
    alertsOfASymptomWithAnEvent: alertLimits.eventsPerSymptom.value,
    rows,
    alertmanager: beside,
  })
} finally {
  rmSync(directory, { recursive: true, force: true })
}
process.exit()
