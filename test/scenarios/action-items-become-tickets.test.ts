/** Action items are tickets of the team's tracker: filed once, done on either side is done on both, and the two come to rest. */
import { dayMs } from '@houston/core/clock.ts'
import type { ActionItem, ReviewItem, ReviewView } from '@houston/core/review'
import { hmacSha256Hex } from '@houston/core/signature.ts'
import { expect } from 'vitest'
import { FakeJira } from '../harness/fake-tracker.ts'
import type { Houston } from '../harness/houston.ts'
import { incidentUnderWay } from '../harness/incident.ts'
import { scenario } from '../harness/scenario.ts'
import { withEverythingTwice, withoutPages } from '../harness/topology.ts'

const jiraSecret = 'what-jira-signs-with'

async function withJira(story: (jira: FakeJira) => Promise<void>): Promise<void> {
  const jira = await new FakeJira().start()
  const account = { url: jira.url, email: 'houston@example.com', token: 'jira-token' }
  Object.assign(process.env, { HOUSTON_JIRA_ACCOUNT: JSON.stringify(account), HOUSTON_JIRA_SECRETS: jiraSecret })
  try {
    await story(jira)
  } finally {
    delete process.env.HOUSTON_JIRA_ACCOUNT
    delete process.env.HOUSTON_JIRA_SECRETS
    await jira.stop()
  }
}

async function reviewed(houston: Houston, tickets: object): Promise<ReviewItem> {
  await houston.accepted('service.record', { name: 'checkout', owner: 'payments', tier: 1 })
  await houston.accepted('team.record', { name: 'payments', tickets })
  const declared = { service: 'checkout', title: 'cards are refused', severity: 'SEV3' }
  const { incident } = await houston.accepted<{ incident: { id: string } }>('incident.declare', declared)
  await houston.accepted('incident.resolve', { incidentId: incident.id, why: 'it works again' })
  const events = ['added', 'done', 'reopened', 'ticketed', 'ticket-refused'].map((what) => `review.item-${what}`)
  houston.allowEvents(...incidentUnderWay, ...events, 'team.recorded', 'review.minded', 'review.due')
  return houston.accepted<ReviewItem>('review.find', { incidentId: incident.id })
}

const add = (houston: Houston, { id: reviewId }: ReviewItem) =>
  houston.accepted<ActionItem>('review.add-item', {
    reviewId,
    title: 'Test that both modules round alike',
    owner: 'ada',
    priority: 'P1',
    dueAtMs: houston.nowMs + 7 * dayMs,
  })

const itemOf = async (houston: Houston, { id: reviewId }: ReviewItem): Promise<ActionItem | undefined> =>
  (await houston.accepted<ReviewView>('review.get', { reviewId })).items[0]

/** A command while Houston waits for an answer: nothing comes to rest before it. */
async function finishedMeanwhile(houston: Houston, input: object): Promise<void> {
  const { url, secrets } = houston.runtime
  const headers = { authorization: `Bearer ${secrets.adminToken}`, 'content-type': 'application/json' }
  const response = await fetch(`${url}/commands/review/finish-item`, {
    method: 'POST',
    headers,
    body: JSON.stringify(input),
  })
  expect(response.status).toBe(200)
}

const sayJira = (
  houston: Houston,
  { key, state, atMs }: { key: string; state: 'done' | 'new'; atMs: number },
  secret = jiraSecret,
) => {
  const body = JSON.stringify({
    timestamp: atMs,
    webhookEvent: 'jira:issue_updated',
    user: { displayName: 'Grace Hopper' },
    issue: { key, fields: { status: { name: 'x', statusCategory: { key: state } } } },
  })
  return houston.request('/webhooks/jira', {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-atlassian-webhook-identifier': `${key}-${atMs}`,
      'x-hub-signature': `sha256=${hmacSha256Hex(secret, body)}`,
    },
  })
}

scenario(
  'filed once though every event comes twice; done in Jira is done here, taken up here is open there',
  (houston) =>
    withJira(async (jira) => {
      const review = await reviewed(houston, { system: 'jira', project: 'OPS' })
      await add(houston, review)
      await houston.fastForward('1m')
      expect(jira.tickets.map(({ key, state }) => [key, state])).toEqual([['OPS-1', 'open']])
      expect((await itemOf(houston, review))?.ticket).toEqual({
        system: 'jira',
        key: 'OPS-1',
        url: `${jira.url}/browse/OPS-1`,
      })

      const [ticket] = jira.tickets
      if (ticket !== undefined) ticket.state = 'done'
      expect((await sayJira(houston, { key: 'OPS-1', state: 'done', atMs: 2_000 }, 'forged')).status).toBe(403)
      expect(await sayJira(houston, { key: 'OPS-1', state: 'done', atMs: 2_000 })).toMatchObject({ status: 202 })
      await houston.fastForward('1m')
      const done = await itemOf(houston, review)
      expect(done).toMatchObject({ state: 'done', outcome: 'Grace Hopper closed jira OPS-1' })
      // What Jira said was not said back to it, and what it said before that comes too late.
      const changes = () =>
        jira.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/transitions'))
      expect(changes()).toEqual([])
      expect((await sayJira(houston, { key: 'OPS-1', state: 'new', atMs: 1_000 })).body).toEqual({ kind: 'stale' })
      expect((await sayJira(houston, { key: 'HR-7', state: 'done', atMs: 3_000 })).body).toEqual({ kind: 'not-ours' })

      const { id: reviewId } = review
      await houston.accepted('review.reopen-item', { reviewId, itemId: done?.id, why: 'the test is flaky' })
      await houston.fastForward('1m')
      expect(jira.tickets[0]?.state).toBe('open')
      expect((await sayJira(houston, { key: 'OPS-1', state: 'new', atMs: 4_000 })).status).toBe(202)
      await houston.accepted('review.finish-item', { reviewId, itemId: done?.id, outcome: 'the test waits' })
      await houston.fastForward('1m')
      expect(jira.tickets.map(({ state }) => state)).toEqual(['done'])
      // Both deliveries of an event may say the same, and nothing else was said.
      expect(changes().length).toBeGreaterThanOrEqual(2)
      expect(changes().length).toBeLessThanOrEqual(4)
      houston.expectEvents({ 'review.item-done': 2, 'review.item-reopened': 1, 'review.item-ticketed': 1 })
      houston.logs.allow(/event not handled/)
    }),
  { topology: (topology) => withEverythingTwice(withoutPages(topology)) },
)

scenario(
  'a tracker that fails for a while gets the ticket later, once; one that refuses is on the record',
  (houston) =>
    withJira(async (jira) => {
      const review = await reviewed(houston, { system: 'jira', project: 'OPS' })
      jira.fault = 'drop'
      await add(houston, review)
      await houston.fastForward('10s')
      jira.fault = undefined
      await houston.fastForward('30m')
      expect(jira.tickets.map(({ key }) => key)).toEqual(['OPS-1'])
      expect((await itemOf(houston, review))?.ticket?.key).toBe('OPS-1')
      jira.fault = { status: 403 }
      const item = await itemOf(houston, review)
      await houston.accepted('review.finish-item', { reviewId: review.id, itemId: item?.id, outcome: 'tested' })
      await houston.fastForward('1m')
      expect(houston.events('review.item-ticket-refused').map(({ data }) => data.sentence)).toEqual([
        'The ticket could not be brought in line: Jira answered 403.',
      ])
      houston.logs.allow(/event not handled/)
    }),
  { topology: withoutPages },
)

scenario(
  'an issue of GitHub that is closed ends its action item, signed or not at all',
  async (houston) => {
    const review = await reviewed(houston, { system: 'github', project: 'acme/checkout' })
    const item = await add(houston, review)
    const ticket = { system: 'github', key: 'acme/checkout#7', url: 'https://github.com/acme/checkout/issues/7' }
    await houston.accepted('review.link-ticket', { reviewId: review.id, itemId: item.id, ticket })
    const say = (action: string, secret = houston.runtime.secrets.githubSecret) => {
      const body = JSON.stringify({
        action,
        issue: { number: 7, updated_at: '2026-03-02T09:00:00Z', state: 'closed' },
        repository: { full_name: 'acme/checkout' },
        sender: { login: 'grace' },
      })
      return houston.request('/webhooks/github', {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'x-github-event': 'issues',
          'x-github-delivery': `delivery-${action}`,
          'x-hub-signature-256': `sha256=${hmacSha256Hex(secret, body)}`,
        },
      })
    }
    expect((await say('closed', 'forged')).status).toBe(403)
    expect((await say('labeled')).body).toEqual({ kind: 'ignored' })
    expect((await itemOf(houston, review))?.state).toBe('open')
    expect((await say('closed')).body).toEqual({ kind: 'taken' })
    expect((await say('closed')).body).toEqual({ kind: 'taken' })
    expect(await itemOf(houston, review)).toMatchObject({
      state: 'done',
      outcome: 'grace closed github acme/checkout#7',
    })
    await say('reopened')
    expect((await itemOf(houston, review))?.state).toBe('open')
    houston.expectEvents({ 'review.item-done': 1, 'review.item-reopened': 1 })
  },
  { topology: withoutPages },
)

scenario(
  'an item that is done while its ticket is filed closes it; what Jira said before its last word changes nothing',
  (houston) =>
    withJira(async (jira) => {
      const review = await reviewed(houston, { system: 'jira', project: 'OPS' })
      jira.meanwhile = async ({ method, path, body }) => {
        if (method !== 'POST' || !path.endsWith('/issue')) return
        jira.meanwhile = undefined
        const item = (JSON.parse(body) as { fields: { labels: string[] } }).fields.labels[1]?.replace('houston-', '')
        await finishedMeanwhile(houston, { reviewId: review.id, itemId: item, outcome: 'it was easy' })
      }
      await add(houston, review)
      await houston.fastForward('1m')
      expect(await itemOf(houston, review)).toMatchObject({ state: 'done', ticket: { key: 'OPS-1' } })
      expect(jira.tickets.map(({ state }) => state)).toEqual(['done'])

      // Jira says that it is done, as it is, and then, late, that somebody had opened it.
      expect((await sayJira(houston, { key: 'OPS-1', state: 'done', atMs: 5_000 })).body).toEqual({ kind: 'taken' })
      expect((await sayJira(houston, { key: 'OPS-1', state: 'new', atMs: 4_000 })).body).toEqual({ kind: 'stale' })
      await houston.fastForward('1m')
      expect((await itemOf(houston, review))?.state).toBe('done')
      expect(jira.tickets.map(({ key, state }) => [key, state])).toEqual([['OPS-1', 'done']])
      houston.expectEvents({ 'review.item-done': 1, 'review.item-ticketed': 1 })
    }),
  { topology: withoutPages },
)
