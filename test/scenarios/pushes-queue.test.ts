/** One release at a time: a second waits, a third takes its place, and the waiting one starts when the first ends, whichever way. */
import { expect } from 'vitest'
import { twoWaves } from '../harness/pipeline.ts'
import { completion, scenario, scenarios, takenBack, underWay } from '../harness/scenario.ts'

scenarios(
  [
    { ending: 'completed', errorRate: 0.01 },
    { ending: 'rolled-back', errorRate: 0.2 },
  ] as const,
  ({ ending }) => `a second push waits, a third takes its place, and starts when the first is ${ending}`,
  async (houston, { ending, errorRate }) => {
    await houston.declare({ waves: twoWaves })
    const first = await houston.deliver('checkout', 'The first')
    houston.router.behave('checkout', first.version, { errorRate })
    const second = await houston.deliver('checkout', 'The second')
    expect(await houston.state(second.releaseId)).toBe('queued')
    const third = await houston.deliver('checkout', 'The third')
    expect((await houston.release(second.releaseId)).release).toMatchObject({
      state: 'superseded',
      reason: { code: 'superseded', sentence: expect.stringContaining(third.releaseId) },
    })
    expect(await houston.state(third.releaseId)).toBe('queued')

    await houston.untilState(first.releaseId, [ending], '30m')
    await houston.fastForward('30s')
    expect(await houston.state(third.releaseId)).toBe('soaking')
    await houston.untilState(third.releaseId, ['completed'], '30m')
    expect(houston.router.weights('checkout', second.version)).toEqual([])
    expect(houston.router.versions('checkout')).toEqual([third.version])
    expect(await houston.story(second.releaseId)).toEqual(['release.assessed', 'release.queued', 'release.superseded'])
    houston.allowEvents(...underWay, ...completion, ...takenBack)
    houston.expectEvents({ 'release.queued': 2, 'release.superseded': 1, 'release.admitted': 2 })
  },
)

scenario(
  'a queued release that is withdrawn leaves the queue: nothing supersedes it, nothing starts it',
  async (houston) => {
    await houston.declare({ waves: twoWaves })
    const first = await houston.deliver('checkout', 'The first')
    const second = await houston.deliver('checkout', 'The second')
    await houston.accepted('release.abort', { releaseId: second.releaseId, why: 'not today' })
    const third = await houston.deliver('checkout', 'The third')
    expect(await houston.state(third.releaseId)).toBe('queued')
    expect(await houston.story(second.releaseId)).toEqual(['release.assessed', 'release.queued', 'release.superseded'])
    await houston.untilState(first.releaseId, ['completed'], '30m')
    await houston.untilState(third.releaseId, ['completed'], '30m')
    expect(houston.router.weights('checkout', second.version)).toEqual([])
    houston.allowEvents(...underWay, ...completion)
    houston.expectEvents({ 'release.queued': 2, 'release.superseded': 1 })
  },
)
