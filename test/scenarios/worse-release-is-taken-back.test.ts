/** A release that is worse than what runs is taken back from the wave that shows it, and never sees the next one. */
import { expect } from 'vitest'
import { scenario, scenarios, takenBack, underWay } from '../harness/scenario.ts'

scenario('a release that fails ten times as often is taken back at 1 % and never sees 10 %', async (houston) => {
  await houston.declare()
  houston.router.behave('checkout', 'v1', { errorRate: 0.01 })
  const { releaseId, version } = await deliverWorse(houston, () => 0.1)
  await houston.untilState(releaseId, ['rolled-back'], '5m')
  await houston.fastForward('30m')

  expect(houston.router.weights('checkout', version)).toEqual([1, 0])
  expect(houston.router.traffic('checkout')).toEqual({ stableVersion: 'v1', canaryWeightPercent: 0 })
  expect(houston.router.versions('checkout')).toEqual(['v1'])
  const { release, waves } = await houston.release(releaseId)
  expect(release.reason?.code).toBe('harm')
  expect(release.reason?.sentence).toMatch(/^Harm: .*%/)
  expect(waves.map(({ outcome }) => outcome)).toEqual(['harm'])
  // Onset to zero weight, on the clock of the traffic.
  const [shifting] = houston.events('release.wave-shifting')
  expect((release.zeroWeightAtMs ?? 0) - Date.parse(shifting?.time ?? '')).toBeLessThan(3 * 60_000)
  expect(houston.router.counts('checkout', version).errors).toBeLessThan(400)
  houston.allowEvents(...underWay)
  houston.expectEvents({
    'release.wave-started': 1,
    'release.wave-judged': 1,
    'rollback.started': 1,
    'rollback.completed': 1,
  })
})

const later = [
  { wave: 'beta', from: 10, weights: [1, 10, 0] },
  { wave: 'gamma', from: 50, weights: [1, 10, 50, 0] },
  { wave: 'production', from: 100, weights: [1, 10, 50, 100, 0] },
]

scenarios(
  later,
  ({ wave, from }) => `a release that gets worse at ${from} % is taken back in ${wave}`,
  async (houston, { from, weights, wave }) => {
    await houston.declare()
    const { releaseId, version } = await deliverWorse(houston, (weightPercent) => (weightPercent >= from ? 0.1 : 0.01))
    await houston.untilState(releaseId, ['rolled-back'], '1h')
    expect(houston.router.weights('checkout', version)).toEqual(weights)
    const { release, waves } = await houston.release(releaseId)
    expect(release.reason?.code).toBe('harm')
    expect(waves.at(-1)).toMatchObject({ name: wave, outcome: 'harm', judging: false })
    expect(houston.router.versions('checkout')).toEqual(['v1'])
    houston.allowEvents(...underWay, ...takenBack)
    houston.expectEvents({ 'release.wave-judged': weights.length - 1, 'rollback.completed': 1 })
  },
)

async function deliverWorse(
  houston: Parameters<Parameters<typeof scenario>[1]>[0],
  errorRate: (weight: number) => number,
) {
  const delivered = await houston.deliver()
  houston.router.behave('checkout', delivered.version, { errorRate })
  return delivered
}
