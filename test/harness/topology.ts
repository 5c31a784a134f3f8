/** Deployments that something is wrong with. */
import type { Topology } from '../../infra/topology-types.ts'

/** Nobody calls the judge: neither the schedule nor the event of a started wave. */
export const withoutJudge = (topology: Topology): Topology => ({
  ...topology,
  schedules: [],
  rules: topology.rules.filter(({ target }) => target.name !== 'judge-ticks'),
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
  rules: topology.rules.flatMap((rule) => [rule, { ...rule, name: `${rule.name}-again` }]),
})

/** A tick a minute, for stories of hours. */
export const withRareTicks = (topology: Topology): Topology => ({
  ...withoutJudge(topology),
  schedules: topology.schedules.map((schedule) => ({
    ...schedule,
    target: { kind: 'function', name: 'JudgeActiveWaves' },
  })),
})
