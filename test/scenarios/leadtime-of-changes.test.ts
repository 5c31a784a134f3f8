/** From check-in to production: each change is measured once, and one that was overtaken counts with the version that carried it. */
import { minuteMs } from '@houston/core/clock.ts'
import type { LeadTimeFigures, PipelineLeadTime } from '@houston/core/leadtime'
import { expect } from 'vitest'
import { oneWave } from '../harness/pipeline.ts'
import { completion, scenario, underWay } from '../harness/scenario.ts'

interface Report {
  readonly pipelines: readonly PipelineLeadTime[]
  readonly all: LeadTimeFigures
}

scenario(
  'three pushes, of which the second is overtaken, are measured to the minute they reached production',
  async (houston) => {
    await houston.declare({ waves: oneWave })
    expect((await houston.accepted<Report>('leadtime.report', {})).all).toMatchObject({ changes: 0 })
    const first = await houston.deliver('checkout', 'The first')
    await houston.fastForward('1s')
    const second = await houston.deliver('checkout', 'The second')
    await houston.fastForward('1s')
    const third = await houston.deliver('checkout', 'The third')
    await houston.untilState(first.releaseId, ['completed'])
    await houston.untilState(third.releaseId, ['completed'])

    const { pipelines, all } = await houston.accepted<Report>('leadtime.report', { pipeline: 'checkout' })
    const changes = new Map(pipelines[0]?.changes.map((change) => [change.commit.slice(0, 12), change]))
    const [early, overtaken, late] = [first, second, third].map(({ version }) => changes.get(version))
    const productionAtMs = async (releaseId: string) => (await houston.release(releaseId)).release.endedAtMs
    expect(early?.productionAtMs).toBe(await productionAtMs(first.releaseId))
    expect(late?.productionAtMs).toBe(await productionAtMs(third.releaseId))
    expect(overtaken).toMatchObject({ carriedBy: third.version, productionAtMs: late?.productionAtMs })
    // The third waited for the first to end, then for its own wave.
    expect(late?.waitedMs.queue).toBe((early?.productionAtMs ?? 0) - (late?.pushedAtMs ?? 0))
    expect(late?.waitedMs.soak).toBeGreaterThanOrEqual(2 * minuteMs)
    expect(early?.waitedMs).toMatchObject({ queue: 0, approval: 0, gate: 0 })
    expect(all.changes).toBe(3)
    expect(all.medianMs).toBe((late?.productionAtMs ?? 0) - (late?.committedAtMs ?? 0))
    // The push's own id, from the check-in to the figure.
    const measured = houston.events('leadtime.measured')
    expect(measured.map(({ correlationId }) => correlationId).sort()).toEqual(
      houston
        .events('change.pushed')
        .map(({ correlationId }) => correlationId)
        .sort(),
    )
    houston.allowEvents(...underWay, ...completion, 'release.queued', 'release.superseded')
    houston.expectEvents({ 'leadtime.measured': 3 })
  },
)
