/**
 * Tickets as GitHub Issues (REST API, version 2022-11-28). A project is `owner/repository`, a key `owner/repository#12`. GitHub knows no
 * idempotency: the marker stands in the issue's text, and the newest issues are looked through before one is created.
 */
import * as z from 'zod'
import type { Outbound } from '../port/outbound.ts'
import type { TicketAnswer, TicketRef, TicketState, Tickets, TicketText } from '../port/tickets.ts'
import { answered, ask, notSetUp, projectInvalid } from './ticket-answer.ts'

export interface GithubTicketSettings {
  /** A token with the permission to write issues. */
  readonly token: string
  readonly url?: string | undefined
}

const defaultUrl = 'https://api.github.com'
const issueSchema = z.object({
  number: z.int(),
  html_url: z.string(),
  state: z.enum(['open', 'closed']),
  body: z.string().nullish(),
})

const markerLine = (marker: string): string => `<!-- houston:${marker} -->`
const projectForm = /^[\w.-]{1,100}\/[\w.-]{1,100}$/
const keyForm = /^([\w.-]{1,100}\/[\w.-]{1,100})#(\d{1,12})$/
const stateOf = ({ state }: z.output<typeof issueSchema>): TicketState => (state === 'closed' ? 'done' : 'open')

export class GithubTickets implements Tickets {
  readonly #outbound: Outbound
  readonly #settings: GithubTicketSettings

  constructor(outbound: Outbound, settings: GithubTicketSettings) {
    this.#outbound = outbound
    this.#settings = settings
  }

  async find(project: string, marker: string): Promise<TicketAnswer<TicketRef | undefined>> {
    if (!projectForm.test(project)) return projectInvalid('GitHub')
    const query = 'state=all&sort=created&direction=desc&per_page=100'
    const answer = await this.#ask('GET', `/repos/${project}/issues?${query}`, z.array(issueSchema))
    if (answer.kind !== 'answered') return answer
    const found = answer.value.find(({ body }) => body?.includes(markerLine(marker)))
    return answered(found && refOf(project, found))
  }

  async create(project: string, { marker, title, body, dueOn }: TicketText): Promise<TicketAnswer<TicketRef>> {
    if (!projectForm.test(project)) return projectInvalid('GitHub')
    const text = `${body}\n\nDue on ${dueOn}.\n\n${markerLine(marker)}`
    const answer = await this.#ask('POST', `/repos/${project}/issues`, issueSchema, {
      title: title.slice(0, 256),
      body: text,
    })
    return answer.kind === 'answered' ? answered(refOf(project, answer.value)) : answer
  }

  async stateOf(key: string): Promise<TicketAnswer<TicketState>> {
    const [, project, number] = keyForm.exec(key) ?? []
    if (project === undefined) return projectInvalid('GitHub')
    const answer = await this.#ask('GET', `/repos/${project}/issues/${number}`, issueSchema)
    return answer.kind === 'answered' ? answered(stateOf(answer.value)) : answer
  }

  async move(key: string, state: TicketState): Promise<TicketAnswer<TicketState>> {
    const [, project, number] = keyForm.exec(key) ?? []
    if (project === undefined) return projectInvalid('GitHub')
    const change = state === 'done' ? { state: 'closed', state_reason: 'completed' } : { state: 'open' }
    const answer = await this.#ask('PATCH', `/repos/${project}/issues/${number}`, issueSchema, change)
    return answer.kind === 'answered' ? answered(stateOf(answer.value)) : answer
  }

  async #ask<Schema extends z.ZodType>(
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    schema: Schema,
    body?: object,
  ): ReturnType<typeof ask<Schema>> {
    const { token, url = defaultUrl } = this.#settings
    if (token === '') return notSetUp('GitHub', 'HOUSTON_GITHUB_TOKEN')
    const headers = {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      // GitHub refuses requests without one.
      'user-agent': 'houston',
      'x-github-api-version': '2022-11-28',
    }
    const request = { method, url: url + path, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
    return ask({ outbound: this.#outbound, provider: 'GitHub' }, request, schema)
  }
}

const refOf = (project: string, { number, html_url: url }: z.output<typeof issueSchema>): TicketRef => ({
  key: `${project}#${number}`,
  url,
})
