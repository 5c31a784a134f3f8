/** At the entrance of a stage: people let a version in, and a newer one meets whoever is there by the stage's rule. */
import { expect } from 'vitest'
import { promotionOf, pushed, stables, until, withRegions } from '../harness/promotion.ts'
import { completion, scenario, takenBack, underWay } from '../harness/scenario.ts'

const gamma = { name: 'gamma', regions: [['lab']] }
const production = { name: 'production', regions: [['eu']] }

scenario(
  'production waits for two people, none of them the author, and a newer version takes the place',
  async (houston) => {
    await withRegions(houston, [gamma, { ...production, approvals: 2 }], async (regions) => {
      const first = await pushed(houston, 'The first')
      const waiting = await until(houston, first, ['awaiting-approval'])
      expect(stables(regions)).toEqual([first, 'v1', 'v1', 'v1'])
      const second = await pushed(houston, 'The second')
      const { id: promotionId } = await until(houston, second, ['awaiting-approval'])
      expect(await promotionOf(houston, first)).toMatchObject({ state: 'superseded', reason: { code: 'overtaken' } })
      const refused = await houston.command('promotion.approve', { promotionId: waiting.id, why: 'too late' })
      expect([refused.status, refused.body.code]).toEqual([409, 'promotion.illegal-action'])

      const word = { promotionId, why: 'read it' }
      // The push was by ann.
      expect((await houston.command('promotion.approve', word)).body.code).toBe('promotion.own-approval')
      for (const role of ['viewer', 'releaser', 'releaser', 'admin'] as const) {
        expect((await promotionOf(houston, second)).state).toBe('awaiting-approval')
        await houston.command('promotion.approve', word, { roles: [role] })
      }
      expect(await promotionOf(houston, second)).toMatchObject({ state: 'releasing', stageIndex: 1 })
      await until(houston, second, ['completed'])
      expect(stables(regions)).toEqual([second, second, 'v1', 'v1'])
      expect(regions.routers.eu?.weights('checkout', first)).toEqual([])
    })
    houston.allowEvents(...underWay, ...completion, 'promotion.queued')
    houston.expectEvents({
      'promotion.approval-requested': 2,
      'promotion.approved': 2,
      'promotion.superseded': 1,
      'promotion.completed': 1,
    })
  },
)

scenario('a stage that makes room takes back what is inside and lets the newer version in at once', async (houston) => {
  await withRegions(houston, [{ ...production, onNewer: 'replace' }], async (regions) => {
    const first = await pushed(houston, 'The first')
    await houston.fastForward('30s')
    expect(regions.routers.eu?.weights('checkout', first)).toEqual([100])
    const second = await pushed(houston, 'The second')
    expect(await promotionOf(houston, first)).toMatchObject({ state: 'superseded' })
    await until(houston, second, ['completed'])
    expect(stables(regions)).toEqual(['v1', second, 'v1', 'v1'])
  })
  houston.allowEvents(...underWay, ...completion, ...takenBack, 'release.abort-requested', 'release.queued')
  houston.allowEvents('rollback.requested')
  houston.expectEvents({ 'promotion.superseded': 1, 'promotion.completed': 1 })
})

scenario('a stopped version goes no further, and the next in line is let in', async (houston) => {
  await withRegions(houston, [{ ...production, onNewer: 'queue' }], async (regions) => {
    const first = await pushed(houston, 'The first')
    await houston.fastForward('30s')
    const versions = [await pushed(houston, 'The second'), await pushed(houston, 'The third')]
    for (const version of versions) expect((await promotionOf(houston, version)).state).toBe('queued')
    const { id: promotionId } = await promotionOf(houston, first)
    await houston.accepted('promotion.stop', { promotionId, why: 'wrong build' })
    await until(houston, versions[0] ?? '', ['completed'])
    await until(houston, versions[1] ?? '', ['completed'])
    expect(regions.routers.eu?.weights('checkout', versions[0] ?? '').at(-1)).toBe(0)
    expect(stables(regions)[1]).toBe(versions[1])
    expect(regions.routers.eu?.traffic('checkout').stableVersion).not.toBe(first)
  })
  houston.allowEvents(...underWay, ...completion, ...takenBack, 'release.abort-requested', 'release.queued')
  houston.allowEvents('rollback.requested')
  houston.expectEvents({ 'promotion.queued': 2, 'promotion.stopped': 1, 'promotion.completed': 2 })
})
