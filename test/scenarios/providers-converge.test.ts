/** What is answered in PagerDuty or Slack is answered here; what our own calls cause there comes back and changes nothing. */
import { hmacSha256Hex } from '@houston/core/signature.ts'
import { expect } from 'vitest'
import {
  declarePolicy,
  escalating,
  escalationOf,
  escalationScenario,
  incident,
  openIncident,
} from '../harness/escalation.ts'
import type { Houston } from '../harness/houston.ts'
import { expectPages } from '../harness/pager.ts'

const secret = 'a-secret-of-the-provider'

interface Delivered {
  readonly type: string
  readonly key?: string
  readonly agent?: string
  readonly delivery?: string
}

/** A webhook of PagerDuty, signed as PagerDuty signs. */
function fromPagerDuty(
  houston: Houston,
  { type, key = `houston:${incident}`, agent = 'user_reference', delivery = 'one' }: Delivered,
) {
  process.env.HOUSTON_PAGERDUTY_SECRETS = secret
  const data = {
    id: 'Q0TESTING1',
    type: 'incident',
    status: type.replace('incident.', ''),
    incident_key: key,
    title: 'x',
  }
  const occurred = new Date(houston.nowMs).toISOString()
  const event = {
    id: `01${delivery}`,
    event_type: type,
    resource_type: 'incident',
    occurred_at: occurred,
    agent: { type: agent, summary: 'Grace Hopper' },
    data: { ...data, service: { id: 'PSHOP', type: 'service_reference', summary: 'shop' } },
  }
  const body = JSON.stringify({ event })
  const headers = { 'x-pagerduty-signature': `v1=${hmacSha256Hex(secret, body)}`, 'x-webhook-id': delivery }
  return houston.request('/webhooks/pagerduty', { method: 'POST', headers, body })
}

function fromSlack(
  houston: Houston,
  action: string,
  value: string,
  { user = 'U012AB3CD', agoSec = 0, key = secret } = {},
) {
  process.env.HOUSTON_SLACK_SIGNING_SECRETS = secret
  const timestamp = Math.floor(houston.nowMs / 1_000) - agoSec
  const payload = {
    type: 'block_actions',
    user: { id: user },
    actions: [{ action_id: action, value, action_ts: '1.2' }],
  }
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
  const signature = `v0=${hmacSha256Hex(key, `v0:${timestamp}:${body}`)}`
  const headers = { 'x-slack-request-timestamp': String(timestamp), 'x-slack-signature': signature }
  return houston.request('/webhooks/slack', { method: 'POST', headers, body })
}

const grace = {
  name: 'grace',
  logins: ['Grace Hopper'],
  timeZone: 'UTC',
  contacts: [
    { name: 't', channel: 'terminal', address: 'grace' },
    { name: 'chat', channel: 'slack', address: 'U012AB3CD' },
  ],
  notify: [{ contact: 't' }],
}

escalationScenario(
  'acknowledged in PagerDuty is acknowledged here, once, and what we told it ourselves is left',
  async (houston) => {
    await declarePolicy(houston)
    await houston.accepted('person.record', grace)
    const openedMs = houston.nowMs
    await openIncident(houston)
    await houston.fastForward('1m')
    expect((await fromPagerDuty(houston, { type: 'incident.triggered' })).body).toEqual({
      ignored: 'incident.triggered',
    })
    const own = { type: 'incident.acknowledged', agent: 'events_api_v2_inbound_integration_reference', delivery: 'own' }
    expect((await fromPagerDuty(houston, own)).body).toEqual({ ignored: 'our-own-doing' })
    expect((await escalationOf(houston)).escalation.state).toBe('active')

    expect((await fromPagerDuty(houston, { type: 'incident.acknowledged' })).body).toMatchObject({ taken: true })
    expect((await fromPagerDuty(houston, { type: 'incident.acknowledged' })).body).toMatchObject({ taken: false })
    expect((await escalationOf(houston)).escalation).toMatchObject({ state: 'acknowledged', takenBy: 'grace' })
    const resolved = { type: 'incident.resolved', delivery: 'two' }
    expect((await fromPagerDuty(houston, resolved)).body).toMatchObject({ taken: false, state: 'acknowledged' })
    await houston.fastForward('10m')
    expectPages(houston, openedMs, ['0 trigger ada', '1m acknowledge ada'])
    houston.allowEvents(...escalating)
    houston.expectEvents({ 'escalation.acknowledged': 1 })
  },
)

escalationScenario('a click in Slack takes it for whoever clicked; forged and old ones do not', async (houston) => {
  await declarePolicy(houston)
  await houston.accepted('person.record', grace)
  const openedMs = houston.nowMs
  await openIncident(houston)
  const { id } = (await escalationOf(houston)).escalation
  expect(await fromSlack(houston, 'houston_acknowledge', id, { key: 'forged' })).toMatchObject({ status: 403 })
  expect(await fromSlack(houston, 'houston_acknowledge', id, { agoSec: 301 })).toMatchObject({
    status: 403,
    body: { code: 'escalation.slack-too-old' },
  })
  expect((await fromSlack(houston, 'somebody_elses', id)).body).toEqual({ ignored: 'not-our-button' })
  expect((await escalationOf(houston)).escalation.state).toBe('active')
  expect(await fromSlack(houston, 'houston_acknowledge', id)).toMatchObject({ status: 200, body: { taken: true } })
  expect((await escalationOf(houston)).escalation).toMatchObject({ state: 'acknowledged', takenBy: 'grace' })
  expect(await fromSlack(houston, 'houston_snooze', id)).toMatchObject({ status: 200, body: { taken: true } })
  expect((await escalationOf(houston)).escalation).toMatchObject({
    state: 'snoozed',
    deadlineMs: houston.nowMs + 3_600_000,
  })
  await houston.fastForward('10m')
  expectPages(houston, openedMs, ['0 trigger ada', '0 acknowledge ada', '0 acknowledge ada'])
  houston.allowEvents(...escalating)
  houston.expectEvents({ 'escalation.acknowledged': 1, 'escalation.snoozed': 1 })
})
