/** A healthy release goes through its waves, takes all traffic and frees its target. */
import { expect } from 'vitest'
import { twoWaves } from '../harness/pipeline.ts'
import { scenario } from '../harness/scenario.ts'

scenario('a healthy release goes 1, 10, 50, 100 and the old version is let go', async (houston) => {
  await houston.declare()
  const { releaseId, version } = await houston.deliver()
  await houston.fastForward('30m')

  expect(houston.router.weights('checkout', version)).toEqual([1, 10, 50, 100])
  expect(houston.router.traffic('checkout')).toEqual({ stableVersion: version, canaryWeightPercent: 0 })
  expect(houston.router.versions('checkout')).toEqual([version])
  const wave = ['gate.opened', 'release.wave-shifting', 'release.wave-started', 'release.wave-judged']
  expect(await houston.story(releaseId)).toEqual([
    ...['release.assessed', 'release.admitted', 'release.begun', 'release.prepared'],
    ...[...wave, ...wave, ...wave, ...wave],
    ...['release.promoting', 'release.completed'],
  ])
  const { release, waves } = await houston.release(releaseId)
  expect(release.reason).toEqual({ code: 'safe', sentence: `Version ${version} passed 4 waves and takes all traffic.` })
  expect(waves.map(({ name, outcome, judging }) => [name, outcome, judging])).toEqual([
    ['alpha', 'passed', false],
    ['beta', 'passed', false],
    ['gamma', 'passed', false],
    ['production', 'passed', false],
  ])
  // No wave was let off early.
  for (const { startedAtMs, endedAtMs = 0, soakMs } of waves)
    expect(endedAtMs - startedAtMs).toBeGreaterThanOrEqual(soakMs)
  // One correlation id from the push to the end.
  const ids = houston.events().filter(({ type }) => !type.endsWith('.recorded') || type === 'artifact.recorded')
  expect(new Set(ids.map(({ correlationId }) => correlationId)).size).toBe(1)

  houston.expectEvents({
    'change.pushed': 1,
    'artifact.recorded': 1,
    'release.admitted': 1,
    'release.begun': 1,
    'release.prepared': 1,
    'gate.opened': 4,
    'release.wave-shifting': 4,
    'release.wave-started': 4,
    'release.wave-judged': 4,
    'release.promoting': 1,
    'release.completed': 1,
  })
})

scenario('the target is free after a release: the next push starts at once', async (houston) => {
  await houston.declare({ waves: twoWaves })
  const first = await houston.deliver('checkout', 'The first')
  await houston.untilState(first.releaseId, ['completed'])
  const second = await houston.deliver('checkout', 'The second')
  await houston.fastForward('1m')
  expect((await houston.release(second.releaseId)).release).toMatchObject({
    state: 'soaking',
    stableVersion: first.version,
  })
  await houston.untilState(second.releaseId, ['completed'])
  expect(houston.router.versions('checkout')).toEqual([second.version])
  houston.allowEvents('change.pushed', 'artifact.recorded', 'release.begun', 'release.prepared', 'release.promoting')
  houston.allowEvents('gate.opened')
  houston.expectEvents({
    'release.admitted': 2,
    'release.wave-shifting': 4,
    'release.wave-started': 4,
    'release.wave-judged': 4,
    'release.completed': 2,
  })
})

scenario('two services release beside each other, each at its own pace', async (houston) => {
  await houston.declare()
  await houston.declare({ service: 'search' })
  houston.router.behave('search', 'v1', { errorRate: 0.002 })
  const checkout = await houston.deliver('checkout')
  const search = await houston.deliver('search')
  await houston.fastForward('40m')
  expect(houston.router.weights('checkout', checkout.version)).toEqual([1, 10, 50, 100])
  expect(houston.router.weights('search', search.version).at(-1)).not.toBe(100)
  houston.allowEvents('change.pushed', 'artifact.recorded', 'release.begun', 'release.prepared', 'release.promoting')
  houston.allowEvents('gate.opened')
  houston.allowEvents('release.wave-shifting', 'release.wave-started', 'release.wave-judged', 'rollback.started')
  houston.expectEvents({ 'release.admitted': 2, 'release.completed': 1, 'rollback.completed': 1 })
})
