/** Every event is delivered at least once: twice at the same instant, or again long after, changes nothing. */
import { expect } from 'vitest'
import type { Houston } from '../harness/houston.ts'
import { twoWaves } from '../harness/pipeline.ts'
import { commitOf } from '../harness/push.ts'
import { completion, scenario, takenBack, underWay } from '../harness/scenario.ts'
import { tableItems } from '../harness/table.ts'
import { withEverythingTwice } from '../harness/topology.ts'

const counted = {
  'change.pushed': 1,
  'artifact.recorded': 1,
  'release.admitted': 1,
  'release.begun': 1,
  'release.prepared': 1,
}

/** Offers everything that was ever on the bus to every rule again. */
async function replayAll(houston: Houston): Promise<void> {
  const { bus } = houston.runtime
  const rules = bus.rules.map(({ rule }) => rule.name).filter((name) => name !== 'witness')
  const count = await bus.replay({ name: 'again', fromMs: 0, toMs: houston.nowMs + 1, rules })
  expect(count).toBeGreaterThan(3)
  await houston.settle()
}

scenario(
  'every event delivered twice at the same instant: a healthy release goes its way once',
  async (houston) => {
    await houston.declare()
    const { releaseId, version } = await houston.deliver()
    await houston.untilState(releaseId, ['completed'], '1h')
    expect(houston.router.weights('checkout', version)).toEqual([1, 10, 50, 100])
    // The second execution sees that the first drives the release, and ends.
    houston.logs.allow(/task failed .*release.already-driven/)
    houston.expectEvents({
      ...counted,
      'release.wave-shifting': 4,
      'release.wave-started': 4,
      'release.wave-judged': 4,
    })
    houston.allowEvents(...completion)
  },
  { topology: withEverythingTwice },
)

scenario(
  'every event delivered twice at the same instant: a bad release goes back once, and the next one starts once',
  async (houston) => {
    await houston.declare({ waves: twoWaves })
    const bad = await houston.deliver('checkout', 'The bad one')
    houston.router.behave('checkout', bad.version, { errorRate: 0.2 })
    const next = await houston.deliver('checkout', 'The next one')
    await houston.untilState(bad.releaseId, ['rolled-back'], '10m')
    await houston.untilState(next.releaseId, ['completed'], '20m')
    houston.logs.allow(/task failed .*release.already-driven/)
    houston.allowEvents(...underWay, ...completion)
    houston.expectEvents({ 'release.queued': 1, 'release.admitted': 2, 'rollback.started': 1, 'rollback.completed': 1 })
  },
  { topology: withEverythingTwice },
)

const withoutWatch = (items: readonly unknown[]) =>
  items.filter((item) => !JSON.stringify(item).includes('"sk":{"S":"watch"}'))

scenario('everything on the bus delivered again during a wave changes nothing', async (houston) => {
  await houston.declare({ waves: twoWaves })
  const { releaseId } = await houston.deliver()
  await houston.fastForward('1m')
  const before = await tableItems(houston)
  await replayAll(houston)
  expect(await tableItems(houston)).toEqual(before)
  await houston.untilState(releaseId, ['completed'], '20m')
  houston.logs.allow(/task failed .*release.already-driven/)
  houston.allowEvents(...completion)
  houston.expectEvents({ ...counted, 'release.wave-started': 2, 'release.wave-shifting': 2, 'release.wave-judged': 2 })
})

scenario(
  'everything on the bus delivered again after a completed release and one taken back changes nothing',
  async (houston) => {
    await houston.declare({ waves: twoWaves })
    const good = await houston.deliver('checkout', 'The good one')
    await houston.untilState(good.releaseId, ['completed'], '20m')
    const bad = await houston.deliver('checkout', 'The bad one')
    houston.router.behave('checkout', bad.version, { errorRate: 0.2 })
    await houston.untilState(bad.releaseId, ['rolled-back'], '10m')
    const before = await tableItems(houston)
    const calls = houston.router.calls.length
    await replayAll(houston)
    expect(await tableItems(houston)).toEqual(before)
    await houston.fastForward('5m')
    // The completed release goes on being watched, whatever was delivered again.
    expect(withoutWatch(await tableItems(houston))).toEqual(withoutWatch(before))
    expect(houston.router.calls).toHaveLength(calls)
    expect(houston.router.traffic('checkout')).toEqual({ stableVersion: good.version, canaryWeightPercent: 0 })
    houston.logs.allow(/task failed .*release.already-driven/)
    houston.allowEvents(...underWay, ...completion, ...takenBack)
  },
)

scenario('a webhook and a build that come twice at once start one release', async (houston) => {
  await houston.declare({ waves: twoWaves })
  const commit = commitOf('checkout')
  const answers = await Promise.all([houston.push(commit), houston.push(commit), houston.push(commit)])
  expect(answers.map(({ status }) => status).sort()).toEqual([202, 202, 202])
  await Promise.all([houston.build(commit), houston.build(commit), houston.build(commit)])
  await houston.fastForward('10s')
  expect((await houston.releaseOf('checkout', commit.version)).state).toBe('soaking')
  houston.allowEvents('release.wave-shifting', 'release.wave-started')
  houston.expectEvents(counted)
})
