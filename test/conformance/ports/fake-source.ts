/** An HTTP server on loopback that answers as it is told, for what real sources seldom do. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SourceFailureName } from './metrics.ts'

export interface FakeAnswer {
  readonly status?: number
  readonly contentType?: string
  readonly body?: string
  /** Cuts the connection in the middle of the body. */
  readonly cutOff?: boolean
  /** Never answers. */
  readonly silent?: boolean
}

export interface FakeSource {
  readonly url: string
  /** What was asked, in order: path and body. */
  readonly requests: readonly {
    readonly path: string
    readonly body: string
    readonly headers: IncomingMessage['headers']
  }[]
  stop(): Promise<void>
}

export async function startFakeSource(answer: (path: string, body: string) => FakeAnswer): Promise<FakeSource> {
  const requests: { path: string; body: string; headers: IncomingMessage['headers'] }[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const path = request.url ?? '/'
    requests.push({ path, body, headers: request.headers })
    const { status = 200, contentType = 'text/plain', body: text = '', cutOff, silent } = answer(path, body)
    if (silent) return
    response.writeHead(status, {
      'content-type': contentType,
      'content-length': Buffer.byteLength(text) + (cutOff ? 9 : 0),
    })
    response.write(text)
    if (cutOff) response.destroy()
    else response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, stop }
}

/** The failures of the suite, each under its own path; `down` has no server at all. */
export const failurePaths: Readonly<Record<Exclude<SourceFailureName, 'down'>, FakeAnswer>> = {
  silent: { silent: true },
  'server-error': { status: 503, body: 'overloaded' },
  garbage: { body: '<html>Please log in</html>', contentType: 'text/html' },
  forbidden: { status: 403, body: 'no' },
  throttling: { status: 429, body: 'slow down' },
}

/** Answers `/<failure>/…` with that failure. */
export const startFailingSource = (): Promise<FakeSource> =>
  startFakeSource((path) => failurePaths[path.split('/')[1] as keyof typeof failurePaths] ?? { status: 500 })

/** Port 9, discard: nothing listens there. */
export const nobody = 'http://127.0.0.1:9'
