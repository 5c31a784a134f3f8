/**
 * Tickets in Jira Cloud (REST API, version 3). A project is its key. The marker is a label, by which a ticket is found before one is
 * created. Done is whatever status the project counts among its `done` category: workflows name theirs as they like.
 */
import * as z from 'zod'
import type { Outbound } from '../port/outbound.ts'
import type { TicketAnswer, TicketRef, TicketState, Tickets, TicketText } from '../port/tickets.ts'
import { answered, ask, notSetUp, projectInvalid } from './ticket-answer.ts'

export interface JiraSettings {
  /** Of the site: `https://example.atlassian.net`. Not a team's to say: the token goes there. */
  readonly url: string
  readonly email: string
  readonly token: string
  /** What kind of issue is filed. */
  readonly issueType?: string | undefined
}

const projectForm = /^[A-Z][A-Z0-9_]{1,30}$/
const keyForm = /^[A-Z][A-Z0-9_]{1,30}-\d{1,12}$/
const labelOf = (marker: string): string => `houston-${marker}`

const category = z.object({ statusCategory: z.object({ key: z.string() }) })
const issueSchema = z.object({ fields: z.object({ status: category }) })
const transitionsSchema = z.object({ transitions: z.array(z.object({ id: z.string(), to: category })) })
const stateOf = ({ statusCategory: { key } }: z.output<typeof category>): TicketState =>
  key === 'done' ? 'done' : 'open'

/** Jira's document format: nothing of the text is markup. */
const documentOf = (text: string): object => ({
  type: 'doc',
  version: 1,
  content: text
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => ({ type: 'paragraph', content: [{ type: 'text', text: paragraph }] })),
})

export class JiraTickets implements Tickets {
  readonly #outbound: Outbound
  readonly #settings: JiraSettings

  constructor(outbound: Outbound, settings: JiraSettings) {
    this.#outbound = outbound
    this.#settings = settings
  }

  async find(project: string, marker: string): Promise<TicketAnswer<TicketRef | undefined>> {
    if (!projectForm.test(project)) return projectInvalid('Jira')
    const jql = `project = "${project}" AND labels = "${labelOf(marker)}"`
    const schema = z.object({ issues: z.array(z.object({ key: z.string() })) })
    const answer = await this.#ask('POST', '/search/jql', schema, { jql, fields: ['status'], maxResults: 1 })
    if (answer.kind !== 'answered') return answer
    const [found] = answer.value.issues
    return answered(found && this.#refOf(found.key))
  }

  async create(project: string, { marker, title, body, dueOn }: TicketText): Promise<TicketAnswer<TicketRef>> {
    if (!projectForm.test(project)) return projectInvalid('Jira')
    const fields = {
      project: { key: project },
      issuetype: { name: this.#settings.issueType ?? 'Task' },
      // A summary is one line.
      summary: title.replaceAll(/\s+/g, ' ').slice(0, 255),
      description: documentOf(`${body}\n\nDue on ${dueOn}.`),
      labels: ['houston', labelOf(marker)],
    }
    const answer = await this.#ask('POST', '/issue', z.object({ key: z.string() }), { fields })
    return answer.kind === 'answered' ? answered(this.#refOf(answer.value.key)) : answer
  }

  async stateOf(key: string): Promise<TicketAnswer<TicketState>> {
    if (!keyForm.test(key)) return projectInvalid('Jira')
    const answer = await this.#ask('GET', `/issue/${key}?fields=status`, issueSchema)
    return answer.kind === 'answered' ? answered(stateOf(answer.value.fields.status)) : answer
  }

  async move(key: string, state: TicketState): Promise<TicketAnswer<TicketState>> {
    if (!keyForm.test(key)) return projectInvalid('Jira')
    const offered = await this.#ask('GET', `/issue/${key}/transitions`, transitionsSchema)
    if (offered.kind !== 'answered') return offered
    const way = offered.value.transitions.find(({ to }) => stateOf(to) === state)
    if (way === undefined)
      return { kind: 'refused', reason: 'message-refused', detail: `Jira offers no way to ${state} from where it is` }
    const done = await this.#ask('POST', `/issue/${key}/transitions`, z.unknown(), { transition: { id: way.id } })
    return done.kind === 'answered' ? answered(state) : done
  }

  #refOf(key: string): TicketRef {
    return { key, url: `${this.#settings.url}/browse/${key}` }
  }

  async #ask<Schema extends z.ZodType>(
    method: 'GET' | 'POST',
    path: string,
    schema: Schema,
    body?: object,
  ): ReturnType<typeof ask<Schema>> {
    const { url, email, token } = this.#settings
    if (url === '' || token === '') return notSetUp('Jira', 'HOUSTON_JIRA_ACCOUNT')
    const headers = {
      accept: 'application/json',
      authorization: `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`,
      'content-type': 'application/json',
    }
    const request = { method, url: `${url}/rest/api/3${path}`, headers, ...(body && { body: JSON.stringify(body) }) }
    return ask({ outbound: this.#outbound, provider: 'Jira' }, request, schema)
  }
}
