/** A long wave is looked at ever less often, and what goes wrong late in it is taken back all the same, within five minutes. */
import { expect } from 'vitest'
import type { Houston } from '../harness/houston.ts'
import { scenario, takenBack, underWay } from '../harness/scenario.ts'

const waves = [
  { name: 'beta', weightPercent: 10, soak: '4h' },
  { name: 'production', weightPercent: 100, soak: '2m' },
]

async function looksOf(houston: Houston, releaseId: string): Promise<number[]> {
  const { evidence } = await houston.accepted<{ evidence: string }>('release.evidence', { releaseId, waveIndex: 0 })
  const [, ...ticks] = evidence.trimEnd().split('\n')
  return ticks.map((line) => (JSON.parse(line) as [number, number])[1])
}

scenario('forty minutes take some seventy looks, ever longer ones; late harm is found', async (houston) => {
  await houston.declare({ waves })
  const { releaseId, version } = await houston.deliver()
  await houston.fastForward('40m')
  const lengths = await looksOf(houston, releaseId)
  expect(lengths.length).toBeGreaterThan(50)
  expect(lengths.length).toBeLessThan(100)
  expect(Math.max(...lengths.slice(0, 20))).toBeLessThanOrEqual(20_000)
  expect(Math.max(...lengths)).toBeGreaterThan(50_000)
  expect(Math.max(...lengths)).toBeLessThanOrEqual(120_000)
  // The time is covered without a gap.
  expect(lengths.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(38 * 60_000)

  houston.router.behave('checkout', version, { errorRate: 0.2 })
  await houston.untilState(releaseId, ['rolled-back'], '5m')
  expect(houston.router.weights('checkout', version)).toEqual([10, 0])
  houston.allowEvents(...underWay, ...takenBack)
  houston.expectEvents({ 'rollback.completed': 1, 'release.judge-silent': 0 })
})

scenario('two waves that start together share the ticks that are running', async (houston) => {
  await houston.declare({ waves })
  await houston.declare({ service: 'search', waves })
  const first = await houston.deliver()
  await houston.fastForward('20s')
  const second = await houston.deliver('search')
  await houston.fastForward('50s')
  for (const { releaseId } of [first, second]) {
    const lengths = await looksOf(houston, releaseId)
    expect(lengths.length).toBeGreaterThanOrEqual(3)
    expect(Math.max(...lengths)).toBeLessThanOrEqual(20_000)
  }
  houston.allowEvents(...underWay)
  houston.expectEvents({ 'release.wave-started': 2 })
})
