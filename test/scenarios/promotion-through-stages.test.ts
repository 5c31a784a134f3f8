/** One push goes through gamma and two groups of production regions; a region that refuses it stops the rest. */
import { expect } from 'vitest'
import { everyRegion, outcomes, promotionOf, pushed, stables, until, withRegions } from '../harness/promotion.ts'
import { declareStages, type StageChoice, startRegions } from '../harness/regions.ts'
import { completion, scenario, scenarios, takenBack, underWay } from '../harness/scenario.ts'

const production = { name: 'production', regions: [['eu'], ['us', 'ap']] } as const
const path: readonly StageChoice[] = [{ name: 'gamma', regions: [['lab']], soak: '10m' }, production]

scenario('a push reaches every region of production, group by group, with one correlation id', async (houston) => {
  await withRegions(houston, path, async (regions) => {
    const version = await pushed(houston)
    expect(outcomes(await promotionOf(houston, version))).toEqual([['gamma', 'lab', undefined]])
    const soaking = await until(houston, version, ['soaking'])
    expect(stables(regions)).toEqual([version, 'v1', 'v1', 'v1'])
    await houston.fastForward('9m')
    // Watched for ten minutes, not less.
    expect((await promotionOf(houston, version)).state).toBe('soaking')
    await until(houston, version, ['releasing'])
    expect(houston.nowMs).toBeGreaterThanOrEqual(soaking.soakUntilMs ?? 0)
    await houston.fastForward('1m')
    expect(regions.routers.us?.weights('checkout', version)).toEqual([])

    const promotion = await until(houston, version, ['completed'])
    expect(stables(regions)).toEqual([version, version, version, version])
    expect(outcomes(promotion)).toEqual([
      ['gamma', 'lab', 'completed'],
      ['production', 'eu', 'completed'],
      ['production', 'us', 'completed'],
      ['production', 'ap', 'completed'],
    ])
    const [, eu, us] = promotion.regions
    expect(us?.startedAtMs).toBeGreaterThanOrEqual(eu?.endedAtMs ?? Number.POSITIVE_INFINITY)
    expect(promotion.reason?.sentence).toBe(`Version ${version} is in all 4 regions of gamma, production.`)
    const moved = houston.events().filter(({ type }) => /^(change|artifact|promotion|release)\./.test(type))
    expect(new Set(moved.map(({ correlationId }) => correlationId)).size).toBe(1)
  })
  houston.allowEvents(...underWay)
  houston.expectEvents({
    'promotion.started': 1,
    'promotion.regions-started': 3,
    'promotion.region-ended': 4,
    'promotion.soaking': 1,
    'promotion.completed': 1,
    'release.promoting': 4,
    'release.completed': 4,
  })
})

scenarios(
  [
    { policy: 'hold', kept: ['lab', 'eu', 'ap'], takesBack: [] },
    { policy: 'take-back', kept: ['lab'], takesBack: ['eu', 'ap'] },
  ] as const,
  ({ policy }) => `a region that refuses the version stops the rest; with ${policy}, the others are dealt with so`,
  async (houston, { policy, kept, takesBack }) => {
    const stages = [
      { name: 'gamma', regions: [['lab']] },
      { name: 'production', regions: [['eu'], ['us', 'ap'], ['sa']], onFailure: policy },
    ]
    const regions = await startRegions(houston, [...everyRegion, 'sa'])
    try {
      await declareStages(houston, regions, stages)
      const version = await pushed(houston)
      regions.routers.us?.behave('checkout', version, { errorRate: 0.4 })
      const promotion = await until(houston, version, ['stopped'])
      await houston.fastForward('20m')
      const has = Object.entries(regions.routers).filter(
        ([, router]) => router.traffic('checkout').stableVersion === version,
      )
      expect(promotion.reason).toMatchObject({
        code: 'region-refused',
        sentence: expect.stringMatching(/taken back in us of production\. Harm: errors/),
      })
      expect(has.map(([name]) => name)).toEqual(kept)
      expect(regions.routers.sa?.weights('checkout', version)).toEqual([])
      const [stopped] = houston.events('promotion.stopped')
      const names = (key: string) => ((stopped?.data[key] ?? []) as { region: string }[]).map(({ region }) => region)
      expect({ takesBack: names('takesBack'), offers: names('offers') }).toEqual({
        takesBack,
        offers: policy === 'hold' ? ['eu', 'ap'] : [],
      })
    } finally {
      await regions.stop()
    }
    houston.allowEvents(...underWay, ...completion, ...takenBack, 'release.abort-requested', 'rollback.requested')
    houston.expectEvents({ 'promotion.stopped': 1 })
  },
)
