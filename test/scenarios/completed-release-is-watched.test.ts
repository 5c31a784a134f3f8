/** A completed release is watched for a day: what breaks is taken back within minutes, and nobody waits for it. */
import { expect } from 'vitest'
import type { Houston } from '../harness/houston.ts'
import { oneWave, twoWaves } from '../harness/pipeline.ts'
import { completion, scenario, takenBack, underWay } from '../harness/scenario.ts'

async function promoted(houston: Houston, title: string) {
  const delivered = await houston.deliver('checkout', title)
  await houston.untilState(delivered.releaseId, ['completed'], '20m')
  houston.allowEvents(...underWay, ...completion)
  return delivered
}

const watchOf = async (houston: Houston, releaseId: string) =>
  (await houston.accepted<{ watch?: { state: string; outcome?: string } }>('watch.get', { releaseId })).watch

scenario(
  'a version that breaks an hour after promotion is taken back within five minutes of its onset',
  async (houston) => {
    await houston.declare({ waves: oneWave })
    const { releaseId, version } = await promoted(houston, 'A change')
    await houston.fastForward('1h')
    expect(await houston.state(releaseId)).toBe('completed')
    const onsetMs = houston.nowMs
    houston.router.behave('checkout', version, { errorRate: 0.2 })
    await houston.untilState(releaseId, ['rolled-back'], '10m')
    const { release } = await houston.release(releaseId)
    expect((release.zeroWeightAtMs ?? 0) - onsetMs).toBeLessThan(5 * 60_000)
    expect(houston.router.traffic('checkout')).toEqual({ stableVersion: 'v1', canaryWeightPercent: 0 })
    expect(release).toMatchObject({ rollbackCause: { kind: 'verdict', id: 'watch' } })
    expect(release.reason?.sentence).toMatch(/After promotion\. Harm: .*errors/)
    await houston.fastForward('1m')
    expect(await watchOf(houston, releaseId)).toMatchObject({ state: 'ended', outcome: 'breach' })
    houston.allowEvents(...takenBack)
    houston.expectEvents({ 'rollback.requested': 1, 'rollback.completed': 1, 'watch.ended': 1 })
  },
)

scenario('the watch holds no target: the next release goes, and ends it', async (houston) => {
  await houston.declare({ waves: twoWaves })
  const first = await promoted(houston, 'The first')
  const second = await promoted(houston, 'The second')
  await houston.fastForward('1m')
  expect(await watchOf(houston, first.releaseId)).toMatchObject({ state: 'ended', outcome: 'replaced' })
  expect(await watchOf(houston, second.releaseId)).toMatchObject({ state: 'watching' })
  houston.expectEvents({ 'release.completed': 2, 'watch.ended': 1, 'rollback.requested': 0 })
})

scenario('a source that is silent takes nothing back; people are told once', async (houston) => {
  await houston.declare({ waves: oneWave })
  const { releaseId } = await promoted(houston, 'A change')
  houston.router.page = 'down'
  await houston.fastForward('30m')
  expect(await houston.state(releaseId)).toBe('completed')
  houston.expectEvents({ 'watch.blind': 1, 'rollback.requested': 0 })
})
