/** What a newer version does while another one is released: it waits in line, takes the place of whoever waits, or stops one without traffic. */
import { expect } from 'vitest'
import { oneWave, twoWaves } from '../harness/pipeline.ts'
import { completion, scenario, takenBack, underWay } from '../harness/scenario.ts'

scenario('fifo: all wait in their order, and one that is withdrawn leaves the line', async (houston) => {
  await houston.declare({ waves: oneWave, more: { queue: 'fifo' } })
  const releases = []
  for (const title of ['one', 'two', 'three', 'four']) releases.push(await houston.deliver('checkout', title))
  const [one, two, three, four] = releases.map(({ releaseId }) => releaseId)
  expect(await Promise.all([two, three, four].map((id) => houston.state(id ?? '')))).toEqual([
    'queued',
    'queued',
    'queued',
  ])
  await houston.accepted('release.abort', { releaseId: three ?? '', why: 'not today' })
  for (const id of [one, two, four]) await houston.untilState(id ?? '', ['completed'], '30m')
  expect(houston.events('release.admitted').map(({ data }) => data.releaseId)).toEqual([one, two, four])
  houston.allowEvents(...underWay, ...completion)
  houston.expectEvents({ 'release.queued': 3, 'release.superseded': 1, 'release.completed': 3 })
})

scenario(
  'replace: a newer version stops one that stands at its first gate, and goes out in its place',
  async (houston) => {
    await houston.accepted('gate.freeze', { why: 'holiday' })
    await houston.declare({ waves: twoWaves, more: { queue: 'replace' } })
    const first = await houston.deliver('checkout', 'The first')
    expect(await houston.state(first.releaseId)).toBe('held')
    const second = await houston.deliver('checkout', 'The second')
    await houston.fastForward('1m')
    expect((await houston.release(first.releaseId)).release).toMatchObject({
      state: 'rolled-back',
      reason: { code: 'replaced', sentence: expect.stringContaining(second.releaseId) },
    })
    expect(await houston.state(second.releaseId)).toBe('held')
    await houston.accepted('gate.thaw', { name: 'emergency', why: 'over' })
    await houston.fastForward('30s')
    expect(await houston.state(second.releaseId)).toBe('soaking')
    // One that has traffic is left alone: the third waits.
    const third = await houston.deliver('checkout', 'The third')
    await houston.untilState(second.releaseId, ['completed'], '30m')
    await houston.untilState(third.releaseId, ['completed'], '30m')
    expect(houston.router.weights('checkout', first.version)).toEqual([])
    houston.allowEvents(...underWay, ...completion, ...takenBack, 'gate.held', 'freeze.recorded', 'freeze.lifted')
    houston.expectEvents({
      'release.abort-requested': 1,
      'release.queued': 2,
      'release.superseded': 0,
      'release.completed': 2,
    })
  },
)
