/** Injects one cause and lets it spread to callers, as alerts with their truth. */
import { innerWording, sufferedWording, type Wording } from './alarm.ts'
import type { Chance } from './chance.ts'
import type { Cause, RawAlert } from './truth.ts'
import type { Service, World } from './world.ts'

const minuteMs = 60_000
type Report = Omit<RawAlert, 'arrivalMs'>

export function spread(chance: Chance, world: World, cause: Cause): Report[] {
  return cause.kind === 'zone' ? spreadInZone(chance, world, cause) : spreadToCallers(chance, world, cause)
}

function spreadToCallers(chance: Chance, world: World, cause: Cause): Report[] {
  const byName = new Map(world.services.map((service) => [service.name, service]))
  const reached = new Map<string, { atMs: number; via: string | undefined; hops: number }>()
  reached.set(cause.target, { atMs: cause.startMs, via: undefined, hops: 0 })
  const persistence = chance.between(0.65, 0.95)
  for (const [name, { atMs, hops }] of reached) {
    if (hops >= 4) continue
    for (const [caller, callee] of world.edges) {
      if (callee !== name || reached.has(caller) || !chance.hits(persistence)) continue
      reached.set(caller, { atMs: atMs + chance.wait(0.8 * minuteMs), via: name, hops: hops + 1 })
    }
  }
  const reports: Report[] = []
  for (const [name, { atMs, via, hops }] of reached) {
    const service = byName.get(name)
    if (service === undefined || (hops === 0 && cause.kind === 'silent-store')) continue
    reports.push(
      ...complain(chance, service, cause, atMs, () =>
        hops === 0 ? innerWording(chance) : sufferedWording(chance, via),
      ),
    )
  }
  return reports
}

function spreadInZone(chance: Chance, world: World, cause: Cause): Report[] {
  const az = cause.target.slice(3)
  const hit = world.services.filter((service) => service.hosts.some((host) => host.az === az) && chance.hits(0.3))
  return hit.flatMap((service) => {
    const there = { ...service, hosts: service.hosts.filter((host) => host.az === az) }
    const atMs = cause.startMs + chance.wait(minuteMs)
    return complain(chance, there, cause, atMs, () => ({ name: 'HostUnreachable', text: 'host does not answer' }))
  })
}

function complain(chance: Chance, service: Service, cause: Cause, atMs: number, word: () => Wording): Report[] {
  const names = chance.pick([1, 1, 2, 2, 3])
  const reports: Report[] = []
  const said = new Set<string>()
  for (let index = 0; index < names; index++) {
    const { name, text } = word()
    if (said.has(name)) continue
    said.add(name)
    const severity = chance.pick(['critical', 'critical', 'warning', 'error'])
    // An alarm needs one to three evaluations before it fires.
    const seenMs = atMs + chance.between(0.3, 3) * minuteMs
    for (const { host, az } of service.hosts) {
      if (!chance.hits(0.8)) continue
      const common = { service: service.name, name, text, labels: { severity, host, az }, causeId: cause.id }
      const timeMs = Math.round(seenMs + chance.wait(20_000))
      if (timeMs >= cause.endMs) continue
      reports.push({ ...common, state: 'firing', timeMs })
      reports.push({ ...common, state: 'resolved', timeMs: Math.round(cause.endMs + chance.wait(2 * minuteMs)) })
    }
  }
  return reports
}
