/** Versions that were tested together go out together; builds that nothing needs go, and never one that is needed. */
import { dayMs } from '@houston/core/clock.ts'
import type { ReleasedMember, VersionSet } from '@houston/core/version-set'
import { expect } from 'vitest'
import type { Topology } from '../../infra/topology-types.ts'
import { oneWave, pipelineInput } from '../harness/pipeline.ts'
import { digestOf } from '../harness/push.ts'
import { completion, scenario, underWay } from '../harness/scenario.ts'

scenario('a version set pins what was tested together and brings it back to production', async (houston) => {
  await houston.declare({ waves: oneWave })
  const first = await houston.deliver('checkout', 'The first')
  await houston.untilState(first.releaseId, ['completed'])
  const set = { name: '2026-03-02.1', members: [{ service: 'checkout', version: first.version }] }
  const unknown = await houston.command('version-set.record', {
    ...set,
    members: [{ service: 'checkout', version: 'v0' }],
  })
  expect([unknown.status, unknown.body.code]).toEqual([404, 'artifact.unknown'])
  expect(await houston.accepted('version-set.record', set)).toEqual({ recorded: true })
  expect(await houston.accepted('version-set.record', set)).toEqual({ recorded: false })
  const release = async () =>
    (await houston.accepted<{ members: ReleasedMember[] }>('version-set.release', { name: set.name, why: 'tested' }))
      .members
  expect(await release()).toMatchObject([{ version: first.version, kind: 'there' }])

  const second = await houston.deliver('checkout', 'The second')
  await houston.untilState(second.releaseId, ['completed'])
  const other = { ...set, members: [{ service: 'checkout', version: second.version }] }
  expect((await houston.command('version-set.record', other)).body.code).toBe('version-set.taken')
  expect(await release()).toMatchObject([{ version: first.version, kind: 'start-again' }])
  expect(await release()).toMatchObject([{ version: first.version, kind: 'under-way' }])
  await houston.fastForward('10m')
  expect(houston.router.traffic('checkout').stableVersion).toBe(first.version)
  const found = await houston.accepted<VersionSet>('version-set.get', { name: set.name })
  const [{ digest }] = found.members as [VersionSet['members'][number]]
  expect(await houston.accepted('artifact.get', { digest })).toMatchObject({ items: [{ version: first.version }] })
  houston.allowEvents(...underWay, ...completion)
  houston.expectEvents({ 'version-set.recorded': 1, 'version-set.released': 3, 'release.completed': 3 })
})

const dailyEveryMinute = (topology: Topology): Topology => ({
  ...topology,
  schedules: topology.schedules
    .filter(({ name }) => name === 'artifacts-every-day' || name === 'judge-every-minute')
    .map((schedule) => ({ ...schedule, expression: 'rate(1 minute)' })),
})

scenario(
  'of fifty-five old builds four go; the one that is live stays, and the same content brings one back',
  async (houston) => {
    await houston.declare({ waves: oneWave })
    const build = (version: string, daysAgo: number) => ({
      ...{ service: 'checkout', pipeline: 'checkout', version, digest: `sha256:${digestOf(version)}` },
      ...{ location: 'fleet:x', commit: '4f9a1c0', author: 'ann', buildId: version, correlationId: 'cor_builds' },
      builtAtMs: houston.nowMs - daysAgo * dayMs,
    })
    await houston.accepted('artifact.record', build('live', 300))
    const { id } = await houston.releaseOf('checkout', 'live')
    await houston.untilState(id, ['completed'])
    const pipeline = pipelineInput(houston.router.url, { waves: oneWave })
    const github = { ...pipeline.source.github, trigger: 'release' }
    await houston.accepted('pipeline.record', { ...pipeline, source: { ...pipeline.source, github } })
    for (let age = 100; age < 154; age++) await houston.accepted('artifact.record', build(`b${age}`, age))
    await houston.fastForward('2m')

    const removed = houston.events('artifact.removed').map(({ data }) => (data.artifact as { version: string }).version)
    expect(removed.sort()).toEqual(['b150', 'b151', 'b152', 'b153'])
    const gone = await houston.command('promotion.start', { service: 'checkout', version: 'b150' })
    expect([gone.status, gone.body.code]).toEqual([404, 'artifact.gone'])
    const changed = { ...build('b150', 1), digest: `sha256:${digestOf('other')}` }
    expect((await houston.command('artifact.record', changed)).body.code).toBe('artifact.version-taken')
    expect(await houston.accepted('artifact.record', build('b150', 1))).toEqual({ recorded: true })
    houston.allowEvents(...underWay, ...completion)
    houston.expectEvents({ 'artifact.removed': 4, 'artifact.recorded': 56, 'release.completed': 1 })
  },
  { topology: dailyEveryMinute },
)
