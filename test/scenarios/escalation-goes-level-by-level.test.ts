/** Nobody answers: each level is paged at its instant, up to the executive, again as often as the policy repeats, then the dead end. */
import { expect } from 'vitest'
import {
  declarePolicy,
  declareTeam,
  escalating,
  escalationOf,
  escalationScenario,
  escalationStory,
  incident,
  openIncident,
} from '../harness/escalation.ts'
import { expectPages } from '../harness/pager.ts'

escalationScenario(
  'SEV1 pages primary and executive at once, then level by level, three times, then the dead end',
  async (houston) => {
    await declareTeam(houston)
    const openedMs = houston.nowMs
    await openIncident(houston, { severity: 'SEV1' })
    await houston.fastForward('1h30m')
    const round = (minutes: readonly number[]): string[] => {
      const [first = 0, second = 0, third = 0, fourth = 0] = minutes
      const at = (minute: number): string =>
        minute === 0 ? '0' : minute >= 60 ? `1h${minute === 60 ? '' : `${minute - 60}m`}` : `${minute}m`
      return [
        `${at(first)} trigger ada`,
        `${at(first)} trigger radia`,
        `${at(second)} trigger grace`,
        `${at(third)} trigger margaret`,
        `${at(fourth)} trigger radia`,
      ]
    }
    expectPages(houston, openedMs, [
      ...round([0, 5, 10, 15]),
      ...round([25, 30, 35, 40]),
      ...round([50, 55, 60, 65]),
      '1h15m trigger dead end',
    ])
    const { escalation } = await escalationOf(houston)
    expect(escalation).toMatchObject({ state: 'exhausted', round: 2, policy: { name: 'built-in-sev1' } })
    houston.allowEvents(...escalating)
    houston.logs.expect(/an escalation has come to a dead end/)
    houston.expectEvents({ 'escalation.level-paged': 12, 'escalation.exhausted': 1, 'page.sent': 16 })
  },
)

escalationScenario(
  'an acknowledgement long after the dead end is still taken, and the fallback is who was declared',
  async (houston) => {
    await declarePolicy(houston)
    await houston.accepted('escalation.record-policy', {
      name: 'fallback',
      levels: [{ name: 'last', targets: [{ person: 'director' }], wait: '5m' }],
      answerWithin: '15m',
      staleAfter: '30m',
    })
    const openedMs = houston.nowMs
    await openIncident(houston)
    await houston.fastForward('40m')
    expect((await escalationOf(houston)).escalation.state).toBe('exhausted')
    await houston.accepted('escalation.acknowledge', { id: incident, by: 'grace' })
    await houston.fastForward('10m')
    expectPages(houston, openedMs, [
      '0 trigger ada',
      '5m trigger grace',
      '10m trigger director',
      '40m acknowledge ada',
      '40m acknowledge director',
      '40m acknowledge grace',
    ])
    expect(await escalationStory(houston)).toEqual([
      'started',
      'level-paged',
      'level-paged',
      'exhausted',
      'acknowledged',
    ])
    houston.allowEvents(...escalating)
    houston.logs.expect(/an escalation has come to a dead end/)
    houston.expectEvents({ 'escalation.exhausted': 1, 'escalation.acknowledged': 1 })
  },
)

escalationScenario('levels that have nobody are skipped at once, each with its own alert', async (houston) => {
  await declareTeam(houston, { primary: 'ada', executive: 'radia' })
  const openedMs = houston.nowMs
  await openIncident(houston, { severity: 'SEV2' })
  await houston.fastForward('21m')
  expectPages(houston, openedMs, ['0 trigger ada', '20m trigger radia'])
  const skipped = houston
    .events('escalation.level-skipped')
    .map(({ data }) => [data.levelName, data.reason, data.sentence])
  expect(skipped).toEqual([
    ['service-expertise', 'empty', 'service-expertise has nobody: secondary of shop: no-layer'],
    ['development-team', 'empty', 'development-team has nobody: manager of shop: no-layer'],
  ])
  houston.allowEvents(...escalating)
  houston.expectEvents({ 'escalation.level-skipped': 2 })
})

escalationScenario('a team without a schedule comes to the dead end at once', async (houston) => {
  const openedMs = houston.nowMs
  await openIncident(houston, { severity: 'SEV3', owner: 'nobody' })
  expectPages(houston, openedMs, ['0 trigger dead end'])
  expect(await escalationStory(houston)).toEqual([
    'started',
    'level-skipped',
    'level-skipped',
    'level-skipped',
    'exhausted',
  ])
  houston.allowEvents(...escalating)
  houston.logs.expect(/an escalation has come to a dead end/)
  houston.expectEvents({ 'escalation.level-skipped': 3, 'escalation.exhausted': 1 })
})
