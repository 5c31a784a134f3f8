/** A wave that nothing is proven of is never promoted by itself: the gate's policy holds it, soaks on, or asks a person. */
import { expect } from 'vitest'
import type { Houston } from '../harness/houston.ts'
import type { PipelineChoice } from '../harness/pipeline.ts'
import { completion, scenario, scenarios, takenBack, underWay } from '../harness/scenario.ts'

const waves = [
  { name: 'alpha', weightPercent: 10, soak: '3m' },
  { name: 'production', weightPercent: 100, soak: '2m' },
]

type Undecided = NonNullable<PipelineChoice['undecided']>

/** Little traffic and no budget to speak of: the first wave can be proven neither harmful nor safe for hours. */
async function undecided(houston: Houston, policy: Undecided) {
  await houston.declare({ waves, objective: 0.999_999, undecided: policy })
  houston.router.setRps('checkout', 5)
  const delivered = await houston.deliver()
  houston.allowEvents(...underWay)
  return delivered
}

const pass = (houston: Houston, releaseId: string, more: Record<string, unknown> = {}, role = 'releaser' as const) =>
  houston.command('release.pass-wave', { releaseId, why: 'watched by hand', ...more }, { roles: [role] })

async function verdictOf(houston: Houston, releaseId: string) {
  const { waves: judged } = await houston.release(releaseId)
  return JSON.parse(judged.at(-1)?.verdict ?? '{}') as { outcome: string; reason: string; advice: string }
}

scenario(
  'ask: the wave waits on, and passes on the word of a releaser, with the numbers on record',
  async (houston) => {
    const { releaseId, version } = await undecided(houston, { action: 'ask' })
    await houston.fastForward('2m')
    expect(await pass(houston, releaseId)).toMatchObject({
      status: 409,
      body: { code: 'release.wave-not-passable', fields: [{ message: expect.stringContaining('soaking') }] },
    })
    await houston.fastForward('40m')
    expect(houston.router.weights('checkout', version)).toEqual([10])
    expect((await houston.release(releaseId)).release).toMatchObject({
      state: 'soaking',
      waitsFor: { kind: 'person', waveIndex: 0, sentence: expect.stringContaining('A person must decide.') },
    })
    const [asked] = houston.events('release.wave-undecided')
    expect(asked?.data).toMatchObject({ wave: 'alpha', waitsFor: 'person', verdict: { need: expect.anything() } })

    const { status, body } = await pass(houston, releaseId, { wave: 'alpha' })
    expect(status).toBe(200)
    expect(body).not.toHaveProperty('waitsFor')
    const [passed] = houston.events('release.wave-passed')
    const sentence = expect.stringMatching(
      /errors .* canary requests against .*needs about [\d,]+ more canary requests/,
    )
    expect(passed?.data).toMatchObject({
      by: 'releaser-ann',
      why: 'watched by hand',
      wave: 'alpha',
      verdict: { sentence, need: { requests: expect.any(Number), minutes: expect.any(Number) } },
    })
    // Said again, and too late: nothing more happens.
    expect(await pass(houston, releaseId, { wave: 'alpha' })).toMatchObject({ status: 200 })
    await houston.fastForward('1m')
    expect(houston.router.weights('checkout', version)).toEqual([10, 100])
    expect(await pass(houston, releaseId, { wave: 'alpha' })).toMatchObject({ status: 200 })
    const { waves: judged } = await houston.release(releaseId)
    expect(judged[0]).toMatchObject({ outcome: 'passed', passed: { by: 'releaser-ann' } })
    houston.expectEvents({ 'release.wave-undecided': 1, 'release.wave-passed': 1, 'release.wave-judged': 0 })
  },
)

scenario('ask: harm ends the wave although a person was asked, and nobody can pass it then', async (houston) => {
  const { releaseId, version } = await undecided(houston, { action: 'ask' })
  await houston.fastForward('10m')
  houston.router.behave('checkout', version, { errorRate: 0.5 })
  await houston.untilState(releaseId, ['rolling-back', 'rolled-back'], '20m')
  expect(await pass(houston, releaseId)).toMatchObject({ status: 409, body: { code: 'release.illegal-action' } })
  await houston.fastForward('2m')
  expect(houston.router.weights('checkout', version)).toEqual([10, 0])
  houston.allowEvents(...takenBack)
  houston.expectEvents({ 'release.wave-undecided': 1, 'release.wave-passed': 0, 'rollback.completed': 1 })
})

scenario('ask: a judge that sees nothing lets nobody pass the wave', async (houston) => {
  const { releaseId, version } = await undecided(houston, { action: 'ask' })
  await houston.fastForward('5m')
  houston.router.page = 'down'
  await houston.fastForward('10m')
  expect(await verdictOf(houston, releaseId)).toMatchObject({ outcome: 'blind' })
  expect(await pass(houston, releaseId)).toMatchObject({
    status: 409,
    body: { code: 'release.wave-not-passable', fields: [{ message: expect.stringMatching(/^blind: /) }] },
  })
  expect(houston.router.weights('checkout', version)).toEqual([10])
  houston.expectEvents({ 'release.wave-undecided': 1, 'release.wave-passed': 0 })
})

scenarios(
  [['viewer'], ['responder']] as const,
  ([role]) => `ask: a ${role} may not let a wave pass`,
  async (houston, roles) => {
    const { releaseId, version } = await undecided(houston, { action: 'ask' })
    await houston.fastForward('5m')
    const { status, body } = await houston.command('release.pass-wave', { releaseId, why: 'please' }, { roles })
    expect(status).toBe(403)
    expect(body).toMatchObject({ code: 'operation.denied' })
    await houston.fastForward('10m')
    expect(houston.router.weights('checkout', version)).toEqual([10])
    houston.expectEvents({ 'release.wave-undecided': 1, 'release.wave-passed': 0 })
  },
)

scenarios(
  [false, true],
  (may) => `ask: the author ${may ? 'may let the own change pass where the gate allows it' : 'may not let it pass'}`,
  async (houston, authorMayPass) => {
    // The harness pushes as ann, and a person of all roles is ann too.
    const { releaseId, version } = await undecided(houston, { action: 'ask', authorMayPass })
    await houston.fastForward('5m')
    const { status, body } = await houston.command('release.pass-wave', { releaseId, why: 'my own' })
    expect(status).toBe(authorMayPass ? 200 : 403)
    if (!authorMayPass) expect(body).toMatchObject({ code: 'release.passed-by-author' })
    await houston.fastForward('30s')
    expect(houston.router.weights('checkout', version)).toEqual(authorMayPass ? [10, 100] : [10])
    houston.expectEvents({ 'release.wave-undecided': 1, 'release.wave-passed': authorMayPass ? 1 : 0 })
  },
)

scenario('hold: keeps the weight, asks nobody, and takes nobody’s word', async (houston) => {
  const { releaseId, version } = await undecided(houston, { action: 'hold' })
  await houston.fastForward('1h')
  expect((await houston.release(releaseId)).release.waitsFor).toMatchObject({ kind: 'evidence' })
  expect(await pass(houston, releaseId)).toMatchObject({
    status: 409,
    body: { fields: [{ message: expect.stringMatching(/^held: /) }] },
  })
  expect(houston.router.weights('checkout', version)).toEqual([10])
  houston.expectEvents({ 'release.wave-undecided': 1, 'release.wave-passed': 0, 'release.wave-judged': 0 })
})

scenario('extend: soaks on for as long as the gate says, and then asks a person', async (houston) => {
  const { releaseId, version } = await undecided(houston, { action: 'extend', extendSoaks: 2 })
  await houston.fastForward('5m')
  const { waitsFor } = (await houston.release(releaseId)).release
  expect(waitsFor).toMatchObject({ kind: 'evidence', untilMs: expect.any(Number) })
  expect(await pass(houston, releaseId)).toMatchObject({ status: 409 })
  await houston.fastForward('5m')
  expect((await houston.release(releaseId)).release.waitsFor).toMatchObject({ kind: 'person' })
  expect(houston.events('release.wave-undecided').map(({ data }) => data.waitsFor)).toEqual(['evidence', 'person'])
  expect(houston.router.weights('checkout', version)).toEqual([10])
  houston.expectEvents({ 'release.wave-undecided': 2, 'release.wave-passed': 0 })
})

scenario('extend: traffic that comes back proves the wave, and nobody is asked', async (houston) => {
  const { releaseId, version } = await undecided(houston, { action: 'extend', extendSoaks: 20 })
  await houston.fastForward('5m')
  houston.router.setRps('checkout', 20_000)
  await houston.untilState(releaseId, ['completed'], '40m')
  expect(houston.router.weights('checkout', version)).toEqual([10, 100])
  houston.allowEvents(...completion)
  houston.expectEvents({ 'release.wave-undecided': 1, 'release.wave-passed': 0 })
})

scenario('ask: the wave named by the person must be the one under way', async (houston) => {
  const { releaseId, version } = await undecided(houston, { action: 'ask' })
  await houston.fastForward('5m')
  expect(await pass(houston, releaseId, { wave: 'production' })).toMatchObject({
    status: 409,
    body: { code: 'release.other-wave', fields: [{ path: 'wave', message: 'alpha is under way' }] },
  })
  expect(houston.router.weights('checkout', version)).toEqual([10])
  houston.expectEvents({ 'release.wave-undecided': 1, 'release.wave-passed': 0 })
})
