/**
 * How long do schedules take? `node bench/oncall.ts` renders 100 schedules (two roles each) for a year and asks who is on call, and writes
 * bench/results/oncall.json with the machine and the date. The first rendering is in a fresh process: no code is compiled, hardly a zone read.
 * Renderings are judged by processor time, all threads together; elapsed time stands beside it, and says more of the neighbours on a busy machine.
 */
import { cpus, loadavg, totalmem } from 'node:os'
import { dayMs, hourMs, isoTime } from '../packages/core/src/clock.ts'
import { type Override, overrideId } from '../packages/core/src/oncall/exception.ts'
import { type Plan, planOf, withExceptions } from '../packages/core/src/oncall/plan.ts'
import { onCallAt, renderRole } from '../packages/core/src/oncall/render.ts'
import { scheduleSchema } from '../packages/core/src/oncall/schedule.ts'
import { seededRandom } from '../packages/core/src/random.ts'
import { keepResult } from './result-folder.ts'

const schedules = 100
const overridesEach = 20
const questions = 50_000
const renderings = 20
const year = { fromMs: Date.parse('2026-01-01T00:00:00Z'), untilMs: Date.parse('2027-01-01T00:00:00Z') }
const random = seededRandom(6)

const zones = Intl.supportedValuesOf('timeZone').filter((_, index) => index % 16 === 0)
const people = Array.from({ length: 8 }, (_, index) => `person-${index}`)
const pick = <Item>(items: readonly Item[]): Item => {
  const item = items[Math.floor(random.next() * items.length)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

const turns = (timeZone: string, facts: object): object => ({
  timeZone,
  start: '2026-01-05T09:00',
  participants: people,
  ...facts,
})
const site = (name: string, timeZone: string, from: string, to: string): object => ({
  name,
  timeZone,
  rotation: turns(timeZone, { type: 'weekly' }),
  restrictions: [{ from, to }],
})

/** What teams have: one rotation, days over nights, three sites, shifts of hours, a rule of its own. */
const shapes: readonly ((timeZone: string) => object[])[] = [
  (timeZone) => [{ name: 'weeks', rotation: turns(timeZone, { type: 'weekly' }) }],
  (timeZone) => [
    { name: 'nights', rotation: turns(timeZone, { type: 'weekly' }) },
    {
      name: 'days',
      rotation: turns(timeZone, { type: 'daily' }),
      timeZone,
      restrictions: [{ from: '08:00', to: '20:00' }],
    },
  ],
  () => [
    site('seattle', 'America/Los_Angeles', '08:00', '17:00'),
    site('dublin', 'Europe/Dublin', '08:00', '18:00'),
    site('singapore', 'Asia/Singapore', '08:00', '17:00'),
  ],
  (timeZone) => [{ name: 'shifts', rotation: turns(timeZone, { type: 'hourly', shiftLength: 8 }) }],
  (timeZone) => [{ name: 'rule', rotation: turns(timeZone, { rrule: 'FREQ=MONTHLY;BYDAY=1MO,3TH;BYHOUR=9' }) }],
]

function makePlan(index: number): Plan {
  const timeZone = pick(zones)
  const shape = shapes[index % shapes.length]
  if (shape === undefined) throw new Error('there are shapes')
  const name = `team-${index}`
  const layers = shape(timeZone)
  const schedule = { name, timeZone, roles: { primary: { layers }, secondary: { layers } } }
  const overrides = Array.from({ length: overridesEach }, (_, count) => makeOverride(name, count))
  return withExceptions(planOf(scheduleSchema.parse(schedule), new Map()), { overrides, temporaries: [] }, year.fromMs)
}

function makeOverride(schedule: string, count: number): Override {
  const fromMs = year.fromMs + Math.floor(random.next() * 360) * dayMs
  return {
    kind: 'replace',
    id: overrideId.derive(fromMs, schedule, String(count)),
    schedule,
    role: 'primary',
    person: pick(people),
    fromMs,
    untilMs: fromMs + (1 + Math.floor(random.next() * 72)) * hourMs,
    recordedAtMs: 0,
    recordedBy: 'bench',
    why: '',
  }
}

function renderAll(plans: readonly Plan[]): { tookMs: number; cpuMs: number; spans: number } {
  const startMs = performance.now()
  const cpu = process.cpuUsage()
  let spans = 0
  for (const plan of plans) {
    for (const role of ['primary', 'secondary'] as const) spans += renderRole(plan, role, year).length
  }
  const { user, system } = process.cpuUsage(cpu)
  return { tookMs: performance.now() - startMs, cpuMs: (user + system) / 1_000, spans }
}

/** Each question by itself, in ms. */
function askAll(plans: readonly Plan[]): number[] {
  return Array.from({ length: questions }, () => {
    const plan = pick(plans)
    const atMs = year.fromMs + Math.floor(random.next() * (year.untilMs - year.fromMs))
    const startMs = performance.now()
    onCallAt(plan, 'primary', atMs)
    return performance.now() - startMs
  })
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN
const rounded = (value: number): number => Number(value.toPrecision(3))

function main(): void {
  const made = performance.now()
  const plans = Array.from({ length: schedules }, (_, index) => makePlan(index))
  const makingMs = performance.now() - made
  const first = renderAll(plans)
  const again = Array.from({ length: renderings }, () => renderAll(plans))
  const [cpuMs, tookMs] = [again.map((one) => one.cpuMs), again.map((one) => one.tookMs)]
  const asked = askAll(plans)
  const results = {
    bench: 'oncall',
    date: isoTime(Date.now()).slice(0, 10),
    machine: {
      cpu: cpus()[0]?.model.trim(),
      cores: cpus().length,
      memoryGib: Math.round(totalmem() / 2 ** 30),
      arch: process.arch,
      node: process.version,
      loadAverage: rounded(loadavg()[0] ?? 0),
    },
    schedules,
    roles: 2,
    overridesEach,
    spans: first.spans,
    readMs: rounded(makingMs),
    renderYearFirstCpuMs: rounded(first.cpuMs),
    renderYearFirstMs: rounded(first.tookMs),
    renderYearCpuMsP50: rounded(quantile(cpuMs, 0.5)),
    renderYearMsP50: rounded(quantile(tookMs, 0.5)),
    questions,
    whoIsOnCallMsP50: rounded(quantile(asked, 0.5)),
    whoIsOnCallMsP99: rounded(quantile(asked, 0.99)),
    whoIsOnCallMsMost: rounded(Math.max(...asked)),
    targets: { renderYearFirstCpuMs: '< 200', whoIsOnCallMsP99: '< 1' },
    met: first.cpuMs < 200 && quantile(asked, 0.99) < 1,
  }
  keepResult('oncall', results)
  console.log(JSON.stringify(results, null, 2))
  process.exitCode = results.met ? 0 : 1
}

if (import.meta.main) main()
