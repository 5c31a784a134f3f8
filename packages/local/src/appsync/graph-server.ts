/** The graph over HTTP: results as JSON, subscriptions as server-sent events; people in a browser are sent to the console's page of it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { JsonObject } from '@houston/core/json.ts'
import { createYoga, type GraphQLParams } from 'graphql-yoga'
import type { GraphEngine } from './graph-engine.ts'
import type { GraphAnswer, GraphRequest, GraphResult } from './graph-request.ts'

/** A request's body; AppSync takes 1 MB. */
const requestBytes = 1024 * 1024

export const graphPath = '/graphql'

export type GraphHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

interface ServerContext {
  readonly req: IncomingMessage
  readonly res: ServerResponse
}

/** The console's page that asks the graph. */
const peoplePage = '/graph'

const isPerson = ({ method, headers, url = '' }: IncomingMessage): boolean =>
  method === 'GET' && !url.includes('?') && (headers.accept ?? '').includes('text/html')

/** Answers everything under `/graphql`. */
export function graphHandler(engine: GraphEngine): GraphHandler {
  const yoga = createYoga<ServerContext>({
    graphqlEndpoint: graphPath,
    // Its scripts would come from elsewhere, and it would ask for them inside of its page.
    graphiql: false,
    // Another site's page must not read from here.
    cors: false,
    landingPage: false,
    logging: false,
    multipart: false,
    maskedErrors: false,
    maxRequestBodySize: requestBytes,
    plugins: [
      {
        onParams: ({ setParamsHandler }) =>
          setParamsHandler(async ({ params, request, context }) =>
            answered(
              await engine.handle(graphRequest(params, request.method, (context as unknown as ServerContext).req)),
            ),
          ),
      },
    ],
  })
  return async (request, response) => {
    if (isPerson(request)) response.writeHead(303, { location: peoplePage }).end()
    else await yoga(request, response, { req: request, res: response })
  }
}

/** Yoga's own shape of a result holds errors as plain objects, and AppSync's entries are such. */
function answered(answer: GraphAnswer) {
  switch (answer.kind) {
    case 'events':
      return answer.events as AsyncIterable<never>
    case 'unauthorized':
      return { ...answer.result, extensions: { http: { status: 401 } } } as never
    case 'result':
      return answer.result as GraphResult as never
  }
}

function graphRequest(params: GraphQLParams, method: string, incoming: IncomingMessage): GraphRequest {
  const { query, operationName, variables } = params
  return {
    query: query ?? '',
    ...(typeof operationName === 'string' && { operationName }),
    ...(variables && { variables: variables as JsonObject }),
    headers: headersOf(incoming),
    sourceIp: incoming.socket.remoteAddress ?? '',
    isReadOnly: method === 'GET',
  }
}

const headersOf = ({ headersDistinct }: IncomingMessage): GraphRequest['headers'] =>
  Object.fromEntries(
    Object.entries(headersDistinct).map(([name, values = []]) => {
      const [only = '', ...more] = values
      return [name, more.length === 0 ? only : values]
    }),
  )

export interface GraphServer {
  readonly url: string
  close(): Promise<void>
}

/** A server of its own on loopback, for the graph alone. */
export async function startGraphServer(engine: GraphEngine, port = 0): Promise<GraphServer> {
  const handle = graphHandler(engine)
  const server: Server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
  const { port: bound } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${bound}${graphPath}`,
    close: () =>
      new Promise((resolve) => {
        engine.close()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
