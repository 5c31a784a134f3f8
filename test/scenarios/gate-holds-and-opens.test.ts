/** The gate before a wave: freezes and calendars open it at their instant, people and steps by their word, and a rollback asks nobody. */
import { expect } from 'vitest'
import type { Houston } from '../harness/houston.ts'
import { oneWave, twoWaves } from '../harness/pipeline.ts'
import { completion, scenario, takenBack, underWay } from '../harness/scenario.ts'
import { withoutJudge } from '../harness/topology.ts'

const freeze = (houston: Houston, spec: object) =>
  houston.accepted('gate.record-freeze', {
    name: 'sale',
    reason: 'Flash sale',
    appliesTo: {},
    stopsReleasesUnderWay: true,
    ...spec,
  })
const allow = (houston: Houston, ...more: string[]) =>
  houston.allowEvents(...underWay, 'freeze.recorded', 'gate.held', ...more)

scenario(
  'a freeze holds a release and lets it go at its very instant',
  async (houston) => {
    const untilMs = houston.nowMs + 3 * 3_600_000 + 250
    await freeze(houston, { fromMs: houston.nowMs - 1, untilMs })
    await houston.declare({ waves: oneWave })
    const { releaseId, version } = await houston.deliver()
    expect(await houston.state(releaseId)).toBe('held')
    expect(houston.events('gate.held')[0]?.data).toMatchObject({
      wave: 'production',
      reasons: [{ check: 'freeze', reason: 'frozen', opensAtMs: untilMs }],
      opensAtMs: untilMs,
    })
    await houston.runtime.clock.advanceTo(untilMs - 1)
    await houston.settle()
    expect(await houston.state(releaseId)).toBe('held')
    await houston.runtime.clock.advanceTo(untilMs)
    await houston.settle()
    expect(await houston.state(releaseId)).toBe('soaking')
    expect(houston.router.weights('checkout', version)).toEqual([100])
    const [opened] = houston.events('gate.opened')
    expect(Date.parse(opened?.time ?? '')).toBe(untilMs)
    allow(houston)
    houston.expectEvents({ 'gate.held': 1, 'gate.opened': 1, 'release.wave-shifting': 1 })
  },
  { topology: withoutJudge },
)

scenario('a lifted freeze lets go at once, and one that is made longer holds on', async (houston) => {
  const hourMs = 3_600_000
  await freeze(houston, { fromMs: houston.nowMs, untilMs: houston.nowMs + hourMs })
  await houston.declare({ waves: oneWave })
  const { releaseId } = await houston.deliver()
  await houston.fastForward('50m')
  await freeze(houston, { fromMs: houston.nowMs, untilMs: houston.nowMs + 2 * hourMs })
  await houston.fastForward('1h')
  expect(await houston.state(releaseId)).toBe('held')
  await houston.accepted('gate.thaw', { name: 'sale', why: 'sold out' })
  expect(await houston.state(releaseId)).toBe('soaking')
  await houston.untilState(releaseId, ['completed'])
  allow(houston, ...completion)
  houston.expectEvents({ 'gate.held': 2, 'gate.opened': 1, 'freeze.lifted': 1 })
})

scenario('a release that is harmful in the middle of a freeze is taken back through it', async (houston) => {
  await houston.declare({ waves: twoWaves })
  const { releaseId, version } = await houston.deliver()
  await houston.fastForward('30s')
  await houston.accepted('gate.freeze', { why: 'the payment provider is down' })
  houston.router.behave('checkout', version, { errorRate: 0.2 })
  await houston.untilState(releaseId, ['rolled-back'], '10m')
  expect(houston.router.weights('checkout', version)).toEqual([10, 0])
  allow(houston, ...takenBack)
  houston.expectEvents({ 'rollback.completed': 1, 'gate.held': 0 })
})

scenario('an emergency freeze stops a release between its waves, or only new ones', async (houston) => {
  await houston.declare({ waves: twoWaves })
  await houston.declare({ service: 'search', waves: twoWaves })
  const { releaseId, version } = await houston.deliver()
  await houston.fastForward('30s')
  await houston.accepted('gate.freeze', { why: 'holiday', stopsReleasesUnderWay: false })
  const search = await houston.deliver('search')
  expect(await houston.state(search.releaseId)).toBe('held')
  await houston.untilState(releaseId, ['completed'], '20m')
  expect(houston.router.weights('checkout', version)).toEqual([10, 100])
  expect(houston.router.weights('search', search.version)).toEqual([])
  allow(houston, ...completion)
  houston.expectEvents({ 'release.completed': 1, 'gate.held': 1 })
})

scenario('a calendar holds until its next opening', async (houston) => {
  await houston.accepted('gate.record-calendar', {
    name: 'office',
    appliesTo: {},
    intervals: [{ times: [[10 * 60, 16 * 60]], location: 'UTC' }],
  })
  await houston.declare({ waves: oneWave })
  const { releaseId } = await houston.deliver()
  await houston.fastForward('59m')
  expect(await houston.state(releaseId)).toBe('held')
  await houston.fastForward('1m')
  expect(await houston.state(releaseId)).toBe('soaking')
  houston.allowEvents(...underWay, 'calendar.recorded')
  houston.expectEvents({ 'gate.held': 1, 'gate.opened': 1 })
})
