/** A proxy before DynamoDB that counts what the handlers ask of it. It costs time, which is in the rates that are measured. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface TableCounts {
  reads: number
  writeRequests: number
  itemsWritten: number
}

export interface CountedTable {
  readonly counts: TableCounts
  stop(): Promise<void>
}

/** Put before the table of a running Houston by the environment that its handlers read. */
export async function countTable(): Promise<CountedTable> {
  const real = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? ''
  const counts: TableCounts = { reads: 0, writeRequests: 0, itemsWritten: 0 }
  const server = createServer((request, response) => {
    void forward(request, real, counts).then(
      ({ status, headers, body }) => void response.writeHead(status, headers).end(body),
      () => response.destroy(),
    )
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  process.env.AWS_ENDPOINT_URL_DYNAMODB = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const stop = async (): Promise<void> => {
    process.env.AWS_ENDPOINT_URL_DYNAMODB = real
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return { counts, stop }
}

async function forward(request: IncomingMessage, real: string, counts: TableCounts) {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  count(String(request.headers['x-amz-target']), body, counts)
  const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers
  const answer = await fetch(real, { method: 'POST', headers: headers as Record<string, string>, body })
  const text = Buffer.from(await answer.arrayBuffer())
  const kept = ['content-type', 'x-amzn-requestid', 'x-amz-crc32', 'x-amzn-errortype']
  const given = kept.flatMap((name) => {
    const value = answer.headers.get(name)
    return value === null ? [] : [[name, value]]
  })
  return { status: answer.status, headers: Object.fromEntries(given) as Record<string, string>, body: text }
}

function count(target: string, body: Buffer, counts: TableCounts): void {
  if (/\.(PutItem|UpdateItem|DeleteItem|TransactWriteItems)$/.test(target)) {
    counts.writeRequests++
    const items = target.endsWith('TransactWriteItems')
      ? (JSON.parse(body.toString('utf8')) as { TransactItems: unknown[] }).TransactItems.length
      : 1
    counts.itemsWritten += items
  } else counts.reads++
}
