/** Alerts that a release on its way explains: the group proposes to take it back, and policy says who does. */
import { expect } from 'vitest'
import { openGroups, sendAlerts } from '../harness/alert.ts'
import type { Houston } from '../harness/houston.ts'
import { scenarios, takenBack, underWay } from '../harness/scenario.ts'
import { withoutIncidents } from '../harness/topology.ts'

const rows = [
  { policy: 'propose', state: 'soaking' },
  { policy: 'start', state: 'rolled-back' },
] as const

async function alarm(houston: Houston): Promise<void> {
  const alerts = ['ErrorsHigh', 'LatencyHigh', 'PodCrashLooping']
  await sendAlerts(houston, ...alerts.map((name) => ({ name, service: 'checkout' })))
  await houston.fastForward('1m')
}

scenarios(
  rows,
  ({ policy, state }) => `where policy is to ${policy}, the release that alerts come from is ${state}`,
  async (houston, { policy, state }) => {
    await houston.declare()
    await houston.accepted('alert.record-route', { name: 'root', route: { rollback: policy } })
    const { releaseId } = await houston.deliver()
    await houston.untilState(releaseId, ['soaking'])
    await houston.fastForward('1m')
    await alarm(houston)
    const [group] = await openGroups(houston)
    expect(group).toMatchObject({ service: 'checkout', releaseId, causes: [{ kind: 'change', name: releaseId }, {}] })
    expect(houston.events('group.rollback-proposed')[0]?.data).toMatchObject({ releaseId, starts: policy === 'start' })
    await houston.fastForward('1m')
    expect(await houston.state(releaseId)).toBe(state)
    houston.allowEvents(...underWay, ...takenBack, 'rollback.requested')
    houston.allowEvents('group.opened', 'group.noted', 'group.changed', 'alert.raised')
    houston.expectEvents({ 'group.rollback-proposed': 1 })
  },
  () => ({ topology: withoutIncidents }),
)
