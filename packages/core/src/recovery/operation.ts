/** From "it should work again" to the all clear: the restoration check, the hour of full monitoring. Two state machines call these. */
import * as z from 'zod'
import type { Context } from '../context.ts'
import {
  type IncidentItem,
  incidentIdSchema,
  incidentMonitored,
  incidentRelapsed,
  incidentRestorationChecked,
} from '../incident/index.ts'
import * as Incident from '../incident/surface.ts'
import type { Judge } from '../judge/index.ts'
import { defineOperation } from '../operation.ts'
import {
  badChecksInARow,
  checkEveryMs,
  decideRestoration,
  fullMonitoringMs,
  goodChecksInARow,
  type Restoration,
  watchEveryMs,
} from './decide.ts'
import { recoveryLimits } from './limits.ts'
import { readService } from './reading.ts'

/** What an execution remembers from look to look; the first has none of it. */
const memorySchema = z.object({
  /** Good and bad looks in a row, and all good and blind ones. */
  good: z.int(),
  bad: z.int(),
  goodChecks: z.int(),
  blindChecks: z.int(),
  looks: z.int(),
  lastOutcome: z.string(),
  /** JSON: where counters stood. */
  cursor: z.string(),
})
type Memory = z.output<typeof memorySchema>
const nothing: Memory = { good: 0, bad: 0, goodChecks: 0, blindChecks: 0, looks: 0, lastOutcome: '', cursor: '{}' }

const lookSchema = z.object({ incidentId: incidentIdSchema, round: z.int(), memory: memorySchema.nullable() })

export interface Look {
  readonly kind: 'again' | 'ended'
  readonly reason: string
  readonly memory: Memory
}

async function look(ctx: Context, incident: IncidentItem, memory: Memory, everyMs: number) {
  const cursor = JSON.parse(memory.cursor) as Judge.Cursor
  const reading = await readService(ctx, incident.service, { startMs: ctx.nowMs - everyMs, endMs: ctx.nowMs, cursor })
  const decided = decideRestoration({ ...reading, groups: incident.groups, groupsFiring: incident.groupsFiring })
  return { decided, memory: remembered(memory, decided, JSON.stringify(reading.cursor)) }
}

function remembered(memory: Memory, { kind }: Restoration, cursor: string): Memory {
  return {
    good: kind === 'restored' ? memory.good + 1 : 0,
    bad: kind === 'not-restored' ? memory.bad + 1 : 0,
    goodChecks: memory.goodChecks + (kind === 'restored' ? 1 : 0),
    blindChecks: memory.blindChecks + (kind === 'blind' ? 1 : 0),
    looks: memory.looks + 1,
    lastOutcome: kind,
    cursor,
  }
}

const checked = ({ kind, reason, sentence }: Restoration) =>
  Incident.entry(incidentRestorationChecked, { sentence, source: 'metrics' }, { outcome: kind, reason })

/** Nobody acknowledged: it is as open as before. Somebody did: there is more to do. */
const stateBefore = ({ acknowledgedAtMs }: IncidentItem) =>
  acknowledgedAtMs === undefined ? ('open' as const) : ('mitigating' as const)

/** One look of the restoration check. Three good ones in a row resolve the incident; half an hour without them gives it back to people. */
export const check = /* @__PURE__ */ defineOperation(
  { name: 'recovery.check', summary: 'Measure whether a service is restored', input: lookSchema, allowedTo: [] },
  async (ctx, { incidentId, round, memory: before }): Promise<Look> => {
    const memory = before ?? nothing
    const incident = await Incident.fromId(ctx, incidentId)
    const isOurs = (found: IncidentItem): boolean => found.state === 'verifying' && found.restorationRound === round
    if (!isOurs(incident)) return { kind: 'ended', reason: 'another-round', memory }
    const { decided, memory: now } = await look(ctx, incident, memory, checkEveryMs)
    const isProven = now.good >= goodChecksInARow
    const isLate = now.looks * checkEveryMs >= recoveryLimits.restorationMs.value
    await Incident.change(ctx, incidentId, (found) => {
      if (!isOurs(found)) return undefined
      const news = decided.kind === memory.lastOutcome ? [] : [checked(decided)]
      if (isProven) {
        const sentence = `Seen restored ${now.good} times in a row: ${decided.sentence}`
        const resolved = Incident.resolution(ctx, found, sentence, 'metrics')
        return { ...resolved, entries: [...news, ...resolved.entries] }
      }
      if (!isLate) return news.length === 0 ? undefined : { entries: news }
      const sentence = `Not seen restored in ${now.looks} minutes: ${decided.sentence} Somebody must look again.`
      return { facts: { state: stateBefore(found) }, entries: [checked({ ...decided, sentence })] }
    })
    if (isProven) return { kind: 'ended', reason: 'resolved', memory: now }
    return { kind: isLate ? 'ended' : 'again', reason: decided.reason, memory: now }
  },
)

/** One look of the watch after a resolve. An hour mostly seen, its last look good, is the all clear; what is blind is left to people. */
export const watch = /* @__PURE__ */ defineOperation(
  { name: 'recovery.watch', summary: 'Watch a restored service', input: lookSchema, allowedTo: [] },
  async (ctx, { incidentId, round, memory: before }): Promise<Look> => {
    const memory = before ?? nothing
    const incident = await Incident.fromId(ctx, incidentId)
    const isOurs = (found: IncidentItem): boolean => found.state === 'resolved' && found.restorationRound === round
    if (!isOurs(incident)) return { kind: 'ended', reason: 'another-round', memory }
    const { decided, memory: now } = await look(ctx, incident, memory, watchEveryMs)
    const end = watchEnd(ctx, incident, decided, now)
    if (end === undefined) return { kind: 'again', reason: decided.reason, memory: now }
    await Incident.change(ctx, incidentId, (found) => (isOurs(found) ? end.change : undefined))
    return { kind: 'ended', reason: end.reason, memory: now }
  },
)

function watchEnd(ctx: Context, incident: IncidentItem, decided: Restoration, now: Memory) {
  const watchedMs = ctx.nowMs - (incident.resolvedAtMs ?? ctx.nowMs)
  if (now.bad >= badChecksInARow) {
    const sentence = `The harm is back: ${decided.sentence}`
    const relapsed = Incident.entry(incidentRelapsed, { sentence, source: 'metrics' }, { reason: decided.reason })
    const facts = { state: 'mitigating' as const, resolvedAtMs: undefined }
    return { reason: 'relapsed', change: { facts, entries: [relapsed] } }
  }
  if (watchedMs < fullMonitoringMs) return undefined
  const { goodChecks, blindChecks } = now
  const counts = { goodChecks, blindChecks }
  if (decided.kind === 'restored' && goodChecks >= blindChecks) {
    const minutes = Math.round(watchedMs / 60_000)
    const sentence = `Watched for ${minutes} minutes: ${goodChecks} looks were good, ${blindChecks} blind.`
    const monitored = Incident.entry(incidentMonitored, { sentence, source: 'metrics' }, counts)
    const clear = Incident.allClear(ctx, `All clear: ${decided.sentence}`, 'metrics')
    return { reason: 'all-clear', change: { ...clear, entries: [monitored, ...clear.entries] } }
  }
  if (watchedMs < recoveryLimits.watchMs.value) return undefined
  const sentence = `Watched for a day, ${goodChecks} looks were good, ${blindChecks} blind: a person must give the all clear.`
  return {
    reason: 'left-to-people',
    change: { entries: [Incident.entry(incidentMonitored, { sentence, source: 'metrics' }, counts)] },
  }
}
