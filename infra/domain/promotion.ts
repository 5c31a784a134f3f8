/** Promotion: versions on their way through the stages, what is kept of them, and how long it took. */
import { changePushed } from '@houston/core/pipeline'
import { promotionEvents, promotionProgress, promotionSoaking } from '@houston/core/promotion'
import { releaseSettled } from '@houston/core/release'
import {
  call,
  commandRoutes,
  commands,
  type FunctionPart,
  on,
  patient,
  slow,
  stored,
  type TopologyPart,
  under,
} from '../part.ts'
import type { FunctionNeeds, RuleFacts } from '../topology-types.ts'

/** Stopping a release ends the wait of its machine. */
const releasing: FunctionNeeds = { ...stored, settles: ['release'] }

const events: Record<string, FunctionPart> = {
  ChangePushed: ['Counts the lead time of a change from its check-in', stored],
  PromotionProgressed: ['Measures the lead time of a change anew', stored],
  PromotionMoved: ['Starts what follows from a step of a promotion', releasing],
  ReleaseSettled: ['Tells the promotion what became of its release', stored],
}

const commandFunctions: Record<string, FunctionPart> = {
  Manifest: ['Says what a manifest would change', { ...commands, table: 'read' }, slow],
  VersionSet: ['Commands about version sets', commands],
  Promotion: ['Commands about promotions', commands],
  Leadtime: ['Reads lead times', { ...commands, table: 'read' }],
}

const rules: readonly RuleFacts[] = [
  {
    name: 'release-settled',
    summary: 'A release ended or waits for a person: its promotion takes note',
    pattern: on(releaseSettled),
    target: call('ReleaseSettled'),
    retry: patient,
  },
  {
    name: 'change-pushed',
    summary: 'A change was checked in: its lead time is counted from here',
    pattern: on([changePushed]),
    target: call('ChangePushed'),
    retry: patient,
  },
  {
    name: 'promotion-progressed',
    summary: 'A promotion came a step further: the lead time of its change is measured anew',
    pattern: on(promotionProgress),
    target: call('PromotionProgressed'),
    retry: patient,
  },
  {
    name: 'promotion-moved',
    summary: 'A promotion moved: what follows from it starts',
    pattern: on(promotionEvents),
    target: call('PromotionMoved'),
    retry: patient,
  },
  {
    name: 'promotion-soaking',
    summary: 'A group of regions is watched: the promotion goes on when the time is over',
    pattern: on([promotionSoaking]),
    target: {
      kind: 'machine',
      name: 'promotion-soak',
      input: {
        paths: { promotionId: '$.detail.data.promotionId', until: '$.detail.data.until' },
        template: '{"promotionId": <promotionId>, "until": <until>}',
      },
    },
    retry: patient,
  },
]

export const promotion: TopologyPart = {
  functions: {
    ...under('tasks', '', {
      AdvancePromotion: ['Takes a promotion one step on after its soak', releasing],
    }),
    ...under('events', '', events),
    ...under('schedules', '', {
      RemoveArtifacts: ['Removes artifacts that nothing needs', stored, { timeoutSec: 300 }],
    }),
    ...under('commands', 'Commands', commandFunctions),
  },
  machines: {
    'promotion-soak': {
      file: 'statemachines/promotion-soak.asl.json',
      summary: 'Waits until regions were watched long enough',
    },
  },
  rules,
  schedules: [
    {
      name: 'artifacts-every-day',
      summary: 'Artifacts that nothing needs are removed',
      expression: 'cron(40 3 * * ? *)',
      target: call('RemoveArtifacts'),
    },
  ],
  routes: commandRoutes(['version-set', 'manifest', 'promotion', 'leadtime']),
}
