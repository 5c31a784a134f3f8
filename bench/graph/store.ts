/** A store that has seen years: services, releases, incidents and alerts, of which a few are under way. */
import { alertEntity } from '../../packages/core/src/alert/store.ts'
import { dayMs, minuteMs } from '../../packages/core/src/clock.ts'
import { groupEntity } from '../../packages/core/src/correlation/store.ts'
import { incidentEntity } from '../../packages/core/src/incident/store.ts'
import { rotationSpecSchema } from '../../packages/core/src/oncall/rotation.ts'
import { scheduleSchema } from '../../packages/core/src/oncall/schedule.ts'
import { rotationEntity, scheduleEntity } from '../../packages/core/src/oncall/store.ts'
import type { TableStore, TableWrite } from '../../packages/core/src/port/table.ts'
import { seededRandom } from '../../packages/core/src/random.ts'
import { releaseId } from '../../packages/core/src/release/index.ts'
import { lastReleaseEntity, releaseEntity, waveEntity } from '../../packages/core/src/release/store.ts'
import { serviceEntity } from '../../packages/core/src/service/store.ts'
import { teamEntity } from '../../packages/core/src/team/store.ts'
import { undescribedTeam } from '../../packages/core/src/team/team.ts'
import { incidentItem, newIncidentId } from '../../test/harness/incident-item.ts'
import { releaseItem, waveItem } from '../../test/harness/release-item.ts'
import { alertItem, groupRecord } from './item.ts'

/** Without HOUSTON_BENCH_SCALE, years; with it, a share of them: enough to look for what takes the time. */
const scale = Number(process.env.HOUSTON_BENCH_SCALE ?? 1)
export const sizes = {
  services: 1_000,
  releases: 20_000 * scale,
  incidents: 5_000 * scale,
  alerts: 100_000 * scale,
}
/** Of these, what goes on now. */
export const underWay = { releases: 25, incidents: 10, groups: 30, alerts: 500, teams: 40 } as const

const random = seededRandom(1)
const serviceOf = (index: number): string => `service-${String(index % sizes.services).padStart(4, '0')}`
const teamOf = (index: number): string => `team-${index % underWay.teams}`

function* catalog(): Generator<TableWrite> {
  for (let index = 0; index < sizes.services; index++) {
    const dependsOn = [1, 2, 3].map((step) => serviceOf(index * 3 + step)).filter((name) => name !== serviceOf(index))
    const facts = { name: serviceOf(index), owner: teamOf(index), tier: 1 + (index % 4), description: '', dependsOn }
    yield serviceEntity.create({ ...facts, revision: 0 })
  }
  for (let index = 0; index < underWay.teams; index++) {
    const name = teamOf(index)
    const people = [0, 1, 2].map((place) => `person-${index}-${place}`)
    const spec = rotationSpecSchema.parse({
      timeZone: 'UTC',
      start: '2026-01-05T09:00',
      type: 'weekly',
      participants: people,
    })
    const layers = [{ name: 'weeks', rotation: name }]
    yield teamEntity.create({ ...undescribedTeam(name), revision: 0 })
    yield rotationEntity.create({ name, spec, revision: 0 })
    const schedule = scheduleSchema.parse({
      name,
      timeZone: 'UTC',
      roles: { primary: { layers }, secondary: { layers } },
    })
    yield scheduleEntity.create({ name, spec: schedule, revision: 0 })
  }
}

function* releases(nowMs: number): Generator<TableWrite> {
  for (let index = 0; index < sizes.releases; index++) {
    const isActive = index >= sizes.releases - underWay.releases
    const createdAtMs = nowMs - (sizes.releases - index) * 20 * minuteMs
    const id = releaseId.create(createdAtMs, random)
    const service = serviceOf(index)
    const end = isActive
      ? { state: 'soaking' as const }
      : { state: 'completed' as const, endedAtMs: createdAtMs + dayMs }
    yield releaseEntity.create(
      releaseItem(id, { service, createdAtMs, changedAtMs: createdAtMs, waveIndex: 0, ...end }),
    )
    yield waveEntity.create(waveItem(id, 0, { judging: isActive, startedAtMs: createdAtMs }))
    yield lastReleaseEntity.overwrite({ service, releaseId: id, revision: 0 })
  }
}

function* incidents(nowMs: number): Generator<TableWrite> {
  for (let index = 0; index < sizes.incidents; index++) {
    const isLive = index >= sizes.incidents - underWay.incidents
    const openedAtMs = nowMs - (sizes.incidents - index) * 60 * minuteMs
    const end = isLive ? {} : { state: 'closed' as const, closedAtMs: openedAtMs + 90 * minuteMs }
    const service = serviceOf(index)
    yield incidentEntity.create(
      incidentItem(newIncidentId(openedAtMs), { service, services: [service], openedAtMs, ...end }),
    )
  }
}

function* alerts(nowMs: number): Generator<TableWrite> {
  for (let index = 0; index < sizes.alerts; index++)
    yield alertEntity.create(alertItem(index, serviceOf(index), index >= sizes.alerts - underWay.alerts, nowMs))
  for (let index = 0; index < underWay.groups; index++)
    yield groupEntity.create(groupRecord(index, serviceOf(index * 7), nowMs))
}

const writesAtOnce = 100

/** Returns how many items were written. */
export async function fill(store: TableStore, nowMs: number): Promise<number> {
  let count = 0
  let batch: TableWrite[] = []
  const flush = async (): Promise<void> => {
    const result = await store.transact(batch)
    if (result.kind !== 'written')
      throw new Error(JSON.stringify(result.refusals.find((refusal) => refusal !== undefined)))
    count += batch.length
    batch = []
  }
  for (const kind of [catalog(), releases(nowMs), incidents(nowMs), alerts(nowMs)]) {
    for (const write of kind) {
      // One transaction takes an item once: a service's last release is written again and again.
      if (batch.length === writesAtOnce || batch.some(({ subject }) => subject === write.subject)) await flush()
      batch.push(write)
    }
    await flush()
  }
  return count
}
