/** What fails beside an escalation: Houston is killed, a provider fails, answers are lost, addresses are wrong. Nobody is forgotten, nobody paged twice. */
import { expect } from 'vitest'
import {
  declarePolicy,
  escalating,
  escalationOf,
  escalationScenario,
  incident,
  openIncident,
} from '../harness/escalation.ts'
import { expectPages, putFaultyPager } from '../harness/pager.ts'

escalationScenario('Houston is restarted between the levels: the next one is paged at its instant', async (houston) => {
  await declarePolicy(houston)
  const openedMs = houston.nowMs
  await openIncident(houston)
  await houston.fastForward('4m')
  await houston.restart()
  await houston.fastForward('2m')
  await houston.restart()
  await houston.accepted('escalation.acknowledge', { id: incident, by: 'grace' })
  await houston.fastForward('20m')
  expectPages(houston, openedMs, ['0 trigger ada', '5m trigger grace', '6m acknowledge ada', '6m acknowledge grace'])
  houston.allowEvents(...escalating)
  houston.expectEvents({ 'escalation.acknowledged': 1, 'escalation.level-paged': 2 })
})

escalationScenario(
  'a provider that fails is tried again with the same key, until it takes the page',
  async (houston) => {
    await declarePolicy(houston)
    const openedMs = houston.nowMs
    const pager = await putFaultyPager(houston, (_, tryOfPage) => (tryOfPage <= 3 ? 503 : 'pass'))
    await openIncident(houston)
    await houston.fastForward('1m')
    await pager.stop()
    expect(new Set(pager.tries.map(({ key }) => key)).size).toBe(1)
    expect(pager.tries).toHaveLength(4)
    await houston.accepted('escalation.acknowledge', { id: incident, by: 'ada' })
    // After 5, 10 and 20 seconds.
    expectPages(houston, openedMs, ['35s trigger ada', '1m acknowledge ada'])
    houston.allowEvents(...escalating)
    houston.logs.expect(/a page was not sent .*provider-failed/)
    houston.expectEvents({ 'escalation.acknowledged': 1, 'page.sent': 2 })
  },
)

escalationScenario('an answer that is lost is asked for again: the page is there once', async (houston) => {
  await declarePolicy(houston)
  const openedMs = houston.nowMs
  const pager = await putFaultyPager(houston, (_, tryOfPage) => (tryOfPage === 1 ? 'lose' : 'pass'))
  await openIncident(houston)
  await houston.fastForward('30s')
  await pager.stop()
  expect(pager.tries).toHaveLength(2)
  await houston.accepted('escalation.acknowledge', { id: incident, by: 'ada' })
  expectPages(houston, openedMs, ['0 trigger ada', '30s acknowledge ada'])
  houston.allowEvents(...escalating)
  houston.logs.expect(/a page was not sent .*unreachable/)
  houston.expectEvents({ 'escalation.acknowledged': 1 })
})

escalationScenario('a level that cannot be reached at all is over at once', async (houston) => {
  await declarePolicy(houston)
  const openedMs = houston.nowMs
  const pager = await putFaultyPager(houston, ({ address }) => (address === 'ada' ? 404 : 'pass'))
  await openIncident(houston)
  await houston.fastForward('5s')
  expect((await escalationOf(houston)).escalation.level).toBe(1)
  await houston.accepted('escalation.acknowledge', { id: incident, by: 'grace' })
  await pager.stop()
  expectPages(houston, openedMs, ['1s trigger grace', '5s acknowledge grace'])
  houston.allowEvents(...escalating)
  houston.logs.expect(/a page was not sent .*address-invalid/)
  houston.expectEvents({ 'escalation.level-skipped': 1, 'page.failed': 1, 'escalation.acknowledged': 1 })
})

escalationScenario('quiet hours put a page off, and SEV1 is heard all the same', async (houston) => {
  await declarePolicy(houston, {
    levels: [{ name: 'first', targets: [{ person: 'ada' }], wait: '3h' }],
  })
  const contacts = [{ name: 't', channel: 'terminal', address: 'ada' }]
  const quietHours = [{ from: '08:00', to: '11:00' }]
  await houston.accepted('person.record', { name: 'ada', timeZone: 'UTC', contacts, quietHours })
  const openedMs = houston.nowMs
  await openIncident(houston, { severity: 'SEV2', incidentId: 'inc_01kjpe3vq8z4t7m2a9c5x1n6wa' })
  await houston.fastForward('30m')
  await openIncident(houston, { severity: 'SEV1' })
  await houston.fastForward('2h')
  expectPages(houston, openedMs, ['30m trigger ada', '2h trigger ada'])
  houston.allowEvents(...escalating)
})

escalationScenario('a storm of incidents is five pages, and the rest in one', async (houston) => {
  await declarePolicy(houston, { levels: [{ name: 'first', targets: [{ person: 'ada' }], wait: '3h' }] })
  const openedMs = houston.nowMs
  for (let count = 0; count < 8; count++)
    await openIncident(houston, { incidentId: `inc_01kjpe3vq8z4t7m2a9c5x1n6a${count}`, title: `Alarm ${count}` })
  await houston.fastForward('30m')
  expectPages(houston, openedMs, [...Array.from({ length: 5 }, () => '0 trigger ada'), '10m trigger ada'])
  const bundle = houston.events('page.sent').at(-1)
  expect(bundle?.data).toMatchObject({ bundled: 2 })
  houston.allowEvents(...escalating)
})
