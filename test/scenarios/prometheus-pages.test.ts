/** Real Prometheus and Alertmanager: a rule fires and somebody is paged; it is over, and so it is for Houston. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openGroups } from '../harness/alert.ts'
import { Houston } from '../harness/houston.ts'
import { pagesOf } from '../harness/pager.ts'
import { alertingInstalled, startAlerting } from '../harness/real-alertmanager.ts'

async function until(what: string, holds: () => boolean): Promise<void> {
  for (const deadlineMs = Date.now() + 60_000; Date.now() < deadlineMs; await sleep(100)) if (holds()) return
  throw new Error(`waited a minute for ${what}`)
}

test.skipIf(!alertingInstalled)(
  'a rule of Prometheus fires and wakes somebody; it ends, and the group is over',
  {
    timeout: 150_000,
  },
  async () => {
    // The clock stands at the machine's time: Prometheus and Alertmanager know no other.
    const houston = await Houston.start({ originMs: Date.now() })
    const { url, secrets } = houston.runtime
    const alerting = await startAlerting({ url: `${url}/webhooks/alertmanager`, token: secrets.alertToken })
    try {
      await houston.accepted('service.record', { name: 'checkout', owner: 'payments', tier: 1 })
      await sleep(3_000)
      expect(houston.events('group.opened')).toEqual([])
      alerting.errors = 7
      await until('a group', () => houston.events('group.opened').length > 0)
      await houston.settle()
      expect(houston.events('group.opened')[0]?.data).toMatchObject({
        title: 'CheckoutErrors at checkout',
        severity: 'SEV1',
        pages: true,
      })
      // Nobody is on call in this story: the page is the alarm that says so.
      expect(houston.events('incident.opened')).toHaveLength(1)
      expect(pagesOf(houston).filter(({ action }) => action === 'trigger')).not.toHaveLength(0)
      alerting.errors = 0
      await until('the end of the alert', () => houston.runtime.queues.handled >= 2)
      await houston.settle()
      await houston.fastForward('5m')
      expect(houston.events('group.resolved')).toHaveLength(1)
      expect(houston.events('group.opened')).toHaveLength(1)
      expect(await openGroups(houston)).toEqual([])
    } finally {
      await alerting.stop()
      await houston.stop()
    }
  },
)
