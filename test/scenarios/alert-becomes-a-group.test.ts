/** An alert comes in, becomes a group that wakes somebody, and is over when it is. */
import { expect } from 'vitest'
import { alertsOf, openGroups, sendAlerts } from '../harness/alert.ts'
import { scenario } from '../harness/scenario.ts'
import { withoutIncidents } from '../harness/topology.ts'

scenario(
  'a critical alert wakes somebody at once, with severity, owner and reasons, and its end is told',
  async (houston) => {
    await houston.accepted('service.record', { name: 'checkout', owner: 'payments', tier: 1 })
    const startedMs = houston.nowMs
    expect((await sendAlerts(houston, { name: 'ErrorsHigh' })).status).toBe(202)
    const [opened] = houston.events('group.opened')
    expect(opened?.data).toMatchObject({
      service: 'checkout',
      title: 'ErrorsHigh at checkout',
      severity: 'SEV1',
      pages: true,
      alertCount: 1,
      owner: 'payments',
    })
    const [alert] = await alertsOf(houston, 'checkout')
    expect(alert).toMatchObject({ state: 'firing', outcome: { kind: 'page' }, receivers: ['default'] })
    const { reasons, delivery } = await houston.accepted<{ reasons: string[]; delivery: unknown }>('alert.why', {
      alert: alert?.fingerprint ?? '',
    })
    expect(reasons).toContain('severity: SEV1: impact-unknown-in-tier')
    expect(delivery).toMatchObject({ kind: 'alertmanager' })

    await houston.fastForward('5m')
    await sendAlerts(houston, { name: 'ErrorsHigh', startedMs, resolvedMs: houston.nowMs })
    expect(houston.events('group.resolved')).toEqual([])
    await houston.fastForward('4m')
    expect(houston.events('group.resolved')).toHaveLength(1)
    expect(await openGroups(houston)).toEqual([])
    expect(await alertsOf(houston, 'checkout')).toEqual([])
    houston.allowEvents('group.noted', 'group.changed')
    houston.expectEvents({ 'group.opened': 1, 'group.resolved': 1, 'alert.raised': 1, 'alert.resolved': 1 })
  },
  { topology: withoutIncidents },
)
