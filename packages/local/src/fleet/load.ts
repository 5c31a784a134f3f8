/**
 * The load generator, a process of its own: sends a seeded open-loop load to a router and reports every second.
 * `node load.ts --url http://127.0.0.1:PORT --target checkout:100 --target search:50 --duration-sec 60 --seed 1`
 * Each line of stdout is a JSON object of `LoadReport`; the last has `final: true` and covers the whole run.
 */
import { parseArgs } from 'node:util'
import { seededRandom } from '@houston/core/random.ts'
import { Pool } from 'undici'
import { type Arrival, arrivals, parseTarget } from './arrivals.ts'
import { LoadTally } from './tally.ts'

const text = { type: 'string' } as const
const { values: flags } = parseArgs({
  options: {
    url: { ...text, default: 'http://127.0.0.1:8080' },
    target: { ...text, multiple: true, default: [] },
    'duration-sec': { ...text, default: '60' },
    seed: { ...text, default: '1' },
    'order-share': { ...text, default: '0.1' },
    customers: { ...text, default: '10000' },
    'in-flight': { ...text, default: '500' },
    'timeout-ms': { ...text, default: '5000' },
  },
})
const maxDurationSec = 86_400
const targets = flags.target.map((target) => {
  const parsed = parseTarget(target)
  if (parsed === undefined) throw new Error(`--target ${target} is not service:requestsPerSecond`)
  return parsed
})
const durationSec = Number(flags['duration-sec'])
if (targets.length === 0) throw new Error('at least one --target is needed')
if (!(durationSec > 0 && durationSec <= maxDurationSec)) throw new Error(`--duration-sec is 1 to ${maxDurationSec}`)

const maxInFlight = Number(flags['in-flight'])
const timeoutMs = Number(flags['timeout-ms'])
const router = new Pool(flags.url, {
  connections: Math.min(maxInFlight, 128),
  pipelining: 1,
  headersTimeout: timeoutMs,
  bodyTimeout: timeoutMs,
  keepAliveTimeout: 30_000,
})
const total = new LoadTally()
let second = new LoadTally()
let inFlight = 0

function send({ service, isOrder, customer }: Arrival): void {
  if (inFlight >= maxInFlight) {
    count((tally) => tally.countDropped())
    return
  }
  inFlight++
  count((tally) => tally.countSent())
  const startedMs = performance.now()
  let statusCode = 0
  const finish = (ok: boolean): void => {
    inFlight--
    count((tally) => tally.countAnswer(ok, performance.now() - startedMs))
  }
  const method = isOrder ? 'POST' : 'GET'
  const headers = { 'x-customer': String(customer) }
  const path = `/${service}/${isOrder ? 'orders' : 'items'}`
  router.dispatch(
    { path, method, headers, body: isOrder ? '{"items":1}' : null },
    {
      onRequestStart: () => {},
      onResponseStart: (_, status) => {
        statusCode = status
      },
      onResponseData: () => {},
      onResponseEnd: () => finish(statusCode < 500),
      onResponseError: () => finish(false),
    },
  )
}

function count(change: (tally: LoadTally) => void): void {
  change(second)
  change(total)
}

const print = (report: unknown) => process.stdout.write(`${JSON.stringify(report)}\n`)

const plan = arrivals(
  {
    targets,
    orderShare: Number(flags['order-share']),
    customers: Number(flags.customers),
    durationMs: durationSec * 1e3,
  },
  seededRandom(Number(flags.seed)),
)
const startedMs = performance.now()
let next = plan.next()
let seconds = 0

async function finish(): Promise<void> {
  clearInterval(sending)
  clearInterval(reporting)
  const deadline = performance.now() + timeoutMs
  while (inFlight > 0 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20))
  print({ ...total.report(seconds), final: true })
  process.exit(0)
}

const reporting = setInterval(() => {
  seconds++
  print(second.report(seconds))
  second = new LoadTally()
}, 1_000)
const sending = setInterval(() => {
  const elapsedMs = performance.now() - startedMs
  while (!next.done && next.value.atMs <= elapsedMs) {
    send(next.value)
    next = plan.next()
  }
  if (next.done && elapsedMs >= durationSec * 1_000) void finish()
}, 5)
process.once('SIGTERM', () => void finish())
process.once('SIGINT', () => void finish())
// The parent is gone, perhaps killed: no load without its owner.
process.on('disconnect', () => process.exit(0))
