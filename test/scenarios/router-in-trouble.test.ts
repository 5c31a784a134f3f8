/** The target that moves the traffic fails, hangs, loses answers or is slow: the release goes on or goes back, and never lies. */
import { expect } from 'vitest'
import { oneWave, twoWaves } from '../harness/pipeline.ts'
import { completion, scenario, scenarios, takenBack, underWay } from '../harness/scenario.ts'
import type { RouterCall } from '../harness/scripted-router.ts'

const calls: readonly { call: RouterCall; step: string }[] = [
  { call: 'state', step: 'reading' },
  { call: 'pool', step: 'preparing' },
  { call: 'weights', step: 'shifting' },
  { call: 'promote', step: 'promoting' },
]

scenarios(
  calls.flatMap((row) => (['fail', 'lose'] as const).map((kind) => ({ ...row, kind }))),
  ({ step, kind }) =>
    `${step}: three calls in a row ${kind === 'fail' ? 'answered 503' : 'whose answer is lost'} cost time, not the release`,
  async (houston, { call, kind }) => {
    await houston.declare({ waves: oneWave })
    houston.router.fault({ call, kind, times: 3 })
    const { releaseId, version } = await houston.deliver()
    await houston.untilState(releaseId, ['completed'], '20m')
    expect(houston.router.weights('checkout', version)).toEqual([100])
    expect(houston.router.versions('checkout')).toEqual([version])
    houston.logs.expect(/task failed .*traffic.target-unreachable/)
    houston.allowEvents(...completion)
    houston.expectEvents({
      ...{
        'change.pushed': 1,
        'artifact.recorded': 1,
        'release.admitted': 1,
        'release.begun': 1,
        'release.prepared': 1,
      },
      ...{ 'release.wave-shifting': 1, 'release.wave-started': 1, 'release.wave-judged': 1 },
    })
  },
)

scenario('a call that hangs is given up after seconds and made again', async (houston) => {
  await houston.declare({ waves: oneWave })
  houston.router.fault({ call: 'weights', kind: 'hang', times: 1 })
  houston.router.fault({ call: 'state', kind: 'hang', times: 1 })
  const { releaseId, version } = await houston.deliver()
  await houston.untilState(releaseId, ['completed'], '20m')
  expect(houston.router.weights('checkout', version)).toEqual([100])
  houston.logs.expect(/task failed .*no answer in 3000 ms/)
  houston.allowEvents(...underWay, ...completion)
})

const endings: readonly { call: RouterCall; code: string; weights: number[] }[] = [
  { call: 'pool', code: 'prepare-failed', weights: [] },
  { call: 'weights', code: 'shift-failed', weights: [] },
  { call: 'promote', code: 'promote-failed', weights: [100, 0] },
]

scenarios(
  endings,
  ({ call, code }) => `a router that refuses every ${call} call ends the release as ${code}, and nothing stays moved`,
  async (houston, { call, code, weights }) => {
    await houston.declare({ waves: oneWave })
    houston.router.fault({ call, kind: 'fail', ...(call === 'weights' && { weightPercent: 100 }) })
    const { releaseId, version } = await houston.deliver()
    await houston.untilState(releaseId, ['rolled-back'], '30m')
    const { release } = await houston.release(releaseId)
    expect(release.reason?.code).toBe(code)
    // A sentence for a person: what failed, and no stack.
    expect(release.reason?.sentence).toMatch(
      /traffic.target-unreachable: the target of checkout cannot be reached: HTTP 503/,
    )
    expect(release.reason?.sentence).not.toMatch(/[{}]|at .*\.ts/)
    expect(houston.router.weights('checkout', version)).toEqual(weights)
    expect(houston.router.versions('checkout')).toEqual(['v1'])
    houston.logs.expect(/task failed .*traffic.target-unreachable/)
    houston.allowEvents(...underWay, 'release.promoting')
    houston.expectEvents({ 'rollback.started': 1, 'rollback.completed': 1 })
  },
)

scenario('a version that was made ready though every answer was lost is let go again', async (houston) => {
  await houston.declare({ waves: oneWave })
  houston.router.fault({ call: 'pool', kind: 'lose' })
  const { releaseId, version } = await houston.deliver()
  expect(houston.router.versions('checkout')).toContain(version)
  await houston.untilState(releaseId, ['rolled-back'], '30m')
  expect(houston.router.versions('checkout')).toEqual(['v1'])
  houston.logs.expect(/task failed .*traffic.target-unreachable/)
  houston.allowEvents(...underWay, ...takenBack)
})

scenario('a weight that takes half a minute to come into force: the soak begins only then', async (houston) => {
  await houston.declare({ waves: twoWaves })
  houston.router.propagationMs = 30_000
  const { releaseId, version } = await houston.deliver()
  await houston.fastForward('20s')
  expect(await houston.state(releaseId)).toBe('shifting')
  expect(houston.events('release.wave-started')).toEqual([])
  await houston.untilState(releaseId, ['completed'], '30m')
  for (const { startedAtMs, weightPercent } of (await houston.release(releaseId)).waves) {
    const shifted = houston.events('release.wave-shifting').find(({ data }) => data.weightPercent === weightPercent)
    expect(startedAtMs - Date.parse(shifted?.time ?? '')).toBeGreaterThanOrEqual(30_000)
  }
  expect(houston.router.weights('checkout', version)).toEqual([10, 100])
  houston.logs.expect(/task failed .*release.weight-not-in-force/)
  houston.allowEvents(...underWay, ...completion)
})

scenario('a weight that never comes into force is taken back', async (houston) => {
  await houston.declare({ waves: twoWaves })
  houston.router.propagationMs = 24 * 3_600_000
  const { releaseId, version } = await houston.deliver()
  await houston.untilState(releaseId, ['rolled-back'], '30m')
  expect((await houston.release(releaseId)).release.reason).toMatchObject({
    code: 'weight-not-in-force',
    sentence: expect.stringMatching(/0 % of the traffic goes to the new version, 10 % was asked for/),
  })
  expect(houston.router.weights('checkout', version)).toEqual([])
  houston.logs.expect(/task failed .*release.weight-not-in-force/)
  houston.allowEvents(...underWay)
  houston.expectEvents({ 'release.wave-started': 0, 'rollback.started': 1, 'rollback.completed': 1 })
})

scenarios(
  [
    { by: 'raised to 30 %', change: { canaryWeightPercent: 30 }, weights: [10, 30, 0] },
    { by: 'set to 0 %', change: { canaryWeightPercent: 0 }, weights: [10, 0] },
  ],
  ({ by }) => `a weight ${by} by hand during a wave: the release is taken back, not carried on from there`,
  async (houston, { change, weights }) => {
    await houston.declare({ waves: twoWaves })
    const { releaseId, version } = await houston.deliver()
    await houston.fastForward('1m')
    houston.router.drift('checkout', change)
    await houston.untilState(releaseId, ['rolled-back'], '3h')
    expect(houston.router.weights('checkout', version)).toEqual(weights)
    const { release } = await houston.release(releaseId)
    expect(release.reason?.sentence).toMatch(/drifted: expected|fell silent/)
    houston.logs.allow(/task failed .*traffic.drifted/)
    houston.allowEvents(...underWay, ...takenBack)
  },
)
