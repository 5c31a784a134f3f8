/** One port for all: AWS's services by their header, webhooks and commands, the graph, the console, and what only a local Houston offers. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { type GraphEngine, graphHandler, graphPath } from '../appsync/index.ts'
import { consoleSite, Sessions } from '../console/index.ts'
import type { EventBus } from '../eventbridge/index.ts'
import { eventBridgeService } from '../eventbridge/index.ts'
import { Admission, awsEndpoint, defaultAdmission, gateway, type Route } from '../gateway/index.ts'
import type { LocalLambda } from '../lambda/index.ts'
import { type LocalQueues, queueService } from '../queue/index.ts'
import { type StepFunctions, stepFunctionsService } from '../stepfunctions/index.ts'
import type { SettlingActivity } from '../stream/index.ts'
import type { RuntimeClock } from '../timers.ts'
import { account, region } from './environment.ts'
import { localApi } from './local-api.ts'
import { PageOutbox } from './page-outbox.ts'
import type { RuntimeOptions } from './runtime.ts'
import type { Secrets } from './secrets.ts'
import type { RunningTable } from './table.ts'

export interface Served {
  readonly options: RuntimeOptions
  readonly url: string
  readonly queues: LocalQueues
  readonly secrets: Secrets
  readonly activity: SettlingActivity
  readonly clock: RuntimeClock
  readonly lambda: LocalLambda
  readonly table: RunningTable
  readonly bus: EventBus
  readonly machines: StepFunctions
  readonly graph: GraphEngine
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>

export function serve(http: Server, served: Served): void {
  const { options, activity } = served
  const work = worker(served)
  const look = reader(served)
  const sessions = new Sessions({ secret: served.secrets.secretAccessKey })
  http.removeListener('request', notYet)
  http.on('request', (request, response) => {
    const failed = (error: unknown): void => {
      options.log.error('a request could not be answered', { path: request.url, error: String(error) })
      response.destroy()
    }
    sessions.admit(request)
    // Who only looks is no work under way: a subscription stays open for hours.
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname
    if (isWork(request, path, options.topology.routes)) void activity.track(work(request, response).catch(failed))
    else void look(sessions, path)(request, response).catch(failed)
  })
}

/** Everything that a route takes, and what only a local Houston offers. */
function isWork({ headers }: IncomingMessage, path: string, routes: readonly Route[]): boolean {
  const first = path.split('/')[1]
  return (
    headers['x-amz-target'] !== undefined ||
    first === 'local' ||
    routes.some((route) => route.path.split('/')[1] === first)
  )
}

function worker({ options, url, secrets, clock, lambda, table, bus, machines, queues }: Served): Answer {
  const names = options.topology.queues.map(({ name }) => name)
  const sqs = queueService(queues, { url, region, account }, names)
  const services = [eventBridgeService(bus, clock), stepFunctionsService(machines), sqs]
  const aws = awsEndpoint({ services, accessKeyId: secrets.accessKeyId })
  // Callers wait in real time, whatever the clock of the runtime does.
  const admission = new Admission(defaultAdmission, () => performance.now())
  const api = gateway({ routes: options.topology.routes, invoker: lambda, clock, admission })
  const streamLetters = table.stream.deadLetters
  const pages = new PageOutbox(options.directory)
  const local = localApi({ clock, bus, queues, streamLetters, invoker: lambda, pages, token: secrets.adminToken })
  return async (request, response) => {
    if (request.headers['x-amz-target'] !== undefined) return aws(request, response)
    if ((await api(request, response)) || (await local(request, response))) return
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"Not Found"}')
  }
}

function reader({ options, graph }: Served): (sessions: Sessions, path: string) => Answer {
  const graphql = graphHandler(graph)
  const site = consoleSite({ directory: join(options.root, 'packages/console'), log: options.log })
  return (sessions, path) => {
    if (path === graphPath) return graphql
    return path === '/session' ? sessions.answer : site
  }
}

/** The port is held before anything can answer: who asks so early is told to come back, and not left waiting for ever. */
function notYet(_request: IncomingMessage, response: ServerResponse): void {
  const body = { code: 'local.starting', message: 'Houston is starting.', wayOut: 'Ask again in a second.' }
  response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '1' }).end(JSON.stringify(body))
}

export async function listen(port: number): Promise<{ http: Server; url: string }> {
  const http = createServer(notYet)
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, '127.0.0.1', resolve)
  })
  const address = http.address()
  return { http, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : port}` }
}

export function closeServer(http: Server): Promise<void> {
  http.closeAllConnections()
  return new Promise((resolve) => http.close(() => resolve()))
}
