/** What the judge cannot see is never good: the wave is held, and taken back after the limit. */
import { expect } from 'vitest'
import type { PageFault } from '../harness/metrics-page.ts'
import { completion, scenario, underWay } from '../harness/scenario.ts'
import { withRareTicks } from '../harness/topology.ts'

const blindServices = [
  { fault: 'down', says: /answered 503/ },
  { fault: 'nan', says: /is NaN/ },
  { fault: 'series-missing', says: /there is no fleet_requests_total/ },
  { fault: 'wrong-label', says: /none of its \d+ samples matches/ },
  { fault: 'truncated', says: /ends without # EOF/ },
  { fault: 'none', rps: 0, says: /neither arm had a request/ },
] as const satisfies readonly { fault: PageFault; says: RegExp; rps?: number }[]

scenario(
  'six services that the judge cannot see: held, blind with the reason, taken back after two hours',
  async (houston) => {
    const blind: { service: string; says: RegExp; releaseId: string; version: string }[] = []
    for (const { fault, says, ...load } of blindServices) {
      const service = `blind-${fault}`
      await houston.declare({ service, page: `/metrics/${fault}` })
      if ('rps' in load) houston.router.setRps(service, load.rps)
      blind.push({ service, says, ...(await houston.deliver(service)) })
    }

    await houston.fastForward('1h')
    for (const { service, says, releaseId, version } of blind) {
      expect(houston.router.weights(service, version)).toEqual([1])
      const { waves } = await houston.release(releaseId)
      const verdict = JSON.parse(waves[0]?.verdict ?? '{}') as { outcome: string; sentence: string }
      expect(verdict.outcome).toBe('blind')
      expect(verdict.sentence).toMatch(says)
    }
    await houston.fastForward('59m')
    for (const { releaseId } of blind) expect(await houston.state(releaseId)).toBe('soaking')
    await houston.fastForward('4m')
    for (const { service, says, releaseId, version } of blind) {
      expect(houston.router.weights(service, version)).toEqual([1, 0])
      const { release } = await houston.release(releaseId)
      expect(release).toMatchObject({ state: 'rolled-back', reason: { code: 'blind-too-long' } })
      expect(release.reason?.sentence).toMatch(says)
    }
    houston.allowEvents(...underWay)
    const count = blind.length
    houston.expectEvents({ 'release.wave-judged': count, 'rollback.started': count, 'rollback.completed': count })
  },
  { topology: withRareTicks },
)

scenario(
  'everything fails on both sides: nothing moves during an incident, and the wave goes on after it',
  async (houston) => {
    await houston.declare()
    const { releaseId, version } = await houston.deliver()
    houston.router.behave('checkout', 'v1', { errorRate: 1 })
    houston.router.behave('checkout', version, { errorRate: 1 })
    await houston.fastForward('20m')
    expect(houston.router.weights('checkout', version)).toEqual([1])
    const [wave] = (await houston.release(releaseId)).waves
    expect(JSON.parse(wave?.verdict ?? '{}')).toMatchObject({ outcome: 'undecided', reason: 'shared-incident' })
    houston.router.behave('checkout', 'v1', { errorRate: 0.01 })
    houston.router.behave('checkout', version, { errorRate: 0.01 })
    await houston.fastForward('1h')
    expect(houston.router.weights('checkout', version)).toEqual([1, 10, 50, 100])
    houston.allowEvents(...underWay, ...completion)
    // It soaked longer than planned, and nobody was asked to decide during the incident.
    houston.expectEvents({ 'release.wave-undecided': 1 })
    expect(houston.events('release.wave-undecided')[0]?.data).toMatchObject({ waitsFor: 'evidence' })
  },
)

scenario('a source that comes back ends the blindness: the wave goes on', async (houston) => {
  await houston.declare()
  const { releaseId, version } = await houston.deliver()
  await houston.fastForward('1m')
  houston.router.page = 'down'
  await houston.fastForward('10m')
  expect(houston.router.weights('checkout', version)).toEqual([1])
  houston.router.page = 'none'
  await houston.untilState(releaseId, ['completed'], '1h')
  houston.allowEvents(...underWay, ...completion)
})

scenario('counters that begin anew are a gap, not a flood of errors', async (houston) => {
  await houston.declare()
  const { releaseId, version } = await houston.deliver()
  for (let minute = 0; minute < 6; minute++) {
    await houston.fastForward('1m')
    houston.router.resetCounters('checkout')
  }
  await houston.untilState(releaseId, ['completed'], '1h')
  expect(houston.router.weights('checkout', version)).toEqual([1, 10, 50, 100])
  houston.allowEvents(...underWay, ...completion)
})
