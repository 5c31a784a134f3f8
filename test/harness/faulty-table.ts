/** A proxy between the handlers and DynamoDB that throttles, conflicts, fails and loses answers, by a seed: what the embedded one never does. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { seededRandom } from '@houston/core/random.ts'
import type { Houston } from './houston.ts'

/** Each a share of the requests. */
export interface TableFaults {
  readonly throttle?: number
  readonly fail?: number
  /** Done, and the answer never comes. */
  readonly lose?: number
  /** A transaction is cancelled for a conflict with another one. */
  readonly conflict?: number
}

export interface FaultyTable {
  readonly counts: Record<keyof TableFaults, number>
  stop(): Promise<void>
}

/** Puts the proxy before the table of a running Houston, by the environment that handlers read. */
export async function putFaultyTable(
  { runtime }: Pick<Houston, 'runtime'>,
  faults: TableFaults,
  seed = 11,
): Promise<FaultyTable> {
  const real = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? ''
  const random = seededRandom(seed)
  const counts = { throttle: 0, fail: 0, lose: 0, conflict: 0 }
  const strikes = (fault: keyof TableFaults): boolean => {
    const struck = random.next() < (faults[fault] ?? 0)
    if (struck) counts[fault]++
    return struck
  }
  const server = createServer(
    (request, response) => void runtime.activity.track(answer(request, response, real, strikes)),
  )
  process.env.AWS_ENDPOINT_URL_DYNAMODB = await listen(server)
  const stop = async (): Promise<void> => {
    process.env.AWS_ENDPOINT_URL_DYNAMODB = real
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return { counts, stop }
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  real: string,
  strikes: (fault: keyof TableFaults) => boolean,
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const body = Buffer.concat(chunks).toString('utf8')
  const target = String(request.headers['x-amz-target'])
  if (strikes('throttle')) return refuse(response, 400, 'ProvisionedThroughputExceededException', 'Slow down.')
  if (strikes('fail')) return refuse(response, 500, 'InternalServerError', 'The table failed.')
  if (target.endsWith('.TransactWriteItems') && strikes('conflict')) return cancel(response, body)
  const headers = Object.fromEntries(
    ['x-amz-target', 'content-type', 'authorization', 'x-amz-date'].map((name) => [
      name,
      String(request.headers[name]),
    ]),
  )
  const answered = await fetch(real, { method: 'POST', headers, body })
  const text = await answered.text()
  if (strikes('lose')) return void response.destroy()
  response.writeHead(answered.status, { 'content-type': 'application/x-amz-json-1.0' }).end(text)
}

function refuse(response: ServerResponse, status: number, code: string, message: string, more: object = {}): void {
  const text = JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${code}`, message, ...more })
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(text)
}

function cancel(response: ServerResponse, body: string): void {
  const { TransactItems } = JSON.parse(body) as { TransactItems: unknown[] }
  const reasons = TransactItems.map((_, place) => ({ Code: place === 0 ? 'TransactionConflict' : 'None' }))
  const names = reasons.map(({ Code }) => Code).join(', ')
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${names}]`
  refuse(response, 400, 'TransactionCanceledException', message, { CancellationReasons: reasons })
}
