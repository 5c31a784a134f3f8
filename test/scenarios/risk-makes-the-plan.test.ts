/** Risk and blast radius of a change are found when its release starts, and make its plan where the pipeline says so. */
import type { ReleaseView } from '@houston/core/release'
import { expect } from 'vitest'
import type { Houston } from '../harness/houston.ts'
import { twoWaves } from '../harness/pipeline.ts'
import { commitOf } from '../harness/push.ts'
import { completion, scenario, underWay } from '../harness/scenario.ts'
import { withoutJudge } from '../harness/topology.ts'

const commits = (paths: readonly string[]) => [
  { author: { name: 'Ann', username: 'ann', email: 'ann@example.com' }, added: [], removed: [], modified: paths },
]

/** Pushes, describes and builds; gives the release with its assessment. */
async function deliver(houston: Houston, title: string, paths: readonly string[], described?: object) {
  const commit = commitOf('checkout', title)
  await houston.push(commit, { more: { commits: commits(paths) } })
  if (described !== undefined)
    await houston.accepted('pipeline.describe-change', { pipeline: 'checkout', commit: commit.commit, ...described })
  await houston.build(commit)
  const { id } = await houston.releaseOf('checkout', commit.version)
  return houston.accepted<ReleaseView>('release.get', { releaseId: id })
}

scenario(
  'a change of which little is known is risky: its plan is guarded, whatever an author says of it',
  async (houston) => {
    await houston.declare({ waves: twoWaves, more: { plan: 'by-risk' } })
    const { release, assessment } = await deliver(houston, 'A migration', ['src/a.ts', 'db/migrations/2_add.sql'])
    expect(assessment?.risk).toMatchObject({ weightsVersion: '1' })
    expect(assessment?.risk.score).toBeGreaterThanOrEqual(8)
    expect(assessment?.blast.level).toBe(5)
    expect(assessment?.plan).toMatchObject({ by: 'risk', care: 'guarded' })
    expect(release.waves.map(({ name, weightPercent }) => [name, weightPercent])).toEqual([
      ['one-box', 1],
      ['alpha', 10],
      ['production', 100],
    ])
    // The event carries what the item does.
    expect(houston.events('release.assessed')[0]?.data).toMatchObject({ risk: assessment?.risk })
    const parts = assessment?.risk.parts ?? []
    expect(parts.find(({ factor }) => factor === 'diff-size')).toMatchObject({ missing: true })
    expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9)
    expect(release.state).toBe('awaiting-approval')
    // The author, under any of the names that the push told.
    const own = await houston.command('release.approve', { releaseId: release.id, why: 'it is fine' })
    expect(own).toMatchObject({ status: 403, body: { code: 'release.own-change' } })
    houston.allowEvents(...underWay)
    houston.expectEvents({ 'release.assessed': 1, 'release.approval-requested': 1, 'release.wave-shifting': 0 })
  },
  { topology: withoutJudge },
)

scenario(
  'a small, well described change of a small service goes out fast, and the plan stays fixed where it is',
  async (houston) => {
    await houston.declare({ waves: twoWaves })
    await houston.accepted('service.record', {
      name: 'checkout',
      owner: 'payments',
      tier: 4,
      customers: 0,
      revenuePerHourUsd: 0,
      timeZone: 'UTC',
    })
    const first = await deliver(houston, 'The first', ['src/a.ts'])
    expect(first.assessment?.plan).toMatchObject({ by: 'declared' })
    expect(first.release.waves.map(({ name }) => name)).toEqual(['alpha', 'production'])
    await houston.untilState(first.release.id, ['completed'], '20m')
    const rollback = { flags: 0, reversibleSteps: 0, irreversibleSteps: 0 }
    const files = [
      { path: 'src/a.ts', lines: 2 },
      { path: 'src/a.test.ts', lines: 4 },
    ]
    const second = await deliver(houston, 'The second', ['src/a.ts'], { files, dependenciesChanged: 0, rollback })
    const score = second.assessment?.risk.score ?? 0
    expect(score).toBeLessThan(first.assessment?.risk.score ?? 0)
    expect(second.assessment?.risk.parts.filter(({ missing }) => missing)).toEqual([])
    expect(second.assessment?.blast.level).toBe(1)
    expect(second.release.risk).toMatchObject({ score, weightsVersion: '1', blastLevel: 1 })
    houston.allowEvents(...underWay, ...completion)
    houston.expectEvents({ 'release.assessed': 2 })
  },
)
