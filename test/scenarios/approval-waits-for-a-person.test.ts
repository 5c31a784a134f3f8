/** A wave that needs a person waits for one: yes goes on, nobody for a week goes back, and not everybody may say yes. */
import { expect } from 'vitest'
import type { Houston } from '../harness/houston.ts'
import { completion, scenario, scenarios, takenBack, underWay } from '../harness/scenario.ts'
import { withoutJudge } from '../harness/topology.ts'

const approvedWaves = [
  { name: 'alpha', weightPercent: 10, soak: '2m' },
  { name: 'production', weightPercent: 100, soak: '2m', approval: true },
]

async function untilApproval(houston: Houston) {
  await houston.declare({ waves: approvedWaves })
  const delivered = await houston.deliver()
  await houston.untilState(delivered.releaseId, ['awaiting-approval'], '20m')
  houston.allowEvents(...underWay)
  return delivered
}

scenario('a wave waits for hours, and starts when a releaser says yes', async (houston) => {
  const { releaseId, version } = await untilApproval(houston)
  await houston.fastForward('2h')
  expect(houston.router.weights('checkout', version)).toEqual([10])
  expect(houston.events('release.approval-requested')).toHaveLength(1)

  const { status } = await houston.command(
    'release.approve',
    { releaseId, why: 'the numbers look good' },
    { roles: ['releaser'] },
  )
  expect(status).toBe(200)
  await houston.untilState(releaseId, ['completed'], '20m')
  expect(houston.router.weights('checkout', version)).toEqual([10, 100])
  expect(houston.events('release.approved')[0]?.data).toMatchObject({
    by: 'releaser-ann',
    why: 'the numbers look good',
    wave: 'production',
  })
  houston.allowEvents(...completion)
  houston.expectEvents({ 'release.approval-requested': 1, 'release.approved': 1 })
})

scenario(
  'nobody says yes within a week: the release is taken back',
  async (houston) => {
    await houston.declare({ waves: [{ name: 'production', weightPercent: 100, soak: '2m', approval: true }] })
    const { releaseId, version } = await houston.deliver()
    await houston.fastForward('6d23h')
    expect(await houston.state(releaseId)).toBe('awaiting-approval')
    await houston.fastForward('2h')
    expect((await houston.release(releaseId)).release).toMatchObject({
      state: 'rolled-back',
      reason: { code: 'not-approved', sentence: 'Nobody approved the next wave within a week.' },
    })
    expect(houston.router.weights('checkout', version)).toEqual([])
    expect(houston.router.versions('checkout')).toEqual(['v1'])
    houston.allowEvents(...underWay)
    houston.expectEvents({
      'release.approval-requested': 1,
      'release.wave-shifting': 0,
      'rollback.started': 1,
      'rollback.completed': 1,
    })
  },
  { topology: withoutJudge },
)

scenarios(
  [['viewer'], ['responder']] as const,
  ([role]) => `a ${role} may not approve, and nothing moves`,
  async (houston, roles) => {
    const { releaseId, version } = await untilApproval(houston)
    const { status, body } = await houston.command('release.approve', { releaseId, why: 'please' }, { roles })
    expect(status).toBe(403)
    expect(body).toMatchObject({ code: 'operation.denied' })
    await houston.fastForward('10m')
    expect(houston.router.weights('checkout', version)).toEqual([10])
    houston.expectEvents({ 'release.approval-requested': 1 })
  },
)

scenario('approval is refused where none is awaited, with the state and the field', async (houston) => {
  await houston.declare({ waves: approvedWaves })
  const { releaseId } = await houston.deliver()
  await houston.fastForward('30s')
  const { status, body } = await houston.command('release.approve', { releaseId, why: 'early' })
  expect(status).toBe(409)
  expect(body).toMatchObject({
    code: 'release.illegal-action',
    fields: [{ path: 'releaseId', message: 'is soaking' }],
  })
  const unexplained = await houston.command('release.approve', { releaseId, why: ' ' })
  expect(unexplained).toMatchObject({ status: 400, body: { fields: [{ path: 'why' }] } })
  houston.allowEvents(...underWay)
})

scenario('two people approve at the same moment: the wave starts once', async (houston) => {
  const { releaseId, version } = await untilApproval(houston)
  const answers = await Promise.all(
    (['releaser', 'admin'] as const).map((role) =>
      houston.command('release.approve', { releaseId, why: 'both of us' }, { roles: [role] }),
    ),
  )
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  await houston.untilState(releaseId, ['completed'], '20m')
  expect(houston.router.weights('checkout', version)).toEqual([10, 100])
  houston.allowEvents(...completion)
  houston.expectEvents({ 'release.approval-requested': 1, 'release.approved': 1, 'release.wave-shifting': 2 })
})

scenario('an aborted release is not approved any more', async (houston) => {
  const { releaseId, version } = await untilApproval(houston)
  await houston.accepted('release.abort', { releaseId, why: 'found a bug' })
  await houston.fastForward('1m')
  expect(await houston.state(releaseId)).toBe('rolled-back')
  expect(await houston.command('release.approve', { releaseId, why: 'too late' })).toMatchObject({ status: 409 })
  expect(houston.router.weights('checkout', version)).toEqual([10, 0])
  houston.allowEvents(...takenBack)
  houston.expectEvents({ 'release.approval-requested': 1, 'release.abort-requested': 1 })
})
