import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testContext, testStartMs } from '../../../../test/harness/context.ts'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { releaseItem } from '../../../../test/harness/release-item.ts'
import { listEvents } from '../commit.ts'
import { seededRandom } from '../random.ts'
import { changeRelease, fromId, happened } from './change.ts'
import { releasePromoting } from './event.ts'
import { type ReleaseId, type ReleaseItem, releaseId, releaseUnknown } from './release.ts'
import { illegalTransition, isEnded, type ReleaseState, releaseStates, releaseTransitions } from './state.ts'
import { releaseEntity } from './store.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

let seed = 0
const context = () => testContext({ store: table.store, random: seededRandom(seed++), correlationId: 'cor_handler' })

const releaseIn = (state: ReleaseState): ReleaseItem =>
  releaseItem(releaseId.create(testStartMs, seededRandom(seed++)), { state })

async function stored(state: ReleaseState): Promise<ReleaseId> {
  const release = releaseIn(state)
  await table.store.transact([releaseEntity.create(release)])
  return release.id
}

const subject = (id: ReleaseId) => ({ releaseId: id, service: 'checkout', version: '1.4.2' })
const become = (id: ReleaseId, state: ReleaseState, nowMs = testStartMs + 5) =>
  changeRelease({ ...context(), nowMs }, id, () => ({
    facts: { state },
    event: happened(releasePromoting, subject(id)),
  }))

const pairs = releaseStates.flatMap((from) => releaseStates.map((to) => [from, to] as const))
const isAllowed = (from: ReleaseState, to: ReleaseState): boolean =>
  from === to || releaseTransitions[from].includes(to)

describe('a change of a release', () => {
  it.each(pairs.filter(([from, to]) => from !== to && isAllowed(from, to)))('leads from %s to %s', async (from, to) => {
    const id = await stored(from)
    const changed = await become(id, to)
    expect(changed).toMatchObject({ state: to, revision: 2, changedAtMs: testStartMs + 5 })
    expect(changed.endedAtMs).toBe(isEnded(to) ? testStartMs + 5 : undefined)
    expect(await fromId(context(), id)).toEqual(changed)
  })

  it('leads along no step that the table does not have, and leaves no trace of the attempt', async () => {
    for (const [from, to] of pairs.filter(([from, to]) => !isAllowed(from, to))) {
      const id = await stored(from)
      const error = await become(id, to).catch((thrown: unknown) => thrown)
      expect(illegalTransition.is(error) && error.message, `${from} → ${to}`).toBe(
        `Release ${id} is ${from} and cannot become ${to}.`,
      )
      expect(await fromId(context(), id)).toMatchObject({ state: from, revision: 1 })
      expect((await listEvents(context(), 'release', id)).items).toEqual([])
    }
  })

  it('leaves its event in the release’s own timeline, under the release’s own correlation id', async () => {
    const id = await stored('soaking')
    await become(id, 'promoting')
    expect((await listEvents(context(), 'release', id)).items).toMatchObject([
      { type: 'release.promoting', correlationId: 'cor_release', aggregate: { noun: 'release', id, sequence: 2 } },
    ])
  })

  it('writes nothing where there is nothing to do', async () => {
    const id = await stored('soaking')
    expect(await changeRelease(context(), id, () => undefined)).toMatchObject({ revision: 1 })
    expect((await listEvents(context(), 'release', id)).items).toEqual([])
  })

  it('decides again on what another made of the release meanwhile', async () => {
    const id = await stored('soaking')
    const seen: string[] = []
    await changeRelease(context(), id, async (release) => {
      seen.push(`${release.state} ${release.waveIndex}`)
      if (seen.length === 1)
        await changeRelease(context(), id, () => ({
          facts: { waveIndex: 0 },
          event: happened(releasePromoting, subject(id)),
        }))
      return { facts: { state: 'promoting' }, event: happened(releasePromoting, subject(id)) }
    })
    expect(seen).toEqual(['soaking -1', 'soaking 0'])
    expect(await fromId(context(), id)).toMatchObject({ state: 'promoting', waveIndex: 0, revision: 3 })
    expect((await listEvents(context(), 'release', id)).items).toHaveLength(2)
  })

  it('of a release that is not there says so', async () => {
    const id = releaseId.create(0, seededRandom(99))
    await expect(become(id, 'promoting')).rejects.toSatisfy(releaseUnknown.is)
  })
})
