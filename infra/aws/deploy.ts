/** Everything of the topology as resources, in the order in which they need each other. */
import { deploymentSettings, signInSettings } from '../settings.ts'
import { makeApi } from './api.ts'
import { makeBudget } from './budget.ts'
import { makeBus, makeRules } from './bus.ts'
import { makeDashboards } from './dashboard.ts'
import { makeEventSchemas } from './event-schema.ts'
import { fallbackTopic } from './fallback.ts'
import { makeForwarding } from './forwarding.ts'
import { makeFunctions } from './function.ts'
import { makeGraph } from './graph.ts'
import { makeMachines } from './machine.ts'
import { makeQueues, serveQueues } from './queue.ts'
import { makeSchedules } from './schedule.ts'
import { makeSecrets } from './secret.ts'
import { makeServiceAlarms } from './service-alarm.ts'
import { makeSite } from './site.ts'
import { makeStreams } from './stream.ts'
import { makeTable } from './table.ts'

export function deploy() {
  const table = makeTable()
  const bus = makeBus()
  const queues = makeQueues()
  const queueUrls = Object.fromEntries(Object.entries(queues).map(([name, { url }]) => [name, url]))
  const functions = makeFunctions({ tableName: table.name, busName: bus.name, secrets: makeSecrets(), queueUrls })
  const machines = makeMachines(functions)
  const graph = makeGraph(functions)
  makeRules({ bus, functions, machines, queues, graph })
  serveQueues(queues, functions)
  makeSchedules({ functions, machines, queues, graph })
  makeStreams(table, functions)
  const api = makeApi(functions)
  const signIn = signInSettings(deploymentSettings(process.env))
  const site = signIn === undefined ? undefined : makeSite({ api, graph, signIn })
  makeForwarding()
  makeServiceAlarms(functions)
  makeEventSchemas()
  makeDashboards(api.id)
  makeBudget()
  return {
    api: api.apiEndpoint,
    graph: graph.uris,
    table: table.name,
    bus: bus.name,
    fallback: fallbackTopic().arn,
    ...(site !== undefined && { console: $interpolate`https://${site.domainName}` }),
  }
}
