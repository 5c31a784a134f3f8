/** The console's files over HTTP: long-lived where their names hold a hash, with a policy that lets nothing foreign in. */
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize, relative } from 'node:path'
import { contentPolicy } from '@houston/core/content-policy.ts'
import type { Log } from '@houston/core/port/log.ts'
import { cacheControlOf, contentTypeOf } from '@houston/core/site-file.ts'
import { consoleBundle } from './bundle.ts'

const headers: Readonly<Record<string, string>> = {
  'content-security-policy': contentPolicy(),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
}

export interface SiteOptions {
  /** The console's package; what is served lies in its `dist`. */
  readonly directory: string
  readonly log: Log
}

export function consoleSite({ directory, log }: SiteOptions) {
  const root = join(directory, 'dist')
  let bundle: ReturnType<typeof consoleBundle> | undefined
  return async ({ method, url = '/' }: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (method !== 'GET' && method !== 'HEAD') return refuse(response, 404)
    bundle ??= consoleBundle(directory, log)
    const state = bundle.state()
    if (state.kind !== 'ready') return wait(response, state.kind === 'failed' ? state.reason : undefined)
    const path = normalize(decodedPath(url))
    if (path === '/config.json') return send(response, localConfig)
    const file = join(root, path)
    const isFile = path !== '/' && file.startsWith(root) && existsSync(file) && statSync(file).isFile()
    if (isFile) return stream(response, root, file)
    // What looks like a file is missing; anything else is a page of the console.
    if (extname(path) !== '') return refuse(response, 404)
    response.writeHead(200, {
      ...headers,
      'content-type': contentTypeOf('index.html'),
      'cache-control': cacheControlOf('index.html'),
    })
    response.end(readFileSync(join(root, 'index.html')))
  }
}

/** Where the console asks and how it signs in: on AWS this file is made by the deployment. */
const localConfig = { graph: '/graphql', commands: '/commands', signIn: 'session' }

function send(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { ...headers, 'content-type': 'application/json', 'cache-control': 'no-cache' })
  response.end(JSON.stringify(body))
}

function stream(response: ServerResponse, root: string, file: string): void {
  const type = contentTypeOf(file) ?? 'application/octet-stream'
  const cache = cacheControlOf(relative(root, file))
  response.writeHead(200, { ...headers, 'content-type': type, 'cache-control': cache })
  createReadStream(file).pipe(response)
}

/** Seconds, at the very first start. */
function wait(response: ServerResponse, reason: string | undefined): void {
  const text =
    reason === undefined
      ? 'The console is being built; this page comes back by itself.'
      : `The console could not be built: ${reason}`
  response.writeHead(503, { ...headers, 'content-type': 'text/plain; charset=utf-8', refresh: '1', 'retry-after': '1' })
  response.end(text)
}

const refuse = (response: ServerResponse, status: number): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end('{"message":"Not Found"}')

function decodedPath(url: string): string {
  try {
    return decodeURIComponent(new URL(url, 'http://127.0.0.1').pathname)
  } catch {
    return '/'
  }
}
