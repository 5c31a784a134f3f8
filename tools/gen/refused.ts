/** The operations that the embedded engines refuse by name: asked of the engines themselves. */
import { readFileSync, writeFileSync } from 'node:fs'
import { silentLog } from '@houston/core/port/log.ts'
import { seededRandom } from '@houston/core/random.ts'
import { Activity } from '@houston/local/activity.ts'
import { NotImplemented } from '@houston/local/aws-service.ts'
import { openDatabase } from '@houston/local/database.ts'
import { EventBus, eventBridgeService } from '@houston/local/eventbridge'
import { LocalQueues, queueService } from '@houston/local/queue'
import { StepFunctions, stepFunctionsService } from '@houston/local/stepfunctions'
import { RuntimeClock } from '@houston/local/timers.ts'

export interface RefusedOperation {
  readonly service: 'EventBridge' | 'SQS' | 'StepFunctions'
  readonly operation: string
}

const address = { busName: 'default', account: '000000000000', region: 'us-east-1' }

/** Every operation that answers `NotImplemented`, by service and name. */
export async function refusedOperations(): Promise<RefusedOperation[]> {
  const database = openDatabase(':memory:')
  const activity = new Activity()
  const timers = new RuntimeClock({ speed: 0, originMs: 0, realOriginMs: 0, activity })
  const shared = { database, activity, timers, random: seededRandom(1), log: silentLog }
  const bus = new EventBus({ ...shared, ...address, rules: [], deliver: async () => ({ kind: 'delivered' }) })
  const nobody = async () => Promise.reject(new Error('nothing is invoked here'))
  const machines = new StepFunctions({ ...shared, invoker: { invoke: nobody }, putEvents: nobody, machines: [] })
  const queues = new LocalQueues({
    ...shared,
    region: address.region,
    invoker: { invoke: nobody },
    queues: [],
    arnOf: String,
  })
  const services = [
    ['EventBridge', eventBridgeService(bus, timers)],
    ['SQS', queueService(queues, { ...address, url: 'http://127.0.0.1' }, [])],
    ['StepFunctions', stepFunctionsService(machines)],
  ] as const
  const refused: RefusedOperation[] = []
  for (const [service, { operations }] of services) {
    for (const [operation, call] of Object.entries(operations)) {
      const error = await refusalOf(() => call({}))
      if (error instanceof NotImplemented) refused.push({ service, operation })
    }
  }
  await bus.close()
  machines.close()
  timers.close()
  database.close()
  return refused
}

/** What the call throws, at once or later; undefined where it answers. */
async function refusalOf(call: () => Promise<unknown>): Promise<unknown> {
  try {
    await call()
  } catch (error) {
    return error
  }
  return undefined
}

const markers = ['<!-- refused operations: begin -->', '<!-- refused operations: end -->'] as const

/** Puts the list into docs/local-differences.md. */
export async function writeRefused(file: URL): Promise<void> {
  const refused = await refusedOperations()
  const lines = ['EventBridge', 'SQS', 'StepFunctions'].map((service) => {
    const names = refused.filter((one) => one.service === service).map(({ operation }) => `\`${operation}\``)
    return `- \`${service}\`: ${names.sort().join(', ')}`
  })
  const text = readFileSync(file, 'utf8')
  const [before = '', rest = ''] = text.split(markers[0])
  const after = rest.slice(rest.indexOf(markers[1]))
  writeFileSync(file, `${before}${markers[0]}\n${lines.join('\n')}\n${after}`)
}
