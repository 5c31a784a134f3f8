/** Whom the levels of a policy stand for right now: schedules, rotations and people are read, and what is empty says why. */

import { dayMs } from '../clock.ts'
import type { Context } from '../context.ts'
import * as Oncall from '../oncall/oncall.ts'
import * as Person from '../person/operation.ts'
import { scheduleOf } from '../team/index.ts'
import * as Team from '../team/operation.ts'
import { zoneOf } from '../zone.ts'
import type { Policy, Target } from './policy.ts'
import type { Recipient, ResolvedLevel } from './step.ts'
import { turnEntity } from './store.ts'

type Found = { readonly people: readonly string[] } | { readonly address: Recipient } | { readonly hole: string }

/** Each schedule is read once, whatever number of targets names it. */
class Reader {
  readonly #ctx: Context
  readonly #owner: string
  readonly #duties = new Map<string, Promise<Oncall.DutyByRole>>()

  constructor(ctx: Context, owner: string) {
    this.#ctx = ctx
    this.#owner = owner
  }

  async find(target: Target): Promise<Found> {
    if ('person' in target) return { people: [target.person] }
    if ('webhook' in target) return { address: { kind: 'address', channel: 'webhook', address: target.webhook } }
    if ('pagerduty' in target) return { address: { kind: 'address', channel: 'pagerduty', address: target.pagerduty } }
    if ('rotation' in target) return this.#turn(target.rotation)
    const schedule = target.schedule ?? scheduleOf(await Team.ownerOf(this.#ctx, this.#owner))
    const duty = (await this.#dutiesOf(schedule))[target.role]
    if (duty.kind === 'gap') return { hole: `${target.role} of ${schedule}: ${duty.reason}` }
    return { people: duty.holders.map(({ person }) => person) }
  }

  #dutiesOf(schedule: string): Promise<Oncall.DutyByRole> {
    const found = this.#duties.get(schedule) ?? Oncall.whoIsOnCall(this.#ctx, schedule)
    this.#duties.set(schedule, found)
    return found
  }

  async #turn(rotation: string): Promise<Found> {
    const participant = await Oncall.whoseTurn(this.#ctx, rotation, this.#ctx.nowMs)
    if (typeof participant === 'string') return { people: [participant] }
    return { hole: `rotation ${rotation}: ${participant === undefined ? 'not declared' : 'vacant-slot'}` }
  }
}

/** In the policy's order. A person whom two targets of a level name is paged once. */
export async function resolveLevels(ctx: Context, policy: Policy, owner: string): Promise<readonly ResolvedLevel[]> {
  const reader = new Reader(ctx, owner)
  const found = await Promise.all(
    policy.levels.map(({ targets }) => Promise.all(targets.map((target) => reader.find(target)))),
  )
  const opensAtMs = await dayOpenings(ctx, policy, found.flat())
  const turns = await Promise.all(policy.levels.map((level) => turnOf(ctx, policy, level)))
  return found.map((targets, index) => {
    const people = [...new Set(targets.flatMap((one) => ('people' in one ? one.people : [])))]
    const recipients: Recipient[] = people.map((person) => {
      return { kind: 'person', person, dayOpensAtMs: opensAtMs.get(person) ?? ctx.nowMs }
    })
    for (const one of targets) if ('address' in one) recipients.push(one.address)
    return {
      recipients,
      holes: targets.flatMap((one) => ('hole' in one ? [one.hole] : [])),
      turn: turns[index] ?? 0,
    }
  })
}

async function turnOf(ctx: Context, { name: policy }: Policy, { name: level, roundRobin }: Policy['levels'][number]) {
  if (!roundRobin) return 0
  return (await turnEntity.get(ctx.store, { policy, level }))?.turn ?? 0
}

/** People are read only where a level waits for their day. */
async function dayOpenings(
  ctx: Context,
  policy: Policy,
  found: readonly Found[],
): Promise<ReadonlyMap<string, number>> {
  if (!policy.levels.some(({ when }) => when === 'responder-day')) return new Map()
  const names = found.flatMap((one) => ('people' in one ? one.people : []))
  const people = await Person.listByNames(ctx, names)
  return new Map([...people].map(([name, { timeZone }]) => [name, workingTimeFrom(timeZone, ctx.nowMs)]))
}

/** The first instant, `nowMs` or later, of a working day where the clocks show that zone: Monday to Friday, 9 to 18. */
export function workingTimeFrom(timeZone: string, nowMs: number): number {
  const period = { fromMs: nowMs, untilMs: nowMs + 7 * dayMs }
  const [first] = Oncall.windowsOf([Oncall.officeHours], zoneOf(timeZone), period)
  return first === undefined ? nowMs : Math.max(nowMs, first.fromMs)
}
