/** A fleet is updated in thirds, balanced, and taken back when it fails: single rules, then whole updates of any fleet. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  begin,
  decideRoll,
  type Observation,
  observe,
  planRollout,
  type Rollout,
  rollPlanSchema,
  turnBack,
  wholePercent,
} from './index.ts'
import { underWay } from './phase.ts'

const plan = rollPlanSchema.parse({ fromVersion: 'v1', toVersion: 'v2' })
const target = (id: string, location = 'eu', zone = 'a') => ({ id, location, zone })
const fleet = (count: number) => Array.from({ length: count }, (_, index) => target(`host-${index + 1}`))
const seen = (rollout: Rollout, change: Partial<Observation> = {}): Observation[] =>
  rollout.targets.map(({ id }) => ({ id, version: 'v1', healthy: true, ...change }))
const phasesOf = ({ targets }: Rollout) => targets.map(({ phase }) => phase)

describe('decideRoll', () => {
  test.each([
    [3, 1],
    [6, 2],
    [10, 3],
    [100, 33],
  ])('of %d healthy targets %d go at once', (count, atOnce) => {
    const rollout = planRollout(plan, fleet(count), 0)
    const decision = decideRoll(observe(rollout, seen(rollout), 0))
    expect(decision.kind === 'start' && decision.ids).toHaveLength(atOnce)
  })

  test('a fleet of two is refused, unless the plan allows a half', () => {
    expect(() => planRollout(plan, fleet(2), 0)).toThrow(expect.objectContaining({ code: 'fleet.too-small' }))
    const half = { ...plan, atOncePercent: 50, healthyPercent: 50 }
    expect(planRollout(half, fleet(2), 0).targets).toHaveLength(2)
    const twice = [...fleet(3), target('host-1')]
    expect(() => planRollout(plan, twice, 0)).toThrow(expect.objectContaining({ code: 'fleet.target-twice' }))
  })

  test('nothing starts before the fleet is known to be healthy, or while too few are', () => {
    const rollout = planRollout(plan, fleet(3), 0)
    expect(decideRoll(rollout)).toMatchObject({ kind: 'hold', reason: 'too-few-healthy', counts: { healthy: 0 } })
    const one = seen(rollout).map((observation, index) => ({ ...observation, healthy: index > 0 }))
    expect(decideRoll(observe(rollout, one, 0))).toMatchObject({ kind: 'start', ids: ['host-1'] })
    const two = one.map((observation, index) => ({ ...observation, healthy: index > 1 }))
    expect(decideRoll(observe(rollout, two, 0))).toMatchObject({ kind: 'hold', reason: 'too-few-healthy' })
  })

  test('the location that is furthest behind comes first, and in it the zone', () => {
    const targets = [
      ...['a', 'b', 'c'].map((zone) => target(`eu-${zone}`, 'eu', zone)),
      ...['a', 'b', 'c'].map((zone) => target(`us-${zone}`, 'us', zone)),
      ...['a', 'b', 'c'].map((zone) => target(`ap-${zone}`, 'ap', zone)),
    ]
    const rollout = planRollout(plan, targets, 0)
    expect(decideRoll(observe(rollout, seen(rollout), 0))).toMatchObject({ ids: ['ap-a', 'eu-a', 'us-a'] })
  })

  test('a target is forgiven until its grace is over, and not one instant longer', () => {
    const healthy = observe(planRollout(plan, fleet(3), 0), seen(planRollout(plan, fleet(3), 0)), 0)
    const updating = begin(healthy, ['host-1'], 0)
    const others = seen(updating).slice(1)
    const started = observe(updating, [{ id: 'host-1', version: 'v2', healthy: false }, ...others], 1_000)
    expect(phasesOf(started)[0]).toBe('checking')
    const last = 1_000 + plan.graceMs
    expect(phasesOf(observe(started, others, last - 1))[0]).toBe('checking')
    const failed = observe(started, others, last)
    expect(failed.targets[0]).toMatchObject({ phase: 'failed', detail: 'it is silent 60000 ms after it started' })
    expect(decideRoll(failed)).toMatchObject({ kind: 'turn-back', reason: 'too-many-failed', counts: { failed: 1 } })
    expect(decideRoll(turnBack(failed))).toMatchObject({ kind: 'start', ids: ['host-1'] })
  })

  test('a target that never runs the new version fails when its time is over', () => {
    const rollout = planRollout(plan, fleet(3), 0)
    const updating = begin(observe(rollout, seen(rollout), 0), ['host-1'], 0)
    expect(phasesOf(observe(updating, seen(updating), plan.updateMs - 1))[0]).toBe('updating')
    expect(observe(updating, seen(updating), plan.updateMs).targets[0]).toMatchObject({
      phase: 'failed',
      detail: 'it runs v1 after 600000 ms',
    })
  })

  test('a target that was updated and falls ill counts as failed', () => {
    let rollout = planRollout(plan, fleet(3), 0)
    rollout = begin(observe(rollout, seen(rollout), 0), ['host-1'], 0)
    for (let nowMs = 1_000; nowMs <= 4_000; nowMs += 1_000)
      rollout = observe(rollout, seen(rollout, { version: 'v2' }), nowMs)
    expect(phasesOf(rollout)[0]).toBe('updated')
    const ill = seen(rollout, { version: 'v2', healthy: false })
    expect(phasesOf(observe(rollout, ill, 4_000 + plan.graceMs - 1))[0]).toBe('updated')
    expect(phasesOf(observe(rollout, ill, 4_000 + plan.graceMs))[0]).toBe('failed')
  })

  test('targets that do not come back are named, and left to people', () => {
    let rollout = planRollout(plan, fleet(3), 0)
    rollout = begin(observe(rollout, seen(rollout), 0), ['host-1'], 0)
    const others = seen(rollout).slice(1)
    let nowMs = plan.updateMs
    rollout = turnBack(observe(rollout, others, nowMs))
    let decision = decideRoll(rollout)
    for (let round = 0; decision.kind === 'start' && round < 10; round++) {
      rollout = begin(rollout, decision.ids, nowMs)
      nowMs += plan.updateMs
      rollout = observe(rollout, others, nowMs)
      decision = decideRoll(rollout)
    }
    expect(decision).toMatchObject({ kind: 'stuck', ids: ['host-1'] })
    expect(rollout.targets[0]?.reverts).toBe(3)
  })
})

interface Host {
  version: string
  readyAtMs: number
  coming: string
  readonly updateMs: number
  readonly breaks: boolean
}

const hosts = fc.array(
  fc.record({
    location: fc.constantFrom('eu', 'us', 'ap', 'sa'),
    zone: fc.constantFrom('a', 'b', 'c'),
    updateMs: fc.integer({ min: 0, max: 120_000 }),
    breaks: fc.boolean(),
  }),
  { minLength: 3, maxLength: 40 },
)

/** Runs a whole update of hosts that take their time and break, and checks every decision on the way. */
function run(given: readonly { location: string; zone: string; updateMs: number; breaks: boolean }[]): Rollout {
  const world = new Map<string, Host>()
  const targets = given.map(({ location, zone, updateMs, breaks }, index) => {
    world.set(`host-${index}`, { version: 'v1', coming: 'v1', readyAtMs: 0, updateMs, breaks })
    return { id: `host-${index}`, location, zone }
  })
  let rollout = planRollout(plan, targets, 0)
  for (let nowMs = 0; nowMs < 24 * 3_600_000; nowMs += 10_000) {
    rollout = observe(rollout, look(world, nowMs), nowMs)
    const decision = decideRoll(rollout)
    if (decision.kind === 'done' || decision.kind === 'stuck') return rollout
    if (decision.kind === 'turn-back') rollout = turnBack(rollout)
    if (decision.kind !== 'start') continue
    rollout = begin(rollout, decision.ids, nowMs)
    for (const id of decision.ids) tell(world, id, rollout.direction === 'forward' ? 'v2' : 'v1', nowMs)
    checkShares(rollout)
  }
  throw new Error('the update does not end')
}

function look(world: ReadonlyMap<string, Host>, nowMs: number): Observation[] {
  return [...world].flatMap(([id, host]) => {
    if (nowMs < host.readyAtMs) return []
    host.version = host.coming
    return [{ id, version: host.version, healthy: !(host.breaks && host.version === 'v2') }]
  })
}

function tell(world: ReadonlyMap<string, Host>, id: string, version: string, nowMs: number): void {
  const host = world.get(id)
  if (host === undefined) throw new Error(`nobody knows ${id}`)
  Object.assign(host, { coming: version, readyAtMs: nowMs + host.updateMs })
}

function checkShares({ targets, direction }: Rollout): void {
  const out = targets.filter(({ phase }) => underWay.has(phase))
  expect(wholePercent(out.length, targets.length)).toBeLessThanOrEqual(33)
  for (const location of new Set(targets.map((one) => one.location))) {
    const near = targets.filter((one) => one.location === location)
    const outNear = out.filter((one) => one.location === location)
    expect(near.length < 3 ? outNear.length <= 1 : wholePercent(outNear.length, near.length) <= 33).toBe(true)
  }
  if (direction === 'back') return
  const serving = targets.filter(({ phase, healthy }) => healthy && !underWay.has(phase))
  expect(wholePercent(serving.length, targets.length)).toBeGreaterThanOrEqual(66)
}

describe('a whole rolling update', () => {
  test('of sound hosts ends with all of them on the new version, never more than a third out at once', () => {
    fc.assert(
      fc.property(hosts, (given) => {
        const ended = run(given.map((host) => ({ ...host, breaks: false })))
        expect(new Set(phasesOf(ended))).toEqual(new Set(['updated']))
      }),
      { numRuns: 60, seed: 7 },
    )
  })

  test('with any broken host ends with every host that was touched back on the old version', () => {
    fc.assert(
      fc.property(hosts, fc.nat(), (given, which) => {
        const broken = which % given.length
        const ended = run(given.map((host, index) => ({ ...host, breaks: host.breaks || index === broken })))
        expect(new Set(phasesOf(ended)).difference(new Set(['waiting', 'reverted'])).size).toBe(0)
        expect(phasesOf(ended)).toContain('reverted')
      }),
      { numRuns: 60, seed: 8 },
    )
  })

  test('of a thousand targets is decided in milliseconds', () => {
    const rollout = planRollout(plan, fleet(1_000), 0)
    const startedAtMs = performance.now()
    const decision = decideRoll(observe(rollout, seen(rollout), 0))
    expect(decision.kind === 'start' && decision.ids).toHaveLength(339)
    expect(performance.now() - startedAtMs).toBeLessThan(2_000)
  })
})
