/** The demo's incident: the bad release's alarms open it, nobody answers, it escalates, somebody acknowledges, it is over. */
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Figures, IncidentItem } from '@houston/core/incident'
import type { World } from './world.ts'

const everyMs = 300
/** The `houston` command, as a person calls it. */
const houston = fileURLToPath(new URL('../main.ts', import.meta.url))

export interface IncidentSummary {
  readonly id: string
  readonly state: string
  readonly severity: string
  readonly incidents: number
  readonly groups: number
  readonly commander: string
  /** Who was paged, in order. */
  readonly paged: readonly string[]
  readonly timeline: string
  readonly figures: Figures
  /** Where the draft of the review is. */
  readonly review: string
}

interface EscalationView {
  readonly escalation: { readonly state: string; readonly step: number }
  readonly pages: readonly { readonly person?: string; readonly action: string; readonly state: string }[]
}

export class DemoIncident {
  readonly #world: World
  readonly #service: string
  readonly #directory: string
  /** For the screen: what happens now. */
  line = 'no incident'
  #id: string | undefined

  constructor(world: World, { service, directory }: { service: string; directory: string }) {
    this.#world = world
    this.#service = service
    this.#directory = directory
  }

  /** Waits for the incident, lets the first page go unanswered, then acknowledges from the command line. Gives up at `untilMs`. */
  async respond(untilMs: number): Promise<void> {
    for (; Date.now() < untilMs; await sleep(everyMs)) {
      const incident = await this.#current()
      if (incident === undefined) continue
      this.#id = incident.id
      const paged = await this.#paged()
      this.line = `${incident.severity} ${incident.title}: ${incident.state}, paged ${paged.join(', ') || 'nobody yet'}`
      if (new Set(paged).size < 2) continue
      this.line = `houston incident ack ${incident.id}`
      await this.#cli('incident', 'ack', incident.id)
      return
    }
  }

  /** Waits until the service was seen restored. */
  async settled(untilMs: number): Promise<void> {
    for (; Date.now() < untilMs; await sleep(everyMs)) {
      const incident = await this.#current()
      if (incident === undefined) continue
      this.line = `${incident.severity} ${incident.title}: ${incident.state}, commander ${incident.roles.commander ?? 'nobody'}`
      if (['resolved', 'closed'].includes(incident.state)) return
    }
  }

  async summarise(): Promise<IncidentSummary | undefined> {
    const incidents = await this.#all()
    const [incident] = incidents
    if (incident === undefined) return undefined
    const { figures } = await this.#world.client.command<{ figures: Figures }>('incident.get', {
      incidentId: incident.id,
    })
    const { id, state, severity, groups, roles } = incident
    const { sentence } = await this.#world.client.command<{ sentence: string }>('incident.verify', { incidentId: id })
    const facts = { id, state, severity, groups, incidents: incidents.length, commander: roles.commander ?? 'nobody' }
    return { ...facts, paged: await this.#paged(), timeline: sentence, figures, review: await this.#review(id) }
  }

  /** The draft comes by an event, a moment after the restoration. */
  async #review(incidentId: string): Promise<string> {
    const file = join(this.#directory, 'coe.md')
    for (let tries = 0; tries < 30; tries++) {
      try {
        const { markdown } = await this.#world.client.command<{ markdown: string }>('review.markdown', { incidentId })
        writeFileSync(file, markdown)
        return file
      } catch {
        await sleep(everyMs)
      }
    }
    return ''
  }

  async #all(): Promise<readonly IncidentItem[]> {
    const { items } = await this.#world.client.command<{ items: IncidentItem[] }>('incident.list', {
      service: this.#service,
    })
    return items
  }

  async #current(): Promise<IncidentItem | undefined> {
    return (await this.#all())[0]
  }

  async #paged(): Promise<string[]> {
    if (this.#id === undefined) return []
    try {
      const { pages } = await this.#world.client.command<EscalationView>('escalation.get', { id: this.#id })
      return pages.filter(({ action }) => action === 'trigger').map(({ person }) => person ?? 'somebody')
    } catch {
      // The escalation begins by an event, a moment after the incident.
      return []
    }
  }

  async #cli(...words: string[]): Promise<void> {
    const flags = ['--disable-warning=ExperimentalWarning', houston, ...words, '--directory', this.#directory]
    await promisify(execFile)(process.execPath, flags)
  }
}

/** What should have happened and did not; empty where all is well. */
export function incidentShortfalls(summary: IncidentSummary | undefined): string[] {
  if (summary === undefined) return ['the bad build’s alarms opened no incident']
  const problems: string[] = []
  const expect = (holds: boolean, problem: string): unknown => holds || problems.push(problem)
  const { incidents, groups, paged, figures, state, review } = summary
  expect(incidents === 1, `${incidents} incidents were opened, not one`)
  expect(groups === 1, `its alarms are ${groups} groups, not one`)
  expect(paged[0] === 'ann', `${paged[0] ?? 'nobody'} was paged first, not who is on call`)
  expect(paged.includes('bo'), 'nobody was paged after the first did not answer')
  expect(figures.acknowledgeMs !== null, 'nobody acknowledged it')
  expect(
    figures.phases.some(({ name, atMs }) => name === 'fixed' && atMs !== null),
    'no rollback is on its timeline',
  )
  expect(state === 'resolved' || state === 'closed', `it is ${state}, not resolved`)
  expect(review !== '', 'the draft of its review is not there')
  return problems
}
