/** Deployments that something is wrong with, and the one that shows the test every event. */
import type { TopologyData } from '@houston/local/runtime/plan.ts'
import type { Topology } from '../../infra/topology-types.ts'

/** Nobody calls the judge: neither the schedule nor the event of a started wave. */
export const withoutJudge = (topology: Topology): Topology => ({
  ...topology,
  schedules: [],
  rules: topology.rules.filter(({ name }) => name !== 'release-wave-started'),
})

/** The judge is called, and fails each time. */
export function withBrokenJudge(topology: Topology): Topology {
  const { JudgeActiveWaves: judge, ...functions } = topology.functions
  if (judge === undefined) throw new Error('there is no judge to break')
  return {
    ...topology,
    functions: { ...functions, JudgeActiveWaves: { ...judge, handler: 'test/harness/broken.handler' } },
  }
}

/** Every event reaches every target twice, at the same instant. */
export const withEverythingTwice = (topology: Topology): Topology => ({
  ...topology,
  rules: topology.rules.flatMap((rule) => [rule, { ...rule, name: `${rule.name}-twice` }]),
})

/** Nobody is paged: for stories of incidents that are not about pages. */
export const withoutPages = (topology: Topology): Topology => ({
  ...topology,
  schedules: [],
  rules: topology.rules.filter(
    ({ name, target }) => !/^(escalation|incident-escalated)/.test(name) && target.name !== 'judge-ticks',
  ),
})

/** A tick every other minute, for stories of hours: just often enough to beat. */
export const withRareTicks = (topology: Topology): Topology => ({
  ...withoutJudge(topology),
  schedules: topology.schedules.map((schedule) => ({
    ...schedule,
    expression: 'rate(2 minutes)',
    target: { kind: 'function', name: 'JudgeActiveWaves' },
  })),
})

/** The deployed topology, and a rule that shows the test every event. */
export function withWitness(topology: Topology): TopologyData {
  const witness = { handler: 'test/harness/witness.handler', summary: 'Sees', memoryMb: 128, timeoutSec: 5, needs: {} }
  const rule = {
    name: 'witness',
    summary: 'Everything',
    pattern: { source: [{ prefix: '' }] },
    target: { kind: 'function' as const, name: 'Witness' },
    retry: { attempts: 0, ageSec: 60 },
  }
  const rules = [...topology.rules, rule]
  return { ...topology, functions: { ...topology.functions, Witness: witness }, rules } as TopologyData
}

/** Nobody responds to groups: stories of alerts end where incidents begin. */
export const withoutIncidents = (topology: Topology): Topology => ({
  ...topology,
  rules: topology.rules.filter(({ name }) => !name.startsWith('incident-')),
})

/** Of what hears incidents and escalations, escalation alone: for stories whose incidents are events and nothing else. */
export const withEscalationAlone = (topology: Topology): Topology => ({
  ...topology,
  rules: topology.rules.filter(({ name }) => /^(escalation|incident-escalated)/.test(name)),
})
