/** A completed release is taken back: the version before is brought back, and only where it is known to be healthy. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'vitest'
import type { Houston } from '../harness/houston.ts'
import { oneWave, twoWaves } from '../harness/pipeline.ts'
import { completion, scenario, scenarios, takenBack, underWay } from '../harness/scenario.ts'

async function promoted(houston: Houston, title = 'A change', choice = {}) {
  await houston.declare({ waves: oneWave, ...choice })
  return deliverAll(houston, title)
}

async function deliverAll(houston: Houston, title: string) {
  const delivered = await houston.deliver('checkout', title)
  await houston.untilState(delivered.releaseId, ['completed'], '20m')
  houston.allowEvents(...underWay, ...completion)
  return delivered
}

const request = (houston: Houston, releaseId: string, more: Record<string, unknown> = {}) =>
  houston.command('rollback.request', { releaseId, why: 'customers see errors', ...more })

const causes = [
  { kind: 'person', code: 'aborted' },
  { kind: 'alarm', id: 'grp_1', code: 'alarm' },
  { kind: 'incident', id: 'inc_1', code: 'incident' },
  { kind: 'verdict', id: 'watch', code: 'verdict' },
  { kind: 'deadline', code: 'deadline' },
]

scenarios(
  causes,
  ({ kind }) => `a completed release is taken back by ${kind}: the version before serves again`,
  async (houston, { code, ...cause }) => {
    const { releaseId, version } = await promoted(houston)
    const askedAtMs = houston.nowMs
    const { status, body } = await request(houston, releaseId, { cause })
    expect([status, body.kind]).toEqual([200, 'take-back'])
    await houston.untilState(releaseId, ['rolled-back'], '5m', '1s')
    expect(houston.router.traffic('checkout')).toEqual({ stableVersion: 'v1', canaryWeightPercent: 0 })
    await houston.fastForward('1m')
    expect(houston.router.versions('checkout')).toEqual(['v1'])
    const { release } = await houston.release(releaseId)
    expect(release).toMatchObject({ reason: { code }, rollbackCause: cause, stableVersion: 'v1' })
    expect((release.zeroWeightAtMs ?? 0) - askedAtMs).toBeLessThan(30_000)
    // Asked again, it is as it is.
    expect((await request(houston, releaseId)).body.kind).toBe('already')
    expect(houston.events('rollback.step-ended').map(({ data }) => data)).toMatchObject([
      { step: 'traffic', outcome: 'done', budgetMs: 150_000 },
    ])
    // The next release goes on from the version before.
    const next = await deliverAll(houston, 'The fix')
    expect(houston.router.versions('checkout')).toEqual([next.version])
    expect((await houston.release(next.releaseId)).release.stableVersion).toBe('v1')
    expect(version).not.toBe(next.version)
    houston.expectEvents({ 'rollback.requested': 1, 'rollback.started': 1, 'rollback.completed': 1 })
  },
)

scenario('the event that starts it comes twice, and one machine takes it back', async (houston) => {
  const { releaseId } = await promoted(houston)
  await request(houston, releaseId)
  await houston.putEvent('houston.rollback', 'rollback.requested', houston.events('rollback.requested')[0])
  await houston.untilState(releaseId, ['rolled-back'], '5m', '1s')
  await houston.putEvent('houston.rollback', 'rollback.requested', houston.events('rollback.requested')[0])
  await houston.fastForward('5m')
  houston.logs.expect(/task failed .*release.already-driven/)
  expect(await houston.state(releaseId)).toBe('rolled-back')
  houston.expectEvents({ 'rollback.requested': 1, 'rollback.started': 1, 'rollback.completed': 1 })
})

scenario('a version that was itself taken back is not returned to, until a person vouches for it', async (houston) => {
  const first = await promoted(houston, 'The first')
  await request(houston, first.releaseId)
  await houston.untilState(first.releaseId, ['rolled-back'], '5m', '1s')
  await houston.fastForward('1m')
  // Somebody puts the broken version back by hand.
  houston.router.addPool('checkout', first.version)
  houston.router.drift('checkout', { stableVersion: first.version, canaryWeightPercent: 0 })
  const second = await deliverAll(houston, 'The second')
  expect((await houston.release(second.releaseId)).release.stableVersion).toBe(first.version)
  const refused = await request(houston, second.releaseId)
  expect(refused).toMatchObject({ status: 409, body: { code: 'rollback.impossible' } })
  expect(refused.body.message).toContain('was itself taken back')
  // An alarm that asks three times pages once.
  const cause = { kind: 'alarm', id: 'grp_1' }
  for (let times = 0; times < 3; times++)
    expect((await request(houston, second.releaseId, { cause })).body.kind).toBe('refused')
  expect(houston.router.traffic('checkout').stableVersion).toBe(second.version)
  const vouch = { releaseId: second.releaseId, why: 'it was the database, not the version' }
  expect((await houston.command('rollback.vouch', vouch)).status).toBe(200)
  expect((await request(houston, second.releaseId)).body.kind).toBe('take-back')
  await houston.untilState(second.releaseId, ['rolled-back'], '5m', '1s')
  expect(houston.router.traffic('checkout').stableVersion).toBe(first.version)
  houston.allowEvents(...takenBack, 'rollback.requested')
  houston.expectEvents({ 'rollback.refused': 2, 'release.version-vouched': 1, 'rollback.completed': 2 })
})

scenario('while a newer release holds the target, or has taken its place, it is not taken back', async (houston) => {
  const first = await promoted(houston, 'The first')
  const second = await houston.deliver('checkout', 'The second')
  await houston.untilState(second.releaseId, ['soaking'], '5m')
  const held = await request(houston, first.releaseId)
  expect(held).toMatchObject({ status: 409, body: { fields: [{ message: 'target-held' }] } })
  await houston.untilState(second.releaseId, ['completed'], '20m')
  const gone = await request(houston, first.releaseId)
  expect(gone).toMatchObject({ status: 409, body: { fields: [{ message: 'not-serving' }] } })
  // Newest first, one after the other, is the way back.
  await request(houston, second.releaseId)
  await houston.untilState(second.releaseId, ['rolled-back'], '5m', '1s')
  await request(houston, first.releaseId)
  await houston.untilState(first.releaseId, ['rolled-back'], '5m', '1s')
  expect(houston.router.traffic('checkout')).toEqual({ stableVersion: 'v1', canaryWeightPercent: 0 })
  houston.allowEvents(...takenBack)
  houston.expectEvents({ 'rollback.requested': 2, 'rollback.completed': 2 })
})

scenario('a release under way is taken back by its own machine, at once', async (houston) => {
  await houston.declare({ waves: twoWaves })
  const { releaseId } = await houston.deliver()
  await houston.untilState(releaseId, ['soaking'], '5m')
  const { body } = await request(houston, releaseId, { cause: { kind: 'incident', id: 'inc_7' } })
  expect(body.kind).toBe('stop')
  await houston.untilState(releaseId, ['rolled-back'], '1m', '1s')
  const { release } = await houston.release(releaseId)
  expect(release.reason).toEqual({
    code: 'incident',
    sentence: 'The incident inc_7 wants it back: customers see errors',
  })
  houston.allowEvents(...underWay, ...takenBack)
  houston.expectEvents({ 'rollback.requested': 1, 'rollback.started': 1 })
})

scenario('wanted back while it is promoted, it ends on the version before', async (houston) => {
  await houston.declare({ waves: oneWave })
  const { releaseId } = await houston.deliver()
  houston.router.fault({ call: 'promote', kind: 'lose' })
  await houston.untilState(releaseId, ['promoting'], '10m', '1s')
  expect((await request(houston, releaseId)).body.kind).toBe('stop')
  houston.router.mend()
  await houston.untilState(releaseId, ['rolled-back'], '5m', '1s')
  expect(houston.router.traffic('checkout')).toEqual({ stableVersion: 'v1', canaryWeightPercent: 0 })
  houston.logs.expect(/task failed/)
  houston.allowEvents(...underWay, ...takenBack, 'release.promoting')
  houston.expectEvents({ 'rollback.requested': 1, 'release.completed': 0 })
})

/** What a team's own service answers when its database is to be taken back. */
async function databaseService(answers: readonly number[]) {
  const keys: string[] = []
  const server = createServer((asked, response) => {
    asked.resume()
    keys.push(String(asked.headers['idempotency-key']))
    const status = answers[keys.length - 1] ?? answers.at(-1) ?? 200
    response.writeHead(status, { 'content-type': 'application/json' }).end('{"detail":"schema 41"}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/undo`
  return { url, keys, stop: () => new Promise<void>((resolve) => server.close(() => resolve())) }
}

scenarios(
  [
    { answers: [503, 202, 200], ends: 'rolled-back', calls: 3 },
    { answers: [422], ends: 'rollback-failed', calls: 1 },
    { answers: [202], ends: 'rollback-failed', calls: 5 },
  ] as const,
  ({ answers, ends }) => `a database step that answers ${answers.join(', ')} leaves the release ${ends}`,
  async (houston, { answers, ends, calls }) => {
    const service = await databaseService(answers)
    try {
      const rollback = { database: { kind: 'webhook', address: service.url, budget: '30s' } }
      const { releaseId } = await promoted(houston, 'A change', { rollback })
      await request(houston, releaseId)
      await houston.untilState(releaseId, [ends], '5m', '1s')
      // The traffic is back whatever the database does.
      expect(houston.router.traffic('checkout').stableVersion).toBe('v1')
      expect(service.keys.length).toBeGreaterThanOrEqual(calls)
      expect(new Set(service.keys).size).toBe(1)
      const steps = houston.events('rollback.step-ended').map(({ data }) => [data.step, data.outcome])
      expect(steps).toEqual([
        ['traffic', 'done'],
        ['database', ends === 'rolled-back' ? 'done' : 'failed'],
      ])
      for (const { data } of houston.events('rollback.step-ended'))
        expect(Number(data.durationMs)).toBeLessThanOrEqual(Number(data.budgetMs) + 20_000)
      houston.logs.allow(/task failed/)
      houston.allowEvents(...takenBack, 'rollback.requested', 'rollback.failed')
    } finally {
      await service.stop()
    }
  },
)
