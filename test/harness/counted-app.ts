/** An application that counts what it answers on the stopped clock, for whatever reads its page of metrics. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface CountedApp {
  /** The share of its answers that are errors, from now on. */
  errorShare: number
  /** The page cannot be had; what is counted goes on. */
  isDown: boolean
  readonly url: string
  stop(): Promise<void>
}

export async function startCountedApp(nowMs: () => number, requestsPerSecond = 100): Promise<CountedApp> {
  let [atMs, requests, errors] = [nowMs(), 0, 0]
  const server = createServer((_, response) => {
    count()
    if (app.isDown) return void response.writeHead(503).end()
    const page = ['# TYPE app_requests counter', `app_requests_total ${requests}`]
    page.push('# TYPE app_errors counter', `app_errors_total ${errors}`, '# EOF')
    const headers = { 'content-type': 'application/openmetrics-text; version=1.0.0' }
    response.writeHead(200, headers).end(`${page.join('\n')}\n`)
  })
  const count = (): void => {
    const more = ((nowMs() - atMs) / 1_000) * requestsPerSecond
    atMs = nowMs()
    requests += more
    errors += more * share
  }
  let share = 0
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const app: CountedApp = {
    get errorShare() {
      return share
    },
    set errorShare(next) {
      count()
      share = next
    },
    isDown: false,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`,
    stop: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  }
  return app
}
