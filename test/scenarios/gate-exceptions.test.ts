/** What holds a release beside time, and who passes: a fix of what burns, a hotfix with one approval; facts that are not known hold. */
import { expect } from 'vitest'
import type { Houston } from '../harness/houston.ts'
import { allowPages } from '../harness/pager.ts'
import { oneWave, twoWaves } from '../harness/pipeline.ts'
import { completion, scenario, underWay } from '../harness/scenario.ts'
import { withoutJudge } from '../harness/topology.ts'

const allow = (houston: Houston, ...more: string[]) => houston.allowEvents(...underWay, 'gate.held', ...more)
const incidentEvents = (houston: Houston): string[] =>
  [...new Set(houston.events().map(({ type }) => type))].filter((type) => /^(incident|escalation|page)\./.test(type))
const asService = { token: 'token-of-service' }

scenario('an active incident holds a release; one that replaces the version which burns goes on', async (houston) => {
  await houston.declare({ waves: oneWave })
  const first = await houston.deliver('checkout', 'The first')
  await houston.untilState(first.releaseId, ['completed'], '20m')
  await houston.accepted('incident.declare', { service: 'checkout', title: 'Payments fail', severity: 'SEV2' })
  const { items } = await houston.accepted<{ items: { id: string }[] }>('incident.list', {})
  const fix = await houston.deliver('checkout', 'The fix')
  expect(await houston.state(fix.releaseId)).toBe('held')
  expect(houston.events('gate.held')[0]?.data).toMatchObject({
    reasons: [{ check: 'incident', reason: 'incident-active' }],
  })
  await houston.accepted('gate.attribute', {
    subject: items[0]?.id ?? '',
    service: 'checkout',
    version: first.version,
    why: 'the error is in its new code',
  })
  expect(await houston.state(fix.releaseId)).toBe('soaking')
  expect(houston.events('gate.opened').at(-1)?.data).toMatchObject({
    exceptions: 1,
    checks: expect.arrayContaining([expect.objectContaining({ check: 'incident', reason: 'fixes-what-burns' })]),
  })
  allow(houston, ...completion, ...incidentEvents(houston), 'gate.attributed')
  // Nobody is on call in this story: whom it pages is another one's point.
  houston.logs.expect(/an escalation has come to a dead end/)
  allowPages(houston)
  houston.expectEvents({ 'gate.held': 1, 'release.wave-shifting': 2 })
})

scenario(
  'a hotfix skips the freeze, needs one approval that is not its author’s, and everybody can read why',
  async (houston) => {
    await houston.accepted('gate.freeze', { why: 'holiday' })
    await houston.declare({ waves: twoWaves })
    const { releaseId, version } = await houston.deliver()
    expect(await houston.state(releaseId)).toBe('held')
    await houston.accepted('release.start', { service: 'checkout', version, hotfixWhy: 'customers cannot pay' })
    expect((await houston.release(releaseId)).release).toMatchObject({ state: 'awaiting-approval', lane: 'hotfix' })
    expect(await houston.command('release.approve', { releaseId, why: 'mine' })).toMatchObject({
      status: 403,
      body: { code: 'release.own-change' },
    })
    const { status } = await houston.command('release.approve', { releaseId, why: 'read it' }, { roles: ['releaser'] })
    expect(status).toBe(200)
    expect(await houston.state(releaseId)).toBe('soaking')
    expect(houston.events('release.hotfixed')[0]?.data).toMatchObject({ by: 'ann', why: 'customers cannot pay' })
    allow(houston, 'freeze.recorded')
    houston.expectEvents({
      'gate.held': 1,
      'release.hotfixed': 1,
      'release.approval-requested': 1,
      'release.approved': 1,
      'release.wave-shifting': 1,
    })
  },
  { topology: withoutJudge },
)

scenario(
  'two approvals by two people and a step’s own report are waited for; a failed step and a no hold',
  async (houston) => {
    await houston.accepted('gate.record-policy', {
      name: 'strict',
      policy: {
        approvals: [{ name: 'release', count: 2 }],
        steps: [{ name: 'scan', kind: 'security', reportedBy: ['scanner'] }],
      },
    })
    await houston.declare({ waves: oneWave, more: { gatePolicy: 'strict' } })
    const { releaseId } = await houston.deliver()
    const { digest } = (await houston.release(releaseId)).release
    const say = (verb: string, role: 'releaser' | 'admin') =>
      houston.command(`release.${verb}`, { releaseId, why: 'looked at it' }, { roles: [role] })
    const report = (passed: boolean) =>
      houston.command('gate.report-step', { name: 'scan', digest, passed, evidence: 'https://ci/1' }, asService)
    expect((await say('approve', 'releaser')).status).toBe(200)
    expect(await houston.state(releaseId)).toBe('awaiting-approval')
    expect((await say('approve', 'releaser')).status).toBe(200)
    expect((await say('refuse', 'admin')).status).toBe(200)
    await houston.fastForward('1s')
    expect((await report(false)).status).toBe(200)
    expect((await say('approve', 'admin')).status).toBe(200)
    expect(await houston.state(releaseId)).toBe('held')
    const { body } = await houston.command<{ now: { reasons: object[] } }>('passage.explain', { releaseId })
    expect(body.now.reasons).toMatchObject([{ check: 'security', reason: 'step-failed' }])
    expect((await report(true)).status).toBe(200)
    expect(await houston.state(releaseId)).toBe('soaking')
    allow(houston, 'gate-policy.recorded', 'gate.step-reported', 'release.approval-requested', 'release.approved')
    houston.expectEvents({ 'release.refused': 1, 'gate.step-reported': 2, 'release.wave-shifting': 1 })
  },
  { topology: withoutJudge },
)

scenario(
  'a budget that was reported too long ago is not known, and holds; one that nobody declared does not',
  async (houston) => {
    const budget = (leftShare: number) =>
      houston.command('gate.report-budget', { service: 'checkout', leftShare, windowMs: 86_400_000 }, asService)
    await houston.declare({ waves: oneWave })
    expect((await budget(0.5)).status).toBe(200)
    await houston.fastForward('5m')
    const { releaseId } = await houston.deliver()
    expect(await houston.state(releaseId)).toBe('held')
    expect(houston.events('gate.held')[0]?.data).toMatchObject({ reasons: [{ check: 'budget', reason: 'unknown' }] })
    await budget(-0.1)
    expect(await houston.state(releaseId)).toBe('held')
    await budget(0.4)
    expect(await houston.state(releaseId)).toBe('soaking')
    allow(houston, 'gate.budget-reported')
    houston.expectEvents({ 'gate.held': 2, 'gate.opened': 1 })
  },
  { topology: withoutJudge },
)
