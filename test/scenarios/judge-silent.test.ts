/** A dead judge is blind: the weight is held, people are told every three minutes, and after two hours the release is taken back. */
import { expect } from 'vitest'
import { scenario, scenarios, takenBack } from '../harness/scenario.ts'
import { withBrokenJudge, withoutJudge } from '../harness/topology.ts'

const begun = ['change.pushed', 'artifact.recorded', 'release.admitted', 'release.begun', 'release.prepared']

scenarios(
  [
    { judge: 'that nobody calls', topology: withoutJudge },
    { judge: 'that fails at every tick', topology: withBrokenJudge },
  ],
  ({ judge }) => `a judge ${judge}: held at 1 %, reported, taken back after two hours`,
  async (houston) => {
    await houston.declare()
    const { releaseId, version } = await houston.deliver()
    await houston.fastForward('10m')
    expect(houston.router.weights('checkout', version)).toEqual([1])
    expect(houston.events('release.judge-silent').map(({ data }) => data.rounds)).toEqual([1, 2, 3])
    await houston.fastForward('1h45m')
    expect(await houston.state(releaseId)).toBe('soaking')
    await houston.fastForward('10m')
    expect(houston.router.weights('checkout', version)).toEqual([1, 0])
    expect((await houston.release(releaseId)).release).toMatchObject({
      state: 'rolled-back',
      reason: { code: 'blind-too-long', sentence: 'The judge gave no sign of life for two hours.' },
    })
    houston.allowEvents(...begun, ...takenBack)
    houston.expectEvents({
      'release.wave-shifting': 1,
      'release.wave-started': 1,
      'release.judge-silent': 39,
      'rollback.completed': 1,
    })
  },
  ({ topology }) => ({ topology }),
)

scenario(
  'an abort does not wait for a judge that is dead',
  async (houston) => {
    await houston.declare()
    const { releaseId, version } = await houston.deliver()
    await houston.fastForward('1m')
    await houston.accepted('release.abort', { releaseId, why: 'the judge is dead' })
    expect(await houston.state(releaseId)).toBe('rolled-back')
    expect(houston.router.weights('checkout', version)).toEqual([1, 0])
    houston.allowEvents(...begun, ...takenBack, 'release.wave-shifting', 'release.wave-started', 'release.wave-judged')
    houston.expectEvents({ 'release.abort-requested': 1, 'rollback.completed': 1 })
  },
  { topology: withoutJudge },
)

scenario(
  'a judge that comes back after the release was taken back leaves its wave alone',
  async (houston) => {
    await houston.declare()
    const { releaseId } = await houston.deliver()
    await houston.fastForward('2h10m')
    expect(await houston.state(releaseId)).toBe('rolled-back')
    await houston.restart({ topology: (topology) => topology })
    await houston.fastForward('5m')
    const { waves } = await houston.release(releaseId)
    expect(waves.map(({ judging, outcome }) => ({ judging, outcome }))).toEqual([
      { judging: false, outcome: undefined },
    ])
    houston.allowEvents(...begun, ...takenBack, 'release.wave-shifting', 'release.wave-started')
    houston.expectEvents({ 'release.judge-silent': 39, 'release.wave-judged': 0 })
  },
  { topology: withoutJudge },
)
