/** The real ports, wired: SDK clients live here and nowhere else. Endpoints and credentials come from the SDK's own environment. */
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { SFNClient } from '@aws-sdk/client-sfn'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { Ports } from '../context.ts'
import { defineError } from '../error.ts'
import { OpenMetricsScrape } from '../http/openmetrics.ts'
import { Prometheus } from '../http/prometheus.ts'
import { RouterTraffic } from '../http/router-traffic.ts'
import type { Metrics } from '../port/metrics.ts'
import type { TableStore } from '../port/table.ts'
import type { Traffic } from '../port/traffic.ts'
import { EventBridgeBus } from './bus.ts'
import { CloudWatchMetrics } from './cloudwatch-metrics.ts'
import { guardExpressions } from './expression-guard.ts'
import { DynamoTable } from './table.ts'
import { StepFunctionsWorkflow } from './workflow.ts'

export interface PortSettings {
  readonly tableName: string
  readonly busName: string
  readonly machineArns: Readonly<Record<string, string>>
  readonly routerToken: string
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

export function createPorts(settings: PortSettings): { store: TableStore; ports: Ports } {
  const client = new DynamoDBClient({})
  guardExpressions(client)
  const document = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } })
  const drivers: Readonly<Record<string, () => Traffic>> = {
    router: () => new RouterTraffic({ token: settings.routerToken }),
  }
  const sources: Readonly<Record<string, (address: string) => Metrics>> = {
    cloudwatch: () => new CloudWatchMetrics(new CloudWatchClient({})),
    openmetrics: (url) => new OpenMetricsScrape({ url }),
    prometheus: (url) => new Prometheus({ url }),
  }
  const ports: Ports = {
    bus: new EventBridgeBus(new EventBridgeClient({}), settings.busName),
    workflow: new StepFunctionsWorkflow(new SFNClient({}), settings.machineArns),
    traffic: (name) => drivers[name]?.() ?? refuse(driverUnknown(name, Object.keys(drivers))),
    metrics: (name, address) => sources[name]?.(address) ?? refuse(sourceUnknown(name, Object.keys(sources))),
  }
  return { store: new DynamoTable(document, settings.tableName), ports }
}

function refuse(error: Error): never {
  throw error
}
