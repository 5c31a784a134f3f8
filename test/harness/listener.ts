/** Somebody's webhook on loopback: keeps what it is sent, and answers as it is told. */
import { createServer, type IncomingHttpHeaders } from 'node:http'

export interface Heard {
  readonly headers: IncomingHttpHeaders
  readonly body: Readonly<Record<string, unknown>>
}

export class Listener {
  readonly heard: Heard[] = []
  /** The status of each answer in turn, then 200. */
  statuses: number[] = []
  url = ''
  #close: () => Promise<void> = async () => {}

  static async start(): Promise<Listener> {
    const listener = new Listener()
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      listener.heard.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) })
      response.writeHead(listener.statuses.shift() ?? 200).end('{}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    listener.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/load`
    listener.#close = async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    }
    return listener
  }

  stop(): Promise<void> {
    return this.#close()
  }
}
