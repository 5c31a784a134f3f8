/** A person may stop a release in the states of the table, and in no other; whatever was moved goes back. */
import { type ReleaseState, releaseActions, releaseStates } from '@houston/core/release'
import { expect } from 'vitest'
import type { Houston } from '../harness/houston.ts'
import { oneWave, twoWaves } from '../harness/pipeline.ts'
import { completion, scenarios, takenBack, underWay } from '../harness/scenario.ts'

interface Reached {
  readonly releaseId: string
  readonly version: string
}

const approvedWaves = [{ name: 'production', weightPercent: 100, soak: '2m', approval: true }]

/** How a story gets a release into a state, and keeps it there. */
const reach: Readonly<Record<ReleaseState, (houston: Houston) => Promise<Reached>>> = {
  queued: async (houston) => {
    await houston.declare({ waves: twoWaves })
    await houston.deliver('checkout', 'Goes first')
    return houston.deliver('checkout', 'Waits')
  },
  admitted: async (houston) => {
    await houston.restart({
      topology: (all) => ({ ...all, rules: all.rules.filter(({ name }) => name !== 'release-admitted') }),
    })
    await houston.declare({ waves: twoWaves })
    return houston.deliver()
  },
  preparing: async (houston) => {
    await houston.declare({ waves: twoWaves })
    houston.router.fault({ call: 'pool', kind: 'fail', times: 4 })
    houston.logs.expect(/task failed .*traffic.target-unreachable/)
    return houston.deliver()
  },
  held: async (houston) => {
    await houston.accepted('gate.freeze', { why: 'the payment provider is down' })
    await houston.declare({ waves: twoWaves })
    return houston.deliver()
  },
  'awaiting-approval': async (houston) => {
    await houston.declare({ waves: approvedWaves })
    return houston.deliver()
  },
  shifting: async (houston) => {
    await houston.declare({ waves: twoWaves })
    houston.router.propagationMs = 60_000
    houston.logs.expect(/task failed .*release.weight-not-in-force/)
    return houston.deliver()
  },
  soaking: async (houston) => {
    await houston.declare({ waves: twoWaves })
    const reached = await houston.deliver()
    await houston.fastForward('1m')
    return reached
  },
  promoting: async (houston) => {
    await houston.declare({ waves: oneWave })
    const reached = await houston.deliver()
    houston.router.fault({ call: 'promote', kind: 'fail', times: 4 })
    houston.logs.expect(/task failed .*traffic.target-unreachable/)
    await houston.untilState(reached.releaseId, ['promoting'], '10m', '1s')
    return reached
  },
  completed: async (houston) => {
    await houston.declare({ waves: oneWave })
    const reached = await houston.deliver()
    await houston.untilState(reached.releaseId, ['completed'])
    return reached
  },
  'rolling-back': async (houston) => {
    const reached = await failing(houston)
    await houston.untilState(reached.releaseId, ['rolling-back'], '5m', '1s')
    return reached
  },
  'rolled-back': async (houston) => {
    await houston.declare({ waves: twoWaves })
    const reached = await houston.deliver()
    houston.router.behave('checkout', reached.version, { errorRate: 0.2 })
    await houston.untilState(reached.releaseId, ['rolled-back'], '10m')
    return reached
  },
  'rollback-failed': async (houston) => {
    const reached = await failing(houston)
    await houston.untilState(reached.releaseId, ['rollback-failed'], '10m')
    return reached
  },
  superseded: async (houston) => {
    await houston.declare({ waves: twoWaves })
    await houston.deliver('checkout', 'Goes first')
    const reached = await houston.deliver('checkout', 'Gives way')
    await houston.deliver('checkout', 'Takes its place')
    return reached
  },
}

/** A bad release whose weight cannot be taken back. */
async function failing(houston: Houston): Promise<Reached> {
  await houston.declare({ waves: twoWaves })
  const reached = await houston.deliver()
  houston.router.behave('checkout', reached.version, { errorRate: 0.2 })
  houston.router.fault({ call: 'weights', kind: 'fail', weightPercent: 0 })
  houston.logs.expect(/task failed .*traffic.target-unreachable/)
  return reached
}

const possible: readonly ReleaseState[] = releaseActions.abort
const allow = (houston: Houston) =>
  houston.allowEvents(
    ...[...underWay, ...completion, ...takenBack],
    ...[
      'freeze.recorded',
      'gate.held',
      'release.approval-requested',
      'release.queued',
      'release.superseded',
      'rollback.failed',
    ],
  )

scenarios(
  possible,
  (state) => `abort while ${state}: nothing of it is left`,
  async (houston, state) => {
    const { releaseId, version } = await reach[state](houston)
    expect(await houston.state(releaseId)).toBe(state)
    const atMs = houston.nowMs
    houston.logs.allow(/task failed .*release.aborted/)
    const { status } = await houston.command(
      'release.abort',
      { releaseId, why: 'a bad feeling' },
      { roles: ['responder'] },
    )
    expect(status).toBe(200)
    if (state === 'admitted') await houston.restart({ topology: (all) => all })
    if (state === 'admitted')
      await houston.putEvent('houston.release', 'release.admitted', houston.events('release.admitted')[0])
    await houston.untilState(releaseId, ['rolled-back', 'superseded'], '5m', '1s')
    // Nobody waits for a tick of the judge, a week of approval or a verification.
    expect(houston.nowMs - atMs).toBeLessThanOrEqual(state === 'shifting' || state === 'preparing' ? 75_000 : 5_000)
    expect((await houston.release(releaseId)).release.reason).toMatchObject({
      code: 'aborted',
      sentence: expect.stringContaining('responder-ann'),
    })
    await houston.fastForward('2m')
    if (state !== 'queued') expect(houston.router.versions('checkout')).toEqual(['v1'])
    expect(houston.router.versions('checkout')).not.toContain(version)
    allow(houston)
    const ended = state === 'queued' ? 'release.superseded' : 'rollback.completed'
    houston.expectEvents({ [ended]: 1, 'release.abort-requested': state === 'queued' ? 0 : 1 })
  },
)

scenarios(
  releaseStates.filter((state) => !possible.includes(state)),
  (state) => `abort while ${state}: refused, naming the state`,
  async (houston, state) => {
    const { releaseId } = await reach[state](houston)
    expect(await houston.state(releaseId)).toBe(state)
    const before = await houston.story(releaseId)
    const { status, body } = await houston.command('release.abort', { releaseId, why: 'a bad feeling' })
    expect(status).toBe(409)
    expect(body).toMatchObject({
      code: 'release.illegal-action',
      fields: [{ path: 'releaseId', message: `is ${state}` }],
    })
    expect(await houston.story(releaseId)).toEqual(before)
    allow(houston)
  },
)
