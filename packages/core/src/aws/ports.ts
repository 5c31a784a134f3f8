/** The real ports, wired: SDK clients live in this folder and nowhere else. Endpoints and credentials come from the SDK's own environment. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { Ports } from '../context.ts'
import { defineError } from '../error.ts'
import { guardedOutbound } from '../http/outbound.ts'
import type { Flags } from '../port/flags.ts'
import type { Hosts } from '../port/hosts.ts'
import type { Metrics } from '../port/metrics.ts'
import type { Outbound } from '../port/outbound.ts'
import type { Procedure } from '../port/procedure.ts'
import { procedureKindUnknown } from '../port/procedure-error.ts'
import type { TableStore } from '../port/table.ts'
import type { TicketSystem, Tickets } from '../port/tickets.ts'
import type { Traffic } from '../port/traffic.ts'
import { hmacSeals } from '../signature.ts'
import { type Adapters, adaptersNotCarried, chosen } from './adapters.ts'
import { couriersOf } from './couriers.ts'
import { guardExpressions } from './expression-guard.ts'
import { loadedLater } from './loaded-later.ts'
import { type PagerSettings, pagersOf } from './pagers.ts'
import { DynamoTable } from './table.ts'

export interface TrackerSettings {
  readonly githubToken: string
  readonly jira: {
    readonly url: string
    readonly email: string
    readonly token: string
    readonly issueType?: string | undefined
  }
}

export interface PortSettings {
  readonly trackers: TrackerSettings
  readonly tableName: string
  readonly busName: string
  readonly machineArns: Readonly<Record<string, string>>
  readonly routerToken: string
  /** Private ranges that configured URLs may lead into, as CIDR. */
  readonly outboundAllowed: readonly string[]
  readonly queueUrls: Readonly<Record<string, string>>
  readonly pagers: PagerSettings
  /** What links are sealed with, the newest first. */
  readonly sealSecrets: readonly string[]
}

export const driverUnknown = defineError(
  'traffic.unknown-driver',
  'input',
  'No traffic driver has that name.',
  (name: string, known: readonly string[]) => ({
    message: `There is no traffic driver ${name}.`,
    fields: [{ path: 'target.driver', message: `must be one of ${known.join(', ')}` }],
  }),
)

export const sourceUnknown = defineError(
  'metrics.unknown-source',
  'input',
  'No metrics adapter has that name.',
  (name: string, known: readonly string[]) => ({
    message: `There is no metrics source ${name}.`,
    fields: [{ path: 'metrics.source', message: `must be one of ${known.join(', ')}` }],
  }),
)

export const flagDriverUnknown = defineError(
  'flag.unknown-driver',
  'input',
  'No adapter for flags has that name.',
  (name: string, known: readonly string[]) => ({
    message: `There is no flags adapter ${name}.`,
    fields: [{ path: 'driver', message: `must be one of ${known.join(', ')}` }],
  }),
)

/**
 * Each adapter is a file of its own in a bundle, read when it is first used. The bundler of a deployment puts `false` for what a
 * function has not declared, and leaves those files out; where nothing is bundled there are no such names, and all are there.
 */
declare const HOUSTON_CARRIES_TRAFFIC: boolean
declare const HOUSTON_CARRIES_METRICS: boolean
declare const HOUSTON_CARRIES_FLAGS: boolean
declare const HOUSTON_CARRIES_PROCEDURES: boolean
declare const HOUSTON_CARRIES_HOSTS: boolean
declare const HOUSTON_CARRIES_TRACKERS: boolean

const drivers: Adapters<(settings: PortSettings) => Traffic> =
  typeof HOUSTON_CARRIES_TRAFFIC !== 'undefined' && !HOUSTON_CARRIES_TRAFFIC
    ? undefined
    : {
        alb: () => loadedLater(async () => (await import('./alb-traffic.ts')).albTraffic()),
        appconfig: () => loadedLater(async () => (await import('./appconfig-traffic.ts')).appConfigTraffic()),
        'blue-green': () => loadedLater(async () => (await import('./blue-green-traffic.ts')).blueGreenTraffic()),
        ecs: () => loadedLater(async () => (await import('./ecs-traffic.ts')).ecsTraffic()),
        'lambda-alias': () => loadedLater(async () => (await import('./lambda-alias-traffic.ts')).lambdaAliasTraffic()),
        router: ({ routerToken }) =>
          loadedLater(
            async () => new (await import('../http/router-traffic.ts')).RouterTraffic({ token: routerToken }),
          ),
      }
const sources: Adapters<(address: string) => Metrics> =
  typeof HOUSTON_CARRIES_METRICS !== 'undefined' && !HOUSTON_CARRIES_METRICS
    ? undefined
    : {
        cloudwatch: () => loadedLater(async () => (await import('./cloudwatch-metrics.ts')).cloudWatchMetrics()),
        openmetrics: (url) =>
          loadedLater(async () => new (await import('../http/openmetrics.ts')).OpenMetricsScrape({ url })),
        prometheus: (url) => loadedLater(async () => new (await import('../http/prometheus.ts')).Prometheus({ url })),
      }

const trackers: Readonly<Record<TicketSystem, (outbound: Outbound, settings: TrackerSettings) => Tickets>> | undefined =
  typeof HOUSTON_CARRIES_TRACKERS !== 'undefined' && !HOUSTON_CARRIES_TRACKERS
    ? undefined
    : {
        github: (outbound, { githubToken: token }) =>
          loadedLater(async () => new (await import('../http/github-tickets.ts')).GithubTickets(outbound, { token })),
        jira: (outbound, { jira }) =>
          loadedLater(async () => new (await import('../http/jira-tickets.ts')).JiraTickets(outbound, jira)),
      }

const hosts: Adapters<(settings: PortSettings) => Hosts> =
  typeof HOUSTON_CARRIES_HOSTS !== 'undefined' && !HOUSTON_CARRIES_HOSTS
    ? undefined
    : {
        http: ({ routerToken }) =>
          loadedLater(async () => new (await import('../http/hosts.ts')).HttpHosts({ token: routerToken })),
      }
const flagDrivers: Adapters<() => Flags> =
  typeof HOUSTON_CARRIES_FLAGS !== 'undefined' && !HOUSTON_CARRIES_FLAGS
    ? undefined
    : {
        appconfig: () => loadedLater(async () => (await import('./appconfig-flags.ts')).appConfigFlags()),
        file: () => loadedLater(async () => (await import('../http/file-flags.ts')).fileFlags()),
      }
const procedures: Adapters<(outbound: Outbound) => Procedure> =
  typeof HOUSTON_CARRIES_PROCEDURES !== 'undefined' && !HOUSTON_CARRIES_PROCEDURES
    ? undefined
    : {
        webhook: (outbound) =>
          loadedLater(async () => new (await import('../http/webhook-procedure.ts')).WebhookProcedure(outbound)),
        lambda: () => loadedLater(async () => (await import('./lambda-procedure.ts')).lambdaProcedure()),
        machine: () => loadedLater(async () => (await import('./machine-procedure.ts')).machineProcedure()),
      }

export function createPorts(settings: PortSettings): { store: TableStore; ports: Ports } {
  const client = new DynamoDBClient({})
  // It copies each request and answer, for a log that nobody reads.
  client.middlewareStack.remove('loggerMiddleware')
  guardExpressions(client)
  const document = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } })
  const outbound = guardedOutbound({
    allowed: settings.outboundAllowed,
    secrets: settings.pagers.webhookSecrets,
    // A Houston on one machine is reached from that machine alone.
    allowedToStrangers: settings.pagers.terminalUrl === '' ? [] : settings.outboundAllowed,
  })
  const ports: Ports = {
    bus: loadedLater(async () => (await import('./bus.ts')).eventBridgeBus(settings.busName)),
    queue: loadedLater(async () => (await import('./queue.ts')).sqsQueue(settings.queueUrls)),
    workflow: loadedLater(async () => (await import('./workflow.ts')).stepFunctionsWorkflow(settings.machineArns)),
    outbound,
    seals: hmacSeals(settings.sealSecrets),
    pager: pagersOf(outbound, settings.pagers),
    tickets: (system) => {
      if (trackers === undefined) throw adaptersNotCarried('tickets')
      return trackers[system](outbound, settings.trackers)
    },
    courier: couriersOf(outbound, settings.pagers),
    traffic: (name) => chosen(drivers, 'traffic', name, (known) => driverUnknown(name, [...known, 'fleet']))(settings),
    metrics: (name, address) => chosen(sources, 'metrics', name, (known) => sourceUnknown(name, known))(address),
    flags: (name) => chosen(flagDrivers, 'flags', name, (known) => flagDriverUnknown(name, known))(),
    hosts: () => chosen(hosts, 'hosts', 'http', (known) => driverUnknown('http', known))(settings),
    procedure: (kind) => chosen(procedures, 'procedures', kind, (known) => procedureKindUnknown(kind, known))(outbound),
  }
  return { store: new DynamoTable(document, settings.tableName), ports }
}
