/** Houston stops and starts again in the middle of every state: what was acknowledged goes on, once. */
import type { ReleaseState } from '@houston/core/release'
import { expect } from 'vitest'
import type { Houston } from '../harness/houston.ts'
import { twoWaves } from '../harness/pipeline.ts'
import { completion, scenario, underWay } from '../harness/scenario.ts'

const approvedWaves = [
  { name: 'alpha', weightPercent: 10, soak: '2m' },
  { name: 'production', weightPercent: 100, soak: '2m', approval: true },
]

/** Stops Houston whenever the release shows a state for the first time. */
async function restartInEveryState(houston: Houston, releaseId: string, ended: ReleaseState): Promise<ReleaseState[]> {
  const restartedIn: ReleaseState[] = []
  for (let step = 0; step < 2_000; step++) {
    const state = await houston.state(releaseId)
    if (!restartedIn.includes(state)) {
      restartedIn.push(state)
      await houston.restart()
      if (state === 'awaiting-approval') {
        const answer = await houston.command('release.approve', { releaseId, why: 'go on' }, { roles: ['releaser'] })
        expect(answer.status).toBe(200)
      }
    }
    if (state === ended) return restartedIn
    await houston.fastForward('1s')
  }
  throw new Error(`${ended} was not reached; restarted in ${restartedIn.join(', ')}`)
}

scenario('a release is restarted in each of its states and completes', async (houston) => {
  await houston.declare({ waves: approvedWaves })
  // Each step takes long enough to be stopped in.
  houston.router.propagationMs = 5_000
  houston.router.fault({ call: 'pool', kind: 'fail', times: 3 })
  houston.router.fault({ call: 'promote', kind: 'fail', times: 3 })
  const { releaseId, version } = await houston.deliver()
  const restartedIn = await restartInEveryState(houston, releaseId, 'completed')
  expect(restartedIn).toEqual(['preparing', 'shifting', 'soaking', 'awaiting-approval', 'promoting', 'completed'])
  expect(houston.router.weights('checkout', version)).toEqual([10, 100])
  houston.logs.allow(/task failed .*(traffic.target-unreachable|release.weight-not-in-force)/)
  houston.allowEvents(...underWay, ...completion)
  houston.expectEvents({
    'release.begun': 1,
    'release.wave-shifting': 2,
    'release.wave-started': 2,
    'release.wave-judged': 2,
    'release.approval-requested': 1,
    'release.approved': 1,
    'release.completed': 1,
  })
})

scenario(
  'a bad release is restarted while it is taken back, failed and retried, and the queued one starts',
  async (houston) => {
    await houston.declare({ waves: twoWaves })
    const bad = await houston.deliver('checkout', 'The bad one')
    const next = await houston.deliver('checkout', 'The next one')
    houston.router.behave('checkout', bad.version, { errorRate: 0.2 })
    houston.router.fault({ call: 'weights', kind: 'fail', weightPercent: 0 })
    const restartedIn = await restartInEveryState(houston, bad.releaseId, 'rollback-failed')
    expect(restartedIn).toEqual(['soaking', 'rolling-back', 'rollback-failed'])
    expect(await houston.state(next.releaseId)).toBe('queued')
    houston.router.mend()
    await houston.accepted('rollback.retry', { releaseId: bad.releaseId, why: 'mended' })
    await houston.restart()
    await houston.untilState(bad.releaseId, ['rolled-back'], '5m')
    await houston.restart()
    await houston.untilState(next.releaseId, ['completed'], '20m')
    houston.logs.allow(/task failed .*traffic.target-unreachable/)
    houston.allowEvents(...underWay, ...completion, 'rollback.started', 'rollback.failed', 'rollback.retried')
    houston.expectEvents({
      'release.queued': 1,
      'release.admitted': 2,
      'rollback.completed': 1,
      'release.completed': 1,
    })
  },
)

scenario('a wave that is blind stays blind over a restart', async (houston) => {
  await houston.declare({ waves: twoWaves })
  houston.router.page = 'down'
  const { releaseId, version } = await houston.deliver()
  await houston.fastForward('10m')
  await houston.restart()
  await houston.fastForward('10m')
  expect(await houston.state(releaseId)).toBe('soaking')
  expect(houston.router.weights('checkout', version)).toEqual([10])
  houston.allowEvents(...underWay)
})
