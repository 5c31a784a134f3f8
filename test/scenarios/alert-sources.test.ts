/** Every source in its real shape, through its real door: signed or shown a token, durable before the 2xx, an alert afterwards. */
import { readFileSync } from 'node:fs'
import { hmacSha256Hex } from '@houston/core/signature.ts'
import { expect } from 'vitest'
import { alertsOf } from '../harness/alert.ts'
import type { Answer, Houston } from '../harness/houston.ts'
import { scenario } from '../harness/scenario.ts'
import { withoutIncidents } from '../harness/topology.ts'

const recordedDetail = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../fixtures/events/${name}.json`, import.meta.url), 'utf8')).detail

const firing = async (houston: Houston): Promise<string[]> => {
  const names: string[] = []
  for (let shard = 0; shard < 8; shard++) {
    const { items } = await houston.accepted<{ items: { history: { content: { source: string; name: string } } }[] }>(
      'alert.list',
      { shard },
    )
    names.push(...items.map(({ history: { content } }) => `${content.source} ${content.name}`))
  }
  return names.sort()
}

const allowed = ['group.opened', 'group.noted', 'group.changed', 'group.merged', 'alert.raised', 'alert.resolved']

const pagerduty = (
  houston: Houston,
  { secret, id = 'wh-1' }: { secret?: string; id?: string } = {},
): Promise<Answer> => {
  const body = JSON.stringify({
    event: {
      id: '01BWGQ6Y4FTQPKSMPBJYQXHJPP',
      event_type: 'incident.triggered',
      resource_type: 'incident',
      occurred_at: '2026-03-02T09:00:00.000Z',
      agent: null,
      client: null,
      data: {
        id: 'PGR0VU2',
        type: 'incident',
        html_url: 'https://acme.pagerduty.com/incidents/PGR0VU2',
        number: 2,
        status: 'triggered',
        title: 'The ledger does not balance',
        service: { id: 'PF9KMXH', summary: 'ledger', html_url: null },
        teams: [],
        priority: null,
        urgency: 'high',
      },
    },
  })
  const used = secret ?? houston.runtime.secrets.pagerdutySecret
  const headers = {
    'content-type': 'application/json',
    'x-webhook-id': id,
    // While a secret is rotated there are several signatures, and ours is not the first.
    'x-pagerduty-signature': `v1=${'0'.repeat(64)},v1=${hmacSha256Hex(used, body)}`,
  }
  return houston.request('/webhooks/pagerduty', { method: 'POST', headers, body })
}

scenario(
  'CloudWatch, Health, CodeBuild, PagerDuty and any JSON become alerts',
  async (houston) => {
    await houston.putEvent(
      'aws.cloudwatch',
      'CloudWatch Alarm State Change',
      recordedDetail('cloudwatch-alarm-changed'),
    )
    await houston.putEvent('aws.health', 'AWS Health Event', recordedDetail('aws-health'))
    await houston.putEvent('aws.codebuild', 'CodeBuild Build State Change', {
      ...recordedDetail('codebuild-build-succeeded'),
      'build-status': 'FAILED',
    })
    expect((await pagerduty(houston)).status).toBe(202)
    expect(await pagerduty(houston)).toMatchObject({ status: 202, body: { repeated: true } })
    expect((await alertsOf(houston, 'ledger')).map(({ history }) => history.content.name)).toEqual([
      'The ledger does not balance',
    ])
    const found = (await firing(houston)).map((text) => text.split(' ')[0])
    expect(found).toEqual(['aws-health', 'cloudwatch', 'codebuild', 'pagerduty'])
    houston.allowEvents(...allowed)
    houston.expectEvents({ 'alert.raised': 4 })
  },
  { topology: withoutIncidents },
)

scenario(
  'any JSON is an alert once its sender has a mapping, and nobody is believed without a token or a signature',
  async (houston) => {
    const send = (token: string, sender = 'acme'): Promise<Answer> =>
      houston.request(`/webhooks/alerts/${sender}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ id: 7, what: 'Door open', status: 'bad' }),
      })
    const { alertToken } = houston.runtime.secrets
    expect((await send('guessed')).status).toBe(403)
    expect((await pagerduty(houston, { secret: 'guessed' })).status).toBe(403)
    expect(await send(alertToken)).toMatchObject({ status: 404, body: { code: 'alert.sender-unknown' } })
    await houston.accepted('alert.record-mapping', {
      sender: 'acme',
      key: [{ path: '$.id' }],
      name: { path: '$.what' },
      state: { from: { path: '$.status' }, firing: ['bad'], resolved: ['good'] },
    })
    expect((await send(alertToken)).status).toBe(202)
    expect(await firing(houston)).toEqual(['mapped Door open'])
    houston.allowEvents(...allowed)
    houston.expectEvents({ 'alert.raised': 1 })
  },
  { topology: withoutIncidents },
)

scenario(
  'a delivery that the queue does not take is answered 5xx: its sender comes again, and then it is an alert once',
  async (houston) => {
    const real = process.env.HOUSTON_QUEUES ?? ''
    process.env.HOUSTON_QUEUES = JSON.stringify({ 'alert-intake': 'http://127.0.0.1:9/0/alert-intake' })
    process.env.AWS_MAX_ATTEMPTS = '1'
    try {
      const refused = await pagerduty(houston)
      expect(refused).toMatchObject({ status: 503, body: { code: 'queue.unreachable' } })
    } finally {
      process.env.HOUSTON_QUEUES = real
      process.env.AWS_MAX_ATTEMPTS = '10'
    }
    expect(await alertsOf(houston, 'ledger')).toEqual([])
    expect(await pagerduty(houston)).toMatchObject({ status: 202, body: { repeated: false } })
    expect(await alertsOf(houston, 'ledger')).toHaveLength(1)
    houston.allowEvents(...allowed)
    houston.expectEvents({ 'alert.raised': 1 })
  },
  { topology: withoutIncidents },
)
