/**
 * One instance of a demo service, a process of its own: GET anything, POST /orders, GET /health.
 * `node service.ts --service checkout --version v1 --seed 7 --error-rate 0.004 --latency-ms 5`
 * Reports `{"port":…}` to its parent by IPC, or on stdout where it was started by hand, and stops when the parent is gone.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { seededRandom } from '@houston/core/random.ts'
import { type Answer, Answers } from './answer.ts'
import { behaviourFields, flagOf, parseBehaviour } from './behaviour.ts'
import { fleetLimits } from './limits.ts'

const text = { type: 'string' } as const
const { values: flags } = parseArgs({
  options: {
    service: text,
    version: text,
    seed: { ...text, default: '1' },
    port: { ...text, default: '0' },
    ...Object.fromEntries(Object.keys(behaviourFields).map((name) => [flagOf(name), text])),
  },
})
const given = new Map(Object.entries(flags))
const parsed = parseBehaviour(
  Object.fromEntries(
    Object.keys(behaviourFields).flatMap((name) => {
      const value = given.get(flagOf(name))
      return value === undefined ? [] : [[name, Number(value)]]
    }),
  ),
)
if (parsed.kind === 'invalid') throw new Error(parsed.problems.join('; '))
const { behaviour } = parsed
const identity = { service: flags.service ?? 'service', version: flags.version ?? 'v1' }
const answers = new Answers(behaviour, seededRandom(Number(flags.seed)))
const upMs = (): number => process.uptime() * 1_000

function send(response: ServerResponse, answer: Answer): void {
  const body = JSON.stringify({ ...identity, statusCode: answer.statusCode })
  response.writeHead(answer.statusCode, {
    'content-type': 'application/json',
    'content-length': body.length,
    ...(answer.orderCents !== undefined && { 'x-order-cents': answer.orderCents }),
  })
  response.end(body)
}

function handle(request: IncomingMessage, response: ServerResponse): void {
  request.resume()
  if (request.url === '/health') {
    const failing = behaviour.healthFailsAfterMs !== undefined && upMs() >= behaviour.healthFailsAfterMs
    response.writeHead(failing ? 503 : 200, { 'content-length': 0 }).end()
    return
  }
  const answer = answers.next(request.method === 'POST' && request.url === '/orders', upMs())
  if (answer.latencyMs < 1) send(response, answer)
  else setTimeout(send, answer.latencyMs, response, answer)
}

// Longer than the router keeps an idle connection, so that a request never meets a connection just closed here.
const server = createServer({ keepAliveTimeout: 120_000 }, handle)
server.listen(Number(flags.port), '127.0.0.1', () => {
  const ready = { port: (server.address() as AddressInfo).port }
  if (process.send) process.send(ready)
  else process.stdout.write(`${JSON.stringify(ready)}\n`)
})
if (behaviour.crashesAfterMs !== undefined) setTimeout(() => process.exit(1), behaviour.crashesAfterMs)

function stop(): void {
  server.close(() => process.exit(0))
  server.closeIdleConnections()
  setTimeout(() => process.exit(0), fleetLimits.drainMs).unref()
}
process.on('SIGTERM', stop)
// A terminal's Ctrl-C reaches the whole group: the router decides when its instances stop.
process.on('SIGINT', () => {})
// The parent is gone, perhaps killed: nobody else would stop this process.
process.on('disconnect', () => process.exit(0))
