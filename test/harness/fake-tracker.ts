/** Trackers in memory that answer as GitHub and Jira do, as far as Houston asks: for the conformance suite and for stories. */
import { createServer, type IncomingMessage, type Server } from 'node:http'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}
interface Said {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Record<string, string>
}
export interface Ticket {
  readonly key: string
  title: string
  text: string
  state: 'open' | 'done'
}

export abstract class FakeTracker {
  readonly requests: Asked[] = []
  readonly tickets: Ticket[] = []
  /** Answers everything, where it is set; `drop` takes the request, does it, and closes without a word. */
  fault: Said | 'drop' | undefined
  /** What happens elsewhere while the tracker thinks about a request. */
  meanwhile: ((asked: Asked) => Promise<void>) | undefined
  url = ''
  readonly #server: Server = createServer((request, response) => {
    void this.#take(request).then((said) => {
      if (said === 'drop') return response.destroy()
      const { status, body = {}, headers = {} } = said
      const text = status === 204 ? undefined : JSON.stringify(body)
      return response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text)
    })
  })

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    const address = this.#server.address()
    this.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    return this
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }

  async #take(request: IncomingMessage): Promise<Said | 'drop'> {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const { method = '', url: path = '', headers } = request
    const asked = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') }
    this.requests.push(asked)
    await this.meanwhile?.(asked)
    if (this.fault !== undefined && this.fault !== 'drop') return this.fault
    const said = this.answer(asked)
    return this.fault ?? said
  }

  protected abstract answer(asked: Asked): Said
}

const jsonOf = (body: string): unknown => (body === '' ? {} : JSON.parse(body))

export class FakeGithub extends FakeTracker {
  protected answer({ method, path, body }: Asked): Said {
    const { pathname } = new URL(path, 'http://x')
    const [, project = '', number] = /^\/repos\/([\w.-]+\/[\w.-]+)\/issues(?:\/(\d+))?$/.exec(pathname) ?? []
    if (project === '') return { status: 404, body: { message: 'Not Found' } }
    if (number === undefined && method === 'GET') return { status: 200, body: this.tickets.map(issueOf).reverse() }
    const given = jsonOf(body) as { title?: string; body?: string; state?: string }
    if (number === undefined) {
      const key = `${project}#${this.tickets.length + 1}`
      const ticket: Ticket = { key, title: given.title ?? '', text: given.body ?? '', state: 'open' }
      this.tickets.push(ticket)
      return { status: 201, body: issueOf(ticket) }
    }
    const found = this.tickets[Number(number) - 1]
    if (found === undefined) return { status: 404, body: { message: 'Not Found' } }
    if (method === 'PATCH') found.state = given.state === 'closed' ? 'done' : 'open'
    return { status: 200, body: issueOf(found) }
  }
}

function issueOf({ key, title, text, state }: Ticket): object {
  const [project, number] = key.split('#')
  const issueState = state === 'done' ? 'closed' : 'open'
  return {
    number: Number(number),
    html_url: `https://github.com/${project}/issues/${number}`,
    title,
    body: text,
    state: issueState,
  }
}

export class FakeJira extends FakeTracker {
  protected answer({ method, path, body }: Asked): Said {
    const { pathname } = new URL(path, 'http://x')
    const below = pathname.replace('/rest/api/3', '')
    if (below === '/search/jql') {
      const { jql = '' } = jsonOf(body) as { jql?: string }
      const label = /labels = "([^"]+)"/.exec(jql)?.[1] ?? ''
      const issues = this.tickets.filter(({ text }) => text.includes(`"${label}"`)).map(({ key }) => ({ key }))
      return { status: 200, body: { issues } }
    }
    if (below === '/issue' && method === 'POST') {
      const { fields } = jsonOf(body) as { fields: { project: { key: string }; summary: string } }
      const key = `${fields.project.key}-${this.tickets.length + 1}`
      this.tickets.push({ key, title: fields.summary, text: JSON.stringify(fields), state: 'open' })
      return { status: 201, body: { id: '10000', key, self: `${this.url}/rest/api/3/issue/10000` } }
    }
    const [, key, rest] = /^\/issue\/([A-Z]+-\d+)(\/transitions)?$/.exec(below) ?? []
    const found = this.tickets.find((ticket) => ticket.key === key)
    if (found === undefined) return { status: 404, body: { errorMessages: ['Issue does not exist.'] } }
    if (rest === undefined) return { status: 200, body: { fields: { status: statusOf(found.state) } } }
    if (method === 'GET')
      return {
        status: 200,
        body: {
          transitions: [
            { id: '31', to: statusOf('done') },
            { id: '11', to: statusOf('open') },
          ],
        },
      }
    const { transition } = jsonOf(body) as { transition: { id: string } }
    found.state = transition.id === '31' ? 'done' : 'open'
    return { status: 204 }
  }
}

const statusOf = (state: Ticket['state']) => ({ statusCategory: { key: state === 'done' ? 'done' : 'new' } })
