/** Whole days of alerts with their truth: a company, its causes, its noise, and a delivery that repeats, delays and reorders. */
import { type Chance, chanceFrom } from './chance.ts'
import { chronicFlappers, harmlessChanges, strayAlerts } from './noise.ts'
import { spread } from './outbreak.ts'
import type { Cause, RawAlert, RawChange, Storm } from './truth.ts'
import { makeWorld, type World } from './world.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

export interface StormSettings {
  readonly seed: number
  readonly services: number
  readonly hours: number
  /** 0 makes a quiet day. */
  readonly causes: number
  readonly strayPerHour: number
  readonly changesPerServiceDay: number
}

export function makeStorm(settings: StormSettings): Storm {
  const chance = chanceFrom(settings.seed)
  const world = makeWorld(chance, settings.services)
  const spanMs = settings.hours * hourMs
  const changes = harmlessChanges(chance, world, spanMs, settings.changesPerServiceDay)
  const causes = makeCauses(chance, world, spanMs, settings.causes, changes)
  const reports = causes.flatMap((cause) => flapping(chance, spread(chance, world, cause)))
  reports.push(...strayAlerts(chance, world, spanMs, settings.strayPerHour))
  reports.push(...chronicFlappers(chance, world, spanMs, 2))
  return {
    nodes: world.services.map((service) => service.name),
    edges: world.edges,
    causes: causes.filter((cause) => reports.some((report) => report.causeId === cause.id)),
    alerts: deliver(chance, reports),
    changes: changes.sort((a, b) => a.timeMs - b.timeMs),
    endMs: spanMs,
  }
}

/** Every fourth cause begins minutes after another one. */
function makeCauses(chance: Chance, world: World, spanMs: number, count: number, changes: RawChange[]): Cause[] {
  const causes: Cause[] = []
  const called = world.services.filter((service) => world.edges.some(([, callee]) => callee === service.name))
  const stores = called.filter((service) => service.layer === 4)
  const slotMs = (spanMs - 2 * hourMs) / Math.max(1, count)
  for (let index = 0; index < count; index++) {
    const kind = chance.pick(['release', 'release', 'resource', 'resource', 'silent-store', 'zone'] as const)
    const before = causes.at(-1)
    const overlaps = index % 4 === 3 && before !== undefined
    const startMs = Math.round(
      overlaps ? before.startMs + chance.between(1, 8) * minuteMs : hourMs / 2 + (index + chance.next() * 0.6) * slotMs,
    )
    const endMs = Math.round(startMs + chance.between(15, 50) * minuteMs)
    const common = { id: `cause-${index + 1}`, kind, startMs, endMs }
    const pool = kind === 'silent-store' ? stores : chance.hits(0.85) ? called : world.services
    const target = chance.pick(
      pool.filter((service) => !overlaps || !onOnePath(world, service.name, before.target)),
    ).name
    if (kind === 'zone') causes.push({ ...common, target: `az=${chance.pick(['eu-a', 'eu-b', 'eu-c'])}` })
    else if (kind === 'release') {
      const changeId = `rel-${index + 1}`
      changes.push({ id: changeId, service: target, timeMs: Math.round(startMs - chance.between(0.5, 12) * minuteMs) })
      causes.push({ ...common, target, changeId })
    } else causes.push({ ...common, target })
  }
  return causes
}

/** Two causes at once of which one calls the other cannot be told apart from alerts, by nobody. */
function onOnePath(world: World, one: string, other: string): boolean {
  const reaches = (from: string, to: string): boolean =>
    from === to || world.edges.some(([caller, callee]) => caller === from && reaches(callee, to))
  return reaches(one, other) || reaches(other, one)
}

type Report = Omit<RawAlert, 'arrivalMs'>

/** One alert in ten comes and goes while its cause lasts. */
function flapping(chance: Chance, reports: readonly Report[]): Report[] {
  const flaps: Report[] = []
  for (const report of reports) {
    if (report.state !== 'firing' || !chance.hits(0.1)) continue
    let { timeMs } = report
    for (let index = 0; index < chance.int(2, 6); index++) {
      timeMs += chance.int(15_000, 60_000)
      flaps.push({ ...report, timeMs, state: index % 2 === 0 ? 'resolved' : 'firing' })
    }
  }
  return [...reports, ...flaps]
}

function deliver(chance: Chance, reports: readonly Report[]): RawAlert[] {
  const alerts: RawAlert[] = []
  for (const report of reports) {
    const copies = chance.hits(0.2) ? chance.int(2, 4) : 1
    for (let copy = 0; copy < copies; copy++) {
      const delayMs = chance.hits(0.03) ? chance.between(1, 4) * minuteMs : chance.wait(5_000)
      alerts.push({ ...report, arrivalMs: Math.round(report.timeMs + copy * chance.wait(30_000) + delayMs) })
    }
  }
  return alerts.sort((a, b) => a.arrivalMs - b.arrivalMs)
}
