/** A hotfix on a path of stages: one approval for its whole way, no waiting for soaks, and past the gates where it fixes what burns. */
import { expect } from 'vitest'
import type { Houston } from '../harness/houston.ts'
import { allowPages } from '../harness/pager.ts'
import { promotionOf, pushed, stables, until, withRegions } from '../harness/promotion.ts'
import { completion, scenario, underWay } from '../harness/scenario.ts'

const gamma = { name: 'gamma', regions: [['lab']] }
const production = { name: 'production', regions: [['eu']], approvals: 2 }
const why = 'customers cannot pay'

const approve = (houston: Houston, promotionId: string, role: 'releaser' | 'admin') =>
  houston.command('promotion.approve', { promotionId, why: 'read it' }, { roles: [role] })

/** Neither who pushed it, nor another who made it, whose name is written otherwise. */
async function refusesItsAuthors(houston: Houston, version: string, promotionId: string) {
  const { body } = await houston.command('promotion.approve', { promotionId, why: 'mine' })
  expect(body.code).toBe('promotion.own-approval')
  const { commit } = await promotionOf(houston, version)
  const described = { pipeline: 'checkout', commit, authors: ['Admin-Ann'] }
  await houston.accepted('pipeline.describe-change', described)
  expect((await approve(houston, promotionId, 'admin')).body.code).toBe('promotion.own-approval')
}

scenario(
  'a fix passes the incident in gamma, where it replaces another version, and two approvals with one',
  async (houston) => {
    await withRegions(houston, [gamma, production], async (regions) => {
      const first = await pushed(houston, 'The first')
      const { id } = await until(houston, first, ['awaiting-approval'])
      for (const role of ['releaser', 'admin'] as const) await approve(houston, id, role)
      await until(houston, first, ['completed'])
      const second = await pushed(houston, 'The second')
      await until(houston, second, ['awaiting-approval'])
      expect(stables(regions).slice(0, 2)).toEqual([second, first])

      await houston.accepted('incident.declare', { service: 'checkout', title: 'Payments fail', severity: 'SEV2' })
      const [incident] = (await houston.accepted<{ items: { id: string }[] }>('incident.list', {})).items
      const fix = await pushed(houston, 'The fix')
      await houston.fastForward('2m')
      const { regions: held } = await promotionOf(houston, fix)
      expect(await houston.state(held[0]?.releaseId ?? '')).toBe('held')
      const burns = { service: 'checkout', version: first, why: 'its new code fails' }
      await houston.accepted('gate.attribute', { subject: incident?.id ?? '', ...burns })
      const asking = await until(houston, fix, ['awaiting-approval'])
      expect(houston.events('gate.opened').at(-1)?.data).toMatchObject({
        checks: expect.arrayContaining([
          expect.objectContaining({
            check: 'incident',
            reason: 'fixes-what-burns',
            sentence: `${first} burns, and ${fix} replaces it on its way.`,
          }),
        ]),
      })
      expect(await promotionOf(houston, second)).toMatchObject({ state: 'superseded' })

      await houston.accepted('promotion.hotfix', { promotionId: asking.id, why })
      expect(await promotionOf(houston, fix)).toMatchObject({ state: 'awaiting-approval' })
      expect(houston.events('promotion.approval-requested').at(-1)?.data.reason).toMatchObject({
        code: 'hotfix-approval-missing',
      })
      await refusesItsAuthors(houston, fix, asking.id)
      await approve(houston, asking.id, 'releaser')
      await until(houston, fix, ['completed'])
      expect(stables(regions).slice(0, 2)).toEqual([fix, fix])
      expect(houston.events('promotion.hotfixed')[0]).toMatchObject({ actor: 'person:ann', data: { by: 'ann', why } })
      expect(houston.events('promotion.regions-started').at(-1)?.data).toMatchObject({
        stage: 'production',
        reason: { code: 'entered-as-hotfix', sentence: expect.stringContaining('one approval in place of 2') },
      })
      const heard = /^(incident|escalation|page)\./
      houston.allowEvents(
        ...new Set(
          houston
            .events()
            .map(({ type }) => type)
            .filter((type) => heard.test(type)),
        ),
      )
    })
    houston.logs.expect(/an escalation has come to a dead end/)
    allowPages(houston)
    houston.allowEvents(...underWay, ...completion, 'gate.held', 'gate.attributed', 'release.hotfixed')
    houston.expectEvents({
      // The fourth says that one approval is enough now.
      'promotion.approval-requested': 4,
      'promotion.approved': 3,
      'promotion.hotfixed': 1,
      'promotion.superseded': 1,
      'promotion.completed': 2,
    })
  },
)

scenario(
  'a hotfix takes the place of what soaks in the stage, soaks for minutes itself, and its gate’s approval lets it in',
  async (houston) => {
    await withRegions(houston, [{ ...gamma, soak: '4h' }, production], async (regions) => {
      const first = await pushed(houston, 'The first')
      await until(houston, first, ['soaking'])
      const startedAtMs = houston.nowMs
      const fix = await pushed(houston, 'The fix')
      const { id: promotionId } = await promotionOf(houston, fix)
      expect(await promotionOf(houston, fix)).toMatchObject({ state: 'queued' })
      await houston.accepted('promotion.hotfix', { promotionId, why })
      expect(await promotionOf(houston, first)).toMatchObject({ state: 'superseded' })
      const { state, regions: started } = await promotionOf(houston, fix)
      expect(state).toBe('releasing')
      const releaseId = started[0]?.releaseId ?? ''
      expect(await houston.state(releaseId)).toBe('awaiting-approval')
      await houston.command('release.approve', { releaseId, why: 'read it' }, { roles: ['releaser'] })
      await until(houston, fix, ['completed'], 240)
      expect(houston.nowMs - startedAtMs).toBeLessThan(2 * 3_600_000)
      expect(stables(regions).slice(0, 2)).toEqual([fix, fix])
    })
    houston.allowEvents(
      ...underWay,
      ...completion,
      'release.approval-requested',
      'release.approved',
      'release.hotfixed',
    )
    houston.allowEvents('promotion.soaking')
    houston.expectEvents({
      'promotion.hotfixed': 1,
      'promotion.queued': 1,
      'promotion.superseded': 1,
      'promotion.approval-requested': 0,
      'promotion.completed': 1,
    })
  },
)
