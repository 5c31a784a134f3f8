/** What must hold of a whole run, whatever went wrong in it: read from Houston as anybody can, and from the world around it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { DomainEvent } from '@houston/core/event.ts'
import { isEnded, type ReleaseItem } from '@houston/core/release'
import type { Accepted } from './deeds.ts'
import { services } from './history.ts'
import type { World } from './world.ts'

type Complaint = string
interface Release {
  readonly release: ReleaseItem
  readonly timeline: readonly DomainEvent[]
}

interface DeadLetter {
  readonly from: string
  readonly code: string
  readonly message: string
  readonly body: unknown
}

/** What an event says the release is afterwards; events that say nothing of it are left out. */
const stateAfter: Readonly<Record<string, ReleaseItem['state']>> = {
  'release.queued': 'queued',
  'release.admitted': 'admitted',
  'release.begun': 'preparing',
  'release.approval-requested': 'awaiting-approval',
  'gate.held': 'held',
  'release.wave-shifting': 'shifting',
  'release.wave-started': 'soaking',
  'release.promoting': 'promoting',
  'release.completed': 'completed',
  'release.superseded': 'superseded',
  'rollback.started': 'rolling-back',
  'rollback.completed': 'rolled-back',
  'rollback.failed': 'rollback-failed',
}

export async function check(world: World, accepted: Accepted): Promise<Complaint[]> {
  const letters = await deadLetters(world)
  const releases = (await Promise.all(services.map((service) => releasesOf(world, service)))).flat()
  return [
    ...lostBuilds(accepted, releases, letters),
    ...releases.flatMap(timelineComplaints),
    ...overlapping(releases),
    ...services.flatMap((service) => trafficComplaints(world, service, releases)),
    ...lostAlerts(world, accepted, letters),
    ...pageComplaints(world),
    ...(await brokenChains(world)),
    ...letters
      .filter(isUnexplained)
      .map(({ from, code, message }) => `dead letter: ${from} ${code} ${message.slice(0, 200)}`),
  ]
}

async function deadLetters(world: World): Promise<DeadLetter[]> {
  const headers = { authorization: `Bearer ${world.secrets.adminToken}` }
  const { body } = await world.request<{ items?: DeadLetter[] }>('/local/dead-letters', { headers })
  return body.items ?? []
}

/** A duplicate of an event that starts what is under way already is refused as a conflict, and that is its right end. */
const isUnexplained = ({ code }: DeadLetter): boolean => code !== 'Houston.Conflict'

async function releasesOf(world: World, service: string): Promise<Release[]> {
  const { body } = await world.command<{ items?: ReleaseItem[] }>('release.list', { service, limit: 1_000 })
  return Promise.all(
    (body.items ?? []).map(async (release) => {
      const { body: page } = await world.command<{ items?: DomainEvent[] }>('release.timeline', {
        releaseId: release.id,
      })
      return { release, timeline: page.items ?? [] }
    }),
  )
}

/** An accepted build has its release, or lies where people see that it has none. */
export function lostBuilds(
  { builds }: Accepted,
  releases: readonly Release[],
  letters: readonly DeadLetter[],
): Complaint[] {
  const dead = JSON.stringify(letters)
  return builds
    .filter(
      ({ service, version, commit }) =>
        !releases.some(({ release }) => release.service === service && release.version === version) &&
        !dead.includes(commit),
    )
    .map(({ service, version }) => `the accepted build ${service} ${version} has no release and no dead letter`)
}

/** One record per change, none lost or twice, the stored state is what the log says, and everything has ended. */
export function timelineComplaints({ release, timeline }: Release): Complaint[] {
  const said: Complaint[] = []
  const { id, state, revision } = release
  // Incidents were ended, approvals given and rollbacks retried: nothing is left to wait for.
  if (!isEnded(state)) said.push(`${id} is still ${state}: ${timeline.at(-1)?.type}`)
  const sequences = timeline.map(({ aggregate }) => aggregate.sequence)
  if (sequences.some((sequence, place) => sequence !== place + 1))
    said.push(`${id} has a timeline of ${sequences.join(',')}`)
  if (revision !== timeline.length) said.push(`${id} has revision ${revision} and ${timeline.length} records`)
  const rebuilt = timeline.map(({ type }) => stateAfter[type]).findLast((after) => after !== undefined)
  if (rebuilt !== state) said.push(`${id} is ${state}, and its log says ${rebuilt}`)
  const ends = timeline.filter(({ type }) => ['release.completed', 'release.superseded'].includes(type)).length
  if (ends > 1) said.push(`${id} ended ${ends} times`)
  return said
}

/** From its admission to its end a release holds its target alone. */
export function overlapping(releases: readonly Release[]): Complaint[] {
  const held = releases.flatMap(({ release, timeline }) => {
    const from = timeline.find(({ type }) => type === 'release.admitted')?.time
    const until =
      timeline.find(({ type }) => ['release.completed', 'rollback.completed'].includes(type))?.time ?? '9999'
    return from === undefined ? [] : [{ id: release.id, service: release.service, from, until }]
  })
  return held.flatMap((a, place) =>
    held
      .slice(place + 1)
      .filter((b) => a.service === b.service && a.from < b.until && b.from < a.until)
      .map((b) => `${a.id} and ${b.id} held ${a.service} at once`),
  )
}

/** All old or all new, and never the version of a release that was taken back. */
function trafficComplaints(world: World, service: string, releases: readonly Release[]): Complaint[] {
  const { stableVersion, canaryWeightPercent } = world.router.traffic(service)
  const said: Complaint[] = []
  const moving = releases.some(({ release }) => release.service === service && !isEnded(release.state))
  if (canaryWeightPercent !== 0 && !moving) said.push(`${service} is left at ${canaryWeightPercent} %`)
  const owner = releases.find(({ release }) => release.service === service && release.version === stableVersion)
  if (owner !== undefined && owner.release.state !== 'completed')
    said.push(`${service} serves ${stableVersion}, whose release is ${owner.release.state}`)
  return said
}

/** An accepted alert is in the table with its history, or lies where people see it. */
function lostAlerts({ directory }: World, { alerts }: Accepted, letters: readonly DeadLetter[]): Complaint[] {
  const dead = JSON.stringify(letters)
  const database = new DatabaseSync(join(directory, 'table.db'), { readOnly: true, timeout: 10_000 })
  try {
    const stored = database.prepare("select item_json from houston where pk like '%alert#%'").all()
    const known = stored.map(({ item_json }) => String(item_json))
    return alerts
      .filter(
        ({ name, service }) =>
          !known.some((item) => item.includes(name) && item.includes(service)) && !dead.includes(name),
      )
      .map(({ name, service }) => `the accepted alert ${name} of ${service} is not known`)
  } finally {
    database.close()
  }
}

/** One key, one page: a page is never sent a second time under another name. */
function pageComplaints({ directory }: World): Complaint[] {
  let text = ''
  try {
    text = readFileSync(join(directory, 'pages.jsonl'), 'utf8')
  } catch {
    return []
  }
  const keys = text.split('\n').flatMap((line) => /"key":"([^"]+)"/.exec(line)?.[1] ?? [])
  return keys.filter((key, place) => keys.indexOf(key) !== place).map((key) => `the page ${key} came twice`)
}

async function brokenChains(world: World): Promise<Complaint[]> {
  const said: Complaint[] = []
  for (const service of services) {
    const { body } = await world.command<{ items?: { id: string }[] }>('incident.list', { service })
    for (const { id } of body.items ?? []) {
      const verdict = await world.command<{ kind?: string }>('incident.verify', { incidentId: id })
      if (verdict.status !== 200 || verdict.body.kind === 'broken')
        said.push(`the timeline of ${id} is broken: ${JSON.stringify(verdict.body)}`)
    }
  }
  return said
}
