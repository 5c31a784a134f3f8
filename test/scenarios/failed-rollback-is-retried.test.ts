/** A release that cannot be taken back keeps its target and says so; a person mends what stood in the way and lets it run again. */
import { expect } from 'vitest'
import type { Houston } from '../harness/houston.ts'
import { twoWaves } from '../harness/pipeline.ts'
import { completion, scenario, scenarios, underWay } from '../harness/scenario.ts'

async function failRollback(houston: Houston) {
  await houston.declare({ waves: twoWaves })
  const bad = await houston.deliver('checkout', 'The bad one')
  houston.router.behave('checkout', bad.version, { errorRate: 0.2 })
  houston.router.fault({ call: 'weights', kind: 'fail', weightPercent: 0 })
  await houston.untilState(bad.releaseId, ['rollback-failed'], '15m')
  houston.logs.expect(/task failed .*traffic.target-unreachable/)
  houston.allowEvents(...underWay)
  return bad
}

scenario('a rollback that cannot be done says so within five minutes, and keeps the target', async (houston) => {
  const bad = await failRollback(houston)
  const [started] = houston.events('rollback.started')
  const [failed] = houston.events('rollback.failed')
  expect(Date.parse(failed?.time ?? '') - Date.parse(started?.time ?? '')).toBeLessThan(5 * 60_000)
  expect(failed?.data.reason).toMatchObject({
    code: 'rollback-failed',
    sentence: expect.stringMatching(
      /^The traffic could not be moved back: traffic.target-unreachable: [^{}]*HTTP 503[^{}]*$/,
    ),
  })
  const next = await houston.deliver('checkout', 'The next one')
  await houston.fastForward('1h')
  expect(await houston.state(bad.releaseId)).toBe('rollback-failed')
  expect(await houston.state(next.releaseId)).toBe('queued')
  expect(houston.router.weights('checkout', bad.version)).toEqual([10])
  houston.expectEvents({ 'rollback.started': 1, 'rollback.failed': 1, 'release.queued': 1 })
})

scenario('mended by hand and retried, it is taken back, and the next release starts', async (houston) => {
  const bad = await failRollback(houston)
  const next = await houston.deliver('checkout', 'The next one')
  houston.router.mend()
  const answer = await houston.command(
    'rollback.retry',
    { releaseId: bad.releaseId, why: 'the router is back' },
    { roles: ['responder'] },
  )
  expect(answer.status).toBe(200)
  await houston.fastForward('10s')
  expect((await houston.release(bad.releaseId)).release).toMatchObject({
    state: 'rolled-back',
    reason: { code: 'harm' },
  })
  expect(houston.router.weights('checkout', bad.version)).toEqual([10, 0])
  await houston.untilState(next.releaseId, ['completed'], '20m')
  expect(houston.router.versions('checkout')).toEqual([next.version])
  expect(houston.events('rollback.retried')[0]?.data).toMatchObject({ by: 'responder-ann', why: 'the router is back' })
  houston.allowEvents(...completion, 'release.queued')
  houston.expectEvents({ 'rollback.started': 2, 'rollback.failed': 1, 'rollback.retried': 1, 'rollback.completed': 1 })
})

scenario('retried too early it fails again, and can be retried again; what came twice runs once', async (houston) => {
  const bad = await failRollback(houston)
  const retry = () => houston.command('rollback.retry', { releaseId: bad.releaseId, why: 'hope' })
  expect((await retry()).status).toBe(200)
  expect(await retry()).toMatchObject({ status: 409, body: { code: 'release.illegal-action' } })
  await houston.untilState(bad.releaseId, ['rollback-failed'], '15m')
  // The first retry's event once more: its time is over.
  await houston.putEvent('houston.rollback', 'rollback.retried', houston.events('rollback.retried')[0])
  await houston.fastForward('1m')
  expect(await houston.state(bad.releaseId)).toBe('rollback-failed')
  houston.router.mend()
  expect((await retry()).status).toBe(200)
  await houston.untilState(bad.releaseId, ['rolled-back'], '5m')
  houston.logs.expect(/task failed .*release.already-driven/)
  houston.expectEvents({ 'rollback.started': 3, 'rollback.failed': 2, 'rollback.retried': 2, 'rollback.completed': 1 })
})

scenarios(
  [['viewer']] as const,
  ([role]) => `a ${role} may not retry, and nobody may where no rollback failed`,
  async (houston, roles) => {
    await houston.declare({ waves: twoWaves })
    const { releaseId } = await houston.deliver()
    expect(await houston.command('rollback.retry', { releaseId, why: 'please' }, { roles })).toMatchObject({
      status: 403,
    })
    expect(await houston.command('rollback.retry', { releaseId, why: 'please' })).toMatchObject({
      status: 409,
      body: { code: 'release.illegal-action', fields: [{ message: 'is soaking' }] },
    })
    houston.allowEvents(...underWay)
  },
)
