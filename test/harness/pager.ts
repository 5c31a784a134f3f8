/** What the terminal's pager took: a story names each page, and any other fails it at its end. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { formatDuration } from '@houston/core/duration.ts'
import { PageOutbox } from '@houston/local/runtime/page-outbox.ts'
import type { Houston } from './houston.ts'

export interface SeenPage {
  readonly key: string
  readonly takenAtMs: number
  readonly action: string
  readonly address: string
  readonly severity: string
  readonly title: string
  readonly sentence: string
}

interface Expectation {
  isAllowed: boolean
  lines?: readonly string[]
  sinceMs: number
}

const expectations = new WeakMap<Houston, Expectation>()

/** In the order of their arrival; from the file, as the next start would read it. */
export const pagesOf = ({ directory }: Houston): SeenPage[] => new PageOutbox(directory).list() as unknown as SeenPage[]

/** `5m trigger grace`: when after `sinceMs`, what, to whom. Those of one instant are sorted. */
export function pageLines(houston: Houston, sinceMs: number): string[] {
  const pages = pagesOf(houston).toSorted((a, b) => a.takenAtMs - b.takenAtMs || (a.address < b.address ? -1 : 1))
  return pages.map(({ takenAtMs, action, address }) => {
    const afterMs = takenAtMs - sinceMs
    return `${afterMs === 0 ? '0' : formatDuration(afterMs)} ${action} ${address}`
  })
}

/** Exactly these must have been taken at the story's end. */
export function expectPages(houston: Houston, sinceMs: number, lines: readonly string[]): void {
  expectations.set(houston, { isAllowed: false, lines, sinceMs })
}

/** A story that is not about pages lets them come. */
export function allowPages(houston: Houston): void {
  expectations.set(houston, { isAllowed: true, sinceMs: 0 })
}

/** Empty where the pages are those that the story named. */
export function pageComplaints(houston: Houston): string[] {
  const { isAllowed, lines = [], sinceMs } = expectations.get(houston) ?? { isAllowed: false, sinceMs: 0 }
  if (isAllowed) return []
  const seen = pageLines(houston, sinceMs)
  const missing = lines.filter((line) => count(seen, line) < count(lines, line))
  const strays = seen.filter((line) => count(lines, line) < count(seen, line))
  return [...strays.map((line) => `unexpected page: ${line}`), ...missing.map((line) => `no such page: ${line}`)]
}

const count = (lines: readonly string[], line: string): number => lines.filter((one) => one === line).length

/** What becomes of a page on its way: `lose` brings it and drops the answer, a number is the status that answers instead. */
export type PagerFault = 'pass' | 'lose' | number

export interface FaultyPager {
  readonly tries: SeenPage[]
  stop(): Promise<void>
}

/** Puts a faulty way before the terminal's pager of a running Houston, by the environment that handlers read. */
export async function putFaultyPager(
  { runtime }: Houston,
  faultOf: (page: SeenPage, tryOfPage: number) => PagerFault,
): Promise<FaultyPager> {
  const real = process.env.HOUSTON_TERMINAL_URL ?? ''
  const tries: SeenPage[] = []
  const server = createServer((request, response) => {
    void runtime.activity.track(relay(request, response, { real, tries, faultOf }))
  })
  process.env.HOUSTON_TERMINAL_URL = await listen(server)
  const stop = async (): Promise<void> => {
    process.env.HOUSTON_TERMINAL_URL = real
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return { tries, stop }
}

async function relay(
  request: IncomingMessage,
  response: ServerResponse,
  way: { real: string; tries: SeenPage[]; faultOf: (page: SeenPage, tryOfPage: number) => PagerFault },
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const body = Buffer.concat(chunks).toString('utf8')
  const page = JSON.parse(body) as SeenPage
  way.tries.push(page)
  const fault = way.faultOf(page, way.tries.filter(({ key }) => key === page.key).length)
  if (typeof fault === 'number') return void response.writeHead(fault).end('{}')
  const headers = { authorization: String(request.headers.authorization), 'content-type': 'application/json' }
  const answered = await fetch(way.real, { method: 'POST', headers, body })
  const text = await answered.text()
  if (fault === 'lose') return void response.destroy()
  response.writeHead(answered.status, { 'content-type': 'application/json' }).end(text)
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}
