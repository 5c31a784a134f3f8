import { minuteMs } from '@houston/core/clock.ts'
import { expect, it } from 'vitest'
import { testStartMs } from '../../../../test/harness/context.ts'
import { promotionItem, regionOf, stageOf } from '../../../../test/harness/promotion-item.ts'
import { pipelineLines } from './pipeline.ts'

const stages = [
  stageOf('gamma', [['lab']], { soakMs: 10 * minuteMs }),
  stageOf('production', [['eu'], ['us', 'ap']], { approvals: 1 }),
]
const done = { outcome: 'completed', endedAtMs: testStartMs } as const

it('draws the path with what each region has, what is watched and what waits at the entrance', () => {
  const old = promotionItem({
    version: 'v1',
    orderMs: 1,
    stages,
    state: 'stopped',
    stageIndex: 1,
    groupIndex: 1,
    regions: [
      regionOf('gamma', 'lab', done),
      regionOf('production', 'eu', done),
      regionOf('production', 'us', { outcome: 'taken-back' }),
      regionOf('production', 'ap'),
    ],
  })
  const waiting = promotionItem({
    version: 'v2',
    orderMs: 2,
    stages,
    state: 'awaiting-approval',
    stageIndex: 1,
    regions: [regionOf('gamma', 'lab', done)],
  })
  const soaking = promotionItem({
    version: 'v3',
    orderMs: 3,
    stages,
    state: 'soaking',
    soakUntilMs: testStartMs + 5 * minuteMs,
    regions: [regionOf('gamma', 'lab', done)],
  })
  const view = { pipeline: { name: 'checkout', service: 'checkout' }, stages, promotions: [soaking, waiting, old] }
  expect(pipelineLines(view, testStartMs)).toEqual([
    'checkout of checkout  gamma → production',
    '  gamma        watched 10m',
    '    ✔ lab v3   watched for 5m more',
    '    │',
    `    ◔ v2 waits for 1 of 1 approvals: houston approve ${waiting.id}`,
    '  production   1 approval, 2 groups of regions',
    '    ✔ eu v1',
    '    ✘ us v1   ● ap v1',
  ])
})
