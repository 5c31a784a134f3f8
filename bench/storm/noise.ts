/** What a healthy company's alarms say all day: stray alerts, a few that flap for ever, and changes that harm nobody. */
import { strayWording } from './alarm.ts'
import type { Chance } from './chance.ts'
import type { RawAlert, RawChange } from './truth.ts'
import type { World } from './world.ts'

const minuteMs = 60_000
type Report = Omit<RawAlert, 'arrivalMs'>

export function strayAlerts(chance: Chance, world: World, spanMs: number, perHour: number): Report[] {
  const reports: Report[] = []
  for (let atMs = 0; ; ) {
    atMs += chance.wait((60 * minuteMs) / perHour)
    if (atMs >= spanMs) return reports
    const service = chance.pick(world.services)
    const { host, az } = chance.pick(service.hosts)
    const { name, text } = strayWording(chance)
    const lasts = chance.hits(0.15)
    // What says that it is critical and lasts is no noise: a day with it is not quiet, for somebody must look.
    const severities = ['warning', 'warning', 'warning', 'warning', 'info', 'error', lasts ? 'error' : 'critical']
    const severity = chance.pick(severities)
    const common = { service: service.name, name, text, labels: { severity, host, az } }
    const timeMs = Math.round(atMs)
    reports.push({ ...common, state: 'firing', timeMs })
    const drawnMs = lasts ? chance.between(20, 120) * minuteMs : chance.wait(4 * minuteMs)
    const lastsMs = severity === 'critical' ? Math.min(drawnMs, 15 * minuteMs) : drawnMs
    reports.push({ ...common, state: 'resolved', timeMs: Math.round(timeMs + 5_000 + lastsMs) })
  }
}

export function chronicFlappers(chance: Chance, world: World, spanMs: number, count: number): Report[] {
  return Array.from({ length: count }, () => chance.pick(world.services)).flatMap((service) => {
    const { host, az } = chance.pick(service.hosts)
    const common = {
      service: service.name,
      name: 'CpuHigh',
      text: 'cpu above 85 %',
      labels: { severity: 'warning', host, az },
    }
    const reports: Report[] = []
    for (let atMs = chance.wait(10 * minuteMs); atMs < spanMs; ) {
      reports.push({ ...common, state: 'firing', timeMs: Math.round(atMs) })
      atMs += chance.between(0.5, 4) * minuteMs
      reports.push({ ...common, state: 'resolved', timeMs: Math.round(atMs) })
      atMs += chance.between(1, 30) * minuteMs
    }
    return reports
  })
}

export function harmlessChanges(chance: Chance, world: World, spanMs: number, perServiceDay: number): RawChange[] {
  const changes: RawChange[] = []
  for (const service of world.services)
    for (let atMs = 0; ; ) {
      atMs += chance.wait((24 * 60 * minuteMs) / perServiceDay)
      if (atMs >= spanMs) break
      changes.push({ id: `chg-${changes.length + 1}`, service: service.name, timeMs: Math.round(atMs) })
    }
  return changes
}
