/** A release that waits at its gate between two waves has canary traffic: what breaks meanwhile is taken back, and nobody waits for it. */
import { expect } from 'vitest'
import type { Houston } from '../harness/houston.ts'
import { completion, scenario, takenBack, underWay } from '../harness/scenario.ts'

const approvedWaves = [
  { name: 'alpha', weightPercent: 10, soak: '2m' },
  { name: 'production', weightPercent: 100, soak: '2m', approval: true },
]

async function untilApproval(houston: Houston) {
  await houston.declare({ waves: approvedWaves })
  const delivered = await houston.deliver()
  await houston.untilState(delivered.releaseId, ['awaiting-approval'], '20m')
  houston.allowEvents(...underWay, 'release.approval-requested')
  return delivered
}

const holdsOf = async (houston: Houston, releaseId: string) =>
  (
    await houston.accepted<{ holds: { state: string; outcome?: string; waveIndex: number }[] }>('watch.get', {
      releaseId,
    })
  ).holds

scenario('a canary that breaks while it waits for an approval is taken back within five minutes', async (houston) => {
  const { releaseId, version } = await untilApproval(houston)
  await houston.fastForward('20m')
  expect(await holdsOf(houston, releaseId)).toMatchObject([{ waveIndex: 0, state: 'watching' }])
  const onsetMs = houston.nowMs
  houston.router.behave('checkout', version, { errorRate: 0.1 })
  await houston.untilState(releaseId, ['rolled-back'], '10m')
  const { release } = await houston.release(releaseId)
  expect((release.zeroWeightAtMs ?? 0) - onsetMs).toBeLessThan(5 * 60_000)
  expect(houston.router.traffic('checkout')).toEqual({ stableVersion: 'v1', canaryWeightPercent: 0 })
  expect(release).toMatchObject({ rollbackCause: { kind: 'verdict', id: 'hold' } })
  expect(release.reason?.sentence).toMatch(/While it waited at its gate\. Harm: .*errors/)
  await houston.fastForward('1m')
  expect(await holdsOf(houston, releaseId)).toMatchObject([{ state: 'ended', outcome: 'harm' }])
  houston.allowEvents(...takenBack)
  houston.expectEvents({ 'rollback.requested': 1, 'rollback.completed': 1, 'release.approved': 0 })
})

scenario('a healthy one waits on, and is looked at no more once it has left its gate', async (houston) => {
  const { releaseId, version } = await untilApproval(houston)
  await houston.fastForward('40m')
  expect(await houston.state(releaseId)).toBe('awaiting-approval')
  await houston.command('release.approve', { releaseId, why: 'the numbers look good' }, { roles: ['releaser'] })
  await houston.untilState(releaseId, ['completed'], '20m')
  expect(await holdsOf(houston, releaseId)).toMatchObject([{ waveIndex: 0, state: 'ended', outcome: 'left' }])
  expect(houston.router.weights('checkout', version)).toEqual([10, 100])
  houston.allowEvents(...completion, 'release.approved')
  houston.expectEvents({ 'release.completed': 1, 'rollback.requested': 0, 'watch.blind': 0 })
})

scenario(
  'an incident that hits both sides takes nothing back, and a silent source is told of once',
  async (houston) => {
    const { releaseId, version } = await untilApproval(houston)
    for (const each of ['v1', version]) houston.router.behave('checkout', each, { errorRate: 0.1 })
    await houston.fastForward('30m')
    houston.router.page = 'down'
    await houston.fastForward('30m')
    expect(await houston.state(releaseId)).toBe('awaiting-approval')
    expect(houston.router.traffic('checkout')).toMatchObject({ canaryWeightPercent: 10 })
    houston.expectEvents({ 'watch.blind': 1, 'rollback.requested': 0 })
  },
)
