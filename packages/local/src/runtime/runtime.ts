/** Houston on one machine: the same handlers, state machines and topology as on AWS, on loopback, durable in one directory. */
import { join } from 'node:path'
import type { Log } from '@houston/core/port/log.ts'
import { type Random, seededRandom } from '@houston/core/random.ts'
import type { GraphEngine } from '../appsync/index.ts'
import { type Database, openDatabase } from '../database.ts'
import { startDynamo } from '../dynamodb/index.ts'
import { EventBus, eventBridgeService } from '../eventbridge/index.ts'
import { LocalLambda } from '../lambda/index.ts'
import { LocalQueues, queueArn } from '../queue/index.ts'
import { Scheduler } from '../schedule/index.ts'
import { StepFunctions } from '../stepfunctions/index.ts'
import { SettlingActivity } from '../stream/index.ts'
import type { RuntimeClock } from '../timers.ts'
import { keepStoppedClock, openClock } from './anchor.ts'
import { deliverer } from './deliver.ts'
import { putEdge } from './edge.ts'
import { account, busName, putEnvironment, region } from './environment.ts'
import { closeServer, listen, serve } from './front.ts'
import { startGraph } from './graph.ts'
import { machineSources, rulesOf, substitutionsOf, type TopologyData } from './plan.ts'
import { openSecrets, type Secrets } from './secrets.ts'
import { openTable, type RunningTable } from './table.ts'

export interface RuntimeOptions {
  /** The repository: handlers and state machines are found from here. */
  readonly root: string
  /** Everything durable; made where missing. */
  readonly directory: string
  readonly topology: TopologyData
  /** 1 is real time, 60 makes an hour a minute, 0 stands still until a test moves it. */
  readonly speed?: number
  /** Logical time at the very first start. */
  readonly originMs?: number
  /** 0: any free port. */
  readonly port?: number
  /** Chance of the runtime and of the handlers. Absent: from the machine. */
  readonly seed?: number
  readonly log: Log
}

export interface Runtime {
  readonly url: string
  readonly clock: RuntimeClock
  readonly secrets: Secrets
  readonly bus: EventBus
  readonly queues: LocalQueues
  readonly machines: StepFunctions
  readonly table: RunningTable
  readonly activity: SettlingActivity
  readonly graph: GraphEngine
  /** Remembers a stopped clock's time, which nobody else knows: for a test that kills the runtime after it has moved the clock. */
  keepClock(): void
  /** Ends in order; what is under way is taken up by the next start. */
  stop(): Promise<void>
}

/** Rejects where anything does not come up; nothing is left running then. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const closers: (() => Promise<unknown> | unknown)[] = []
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close()
  }
  try {
    return { ...(await assemble(options, (close) => closers.push(close))), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

type OnStop = (close: () => Promise<unknown> | unknown) => void

async function assemble(options: RuntimeOptions, onStop: OnStop): Promise<Omit<Runtime, 'stop'>> {
  const { directory, root, topology, log } = options
  const secrets = openSecrets(directory)
  const random = seededRandom(options.seed ?? Math.floor(Math.random() * 2 ** 32))
  const dynamo = await startDynamo({ dbPath: join(directory, 'table.db'), log })
  onStop(() => dynamo.stop())
  const database = openDatabase(join(directory, 'runtime.db'))
  onStop(() => database.close())
  const activity = new SettlingActivity()
  const clock = openClock(database, activity, {
    speed: options.speed ?? 1,
    ...(options.originMs !== undefined && { originMs: options.originMs }),
  })
  onStop(() => {
    keepStoppedClock(database, clock)
    clock.close()
  })
  const server = await listen(options.port ?? 0)
  onStop(() => closeServer(server.http))
  const [machines, queues] = [Object.keys(topology.machines), topology.queues.map(({ name }) => name)]
  onStop(putEnvironment({ dynamo, url: server.url, secrets, machines, queues }))
  await putEdge(root, { clock, random })
  const lambda = new LocalLambda({ root, region, account, functions: topology.functions })
  await lambda.loadAll()
  const graph = startGraph({ root, graphlets: topology.graphlets, invoker: lambda, log })
  onStop(() => graph.close())
  const engines = startEngines({ options, graph, database, activity, clock, random, lambda, onStop })
  const table = await openTable({ dynamo, database, clock, activity, invoker: lambda, streams: topology.streams, log })
  onStop(() => table.stop())
  serve(server.http, { options, url: server.url, secrets, activity, clock, lambda, table, graph, ...engines })
  engines.start()
  const { start: _, ...running } = engines
  const keepClock = (): void => keepStoppedClock(database, clock)
  return { url: server.url, clock, secrets, ...running, table, activity, graph, keepClock }
}

interface EngineParts {
  readonly options: RuntimeOptions
  readonly graph: GraphEngine
  readonly database: Database
  readonly activity: SettlingActivity
  readonly clock: RuntimeClock
  readonly random: Random
  readonly lambda: LocalLambda
  readonly onStop: OnStop
}

/** Bus, state machines and schedules know each other: each delivers to the others. Nothing runs before `start`. */
function startEngines({ options, graph, database, activity, clock, random, lambda, onStop }: EngineParts) {
  const { topology, root, log } = options
  const shared = { database, timers: clock, activity, random, log }
  const late: { machines?: StepFunctions } = {}
  const arnOf = (name: string): string => queueArn({ region, account }, name)
  const queues = new LocalQueues({ ...shared, timers: clock, region, arnOf, invoker: lambda, queues: topology.queues })
  const deliver = deliverer({
    invoker: lambda,
    machines: () => late.machines,
    queues: () => queues,
    graph: () => graph,
  })
  const bus = new EventBus({ ...shared, region, account, busName, rules: rulesOf(topology), deliver })
  const { PutEvents } = eventBridgeService(bus, clock).operations
  const machines = new StepFunctions({
    ...shared,
    region,
    account,
    invoker: lambda,
    putEvents: async (entries) => (await PutEvents?.({ Entries: [...entries] })) as never,
    machines: machineSources(root, topology),
    substitutions: substitutionsOf(topology),
    report: (error, executionArn) =>
      log.error('an execution could not be moved', { executionArn, error: String(error) }),
  })
  late.machines = machines
  const scheduler = new Scheduler({
    ...shared,
    fire: (schedule, timeMs) => fireSchedule(topology, deliver, schedule.name, timeMs),
  })
  onStop(() => scheduler.stop())
  onStop(() => machines.close())
  onStop(() => bus.close())
  onStop(() => queues.close())
  const start = (): void => {
    machines.start()
    bus.start()
    queues.start()
    scheduler.start(topology.schedules)
  }
  return { bus, queues, machines, start }
}

async function fireSchedule(
  topology: TopologyData,
  deliver: ReturnType<typeof deliverer>,
  name: string,
  timeMs: number,
): Promise<void> {
  const schedule = topology.schedules.find((candidate) => candidate.name === name)
  if (schedule === undefined) return
  const time = `${new Date(timeMs).toISOString().slice(0, 19)}Z`
  const payload = {
    version: '0',
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account,
    region,
    time,
    resources: [name],
    detail: {},
  }
  const result = await deliver({ id: name, destination: schedule.target }, payload)
  if (result.kind === 'failed') throw new Error(`${result.code}: ${result.message}`)
}
