/** DynamoDB throttles, fails, conflicts and loses answers: every change happens once, and the release goes on. */
import { expect } from 'vitest'
import { putFaultyTable, type TableFaults } from '../harness/faulty-table.ts'
import { twoWaves } from '../harness/pipeline.ts'
import { completion, scenarios, underWay } from '../harness/scenario.ts'

const rows: readonly { what: string; faults: TableFaults }[] = [
  { what: 'one request in forty is throttled', faults: { throttle: 0.025 } },
  { what: 'every twentieth request fails', faults: { fail: 0.05 } },
  { what: 'every tenth answer is lost', faults: { lose: 0.1 } },
  { what: 'two of five transactions conflict', faults: { conflict: 0.4 } },
]

scenarios(
  rows,
  ({ what }) => `${what}: a release goes its way, each event once`,
  async (houston, { faults }) => {
    await houston.declare({ waves: twoWaves })
    const table = await putFaultyTable(houston, faults)
    try {
      const { releaseId, version } = await houston.deliver()
      await houston.untilState(releaseId, ['completed', 'rolled-back'], '30m')
      expect(await houston.state(releaseId)).toBe('completed')
      expect(houston.router.weights('checkout', version)).toEqual([10, 100])
      // Proves first that there was something to bear.
      for (const fault of Object.keys(faults) as (keyof TableFaults)[]) expect(table.counts[fault]).toBeGreaterThan(3)
    } finally {
      await table.stop()
    }
    houston.logs.allow(/store.busy|store.conflict|store.contended|table.unreachable|already-driven/)
    houston.allowEvents(...underWay, ...completion)
    houston.expectEvents({
      'change.pushed': 1,
      'release.wave-started': 2,
      'release.wave-judged': 2,
      'release.completed': 1,
    })
  },
)
