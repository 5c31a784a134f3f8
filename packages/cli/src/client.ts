/** Talks to a Houston: finds it, calls its commands, turns refusals into exit statuses. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sessionKey } from '@houston/local/console'
import { CommandFailure, exitStatus } from './exit.ts'

export interface Address {
  readonly url: string
  readonly token: string
}

/** The file that a local runtime leaves its address in. */
export const addressFile = (directory: string): string => join(directory, 'address.json')

/** The admin's token of the runtime of this directory. */
export const localToken = (directory: string): string => readFileSync(join(directory, 'token'), 'utf8').trim()

/** `HOUSTON_URL` and `HOUSTON_TOKEN`, else the runtime of this directory. */
export function findAddress(directory: string): Address {
  const { HOUSTON_URL: url, HOUSTON_TOKEN: token } = process.env
  if (url !== undefined && token !== undefined) return { url: url.replace(/\/$/, ''), token }
  const file = addressFile(directory)
  if (!existsSync(file)) {
    const wayOut = 'Start one with `npm start`, or set HOUSTON_URL and HOUSTON_TOKEN.'
    throw new CommandFailure(exitStatus.unreachable, `No Houston runs in ${directory}. ${wayOut}`)
  }
  const { url: found } = JSON.parse(readFileSync(file, 'utf8')) as { url: string }
  return { url: found, token: localToken(directory) }
}

/** Opens the console and signs in by itself: the key opens a session and nothing else. */
export const consoleAddress = ({ url, token }: Address): string => `${url}/session?key=${sessionKey(token)}`

interface Refusal {
  readonly code?: string
  readonly message?: string
  readonly fields?: readonly { readonly path: string; readonly message: string }[]
  readonly wayOut?: string
}

const callTimeoutMs = 30_000

export class Client {
  readonly address: Address

  constructor(address: Address) {
    this.address = address
  }

  /** Calls an operation: `release.list`. Throws a `CommandFailure` that says what Houston said. */
  command<Output>(operation: string, input: Readonly<Record<string, unknown>> = {}): Promise<Output> {
    return this.request<Output>('POST', `/commands/${operation.replace('.', '/')}`, input)
  }

  async request<Output>(method: string, path: string, input?: Readonly<Record<string, unknown>>): Promise<Output> {
    const { url, token } = this.address
    let response: Response
    try {
      response = await fetch(url + path, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(callTimeoutMs),
        ...(input !== undefined && { body: JSON.stringify(input) }),
      })
    } catch {
      throw new CommandFailure(
        exitStatus.unreachable,
        `Houston does not answer at ${url}. Is it running? Start it with \`npm start\`.`,
      )
    }
    const body = (await response.json().catch(() => ({}))) as Output & Refusal
    if (response.ok) return body
    throw new CommandFailure(exitStatus.refused, refusalText(body, response.status), { ...(body as Refusal) })
  }
}

function refusalText({ code, message, fields = [], wayOut }: Refusal, status: number): string {
  const lines = [`${message ?? `Houston answered ${status}.`}${code === undefined ? '' : ` (${code})`}`]
  for (const field of fields) lines.push(`  ${field.path === '' ? 'input' : field.path}: ${field.message}`)
  if (wayOut !== undefined) lines.push(wayOut)
  return lines.join('\n')
}
