/** Counts what AWS would bill while the embedded runtime runs: calls of functions, and the table's capacity for each of them. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { LocalLambda } from '@houston/local/lambda'

export interface FunctionCount {
  calls: number
  tableRequests: number
  readUnits: number
  writeUnits: number
}

interface Consumed {
  readonly CapacityUnits?: number
}
type Answer = { readonly ConsumedCapacity?: Consumed | readonly Consumed[] } | undefined

const running = new AsyncLocalStorage<FunctionCount>()

/** Every call of every function from here on is counted under the function's name. */
export function startMeter(): Map<string, FunctionCount> {
  const counts = new Map<string, FunctionCount>()
  const invoke = LocalLambda.prototype.invoke
  LocalLambda.prototype.invoke = function (nameOrArn, payload) {
    const name = nameOrArn.slice(nameOrArn.lastIndexOf(':') + 1)
    const count = counts.get(name) ?? { calls: 0, tableRequests: 0, readUnits: 0, writeUnits: 0 }
    counts.set(name, count)
    count.calls++
    return running.run(count, () => invoke.call(this, nameOrArn, payload))
  }
  const send = DynamoDBDocumentClient.prototype.send as (command: Sent, ...rest: unknown[]) => Promise<Answer>
  const metered = async function (this: DynamoDBDocumentClient, command: Sent, ...rest: unknown[]): Promise<Answer> {
    Object.assign(command.input, { ReturnConsumedCapacity: 'TOTAL' })
    const answer = await send.call(this, command, ...rest)
    note(command.constructor.name, answer)
    return answer
  }
  DynamoDBDocumentClient.prototype.send = metered as unknown as typeof DynamoDBDocumentClient.prototype.send
  return counts
}

interface Sent {
  readonly input: object
}

/** Reads are GetCommand, BatchGetCommand and QueryCommand; everything else writes. */
const isRead = (command: string): boolean => /^(Get|BatchGet|Query|TransactGet)Command$/.test(command)

function note(command: string, answer: Answer): void {
  const count = running.getStore()
  if (count === undefined) return
  const consumed = [answer?.ConsumedCapacity ?? []].flat()
  const units = consumed.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0)
  count.tableRequests++
  if (isRead(command)) count.readUnits += units
  else count.writeUnits += units
}
