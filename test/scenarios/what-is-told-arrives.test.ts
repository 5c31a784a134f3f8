/** What an audience is told reaches its addresses: inside by Slack's thread and mail, outside whoever subscribed and confirmed. The timeline says how it went. */
import type { IncidentItem } from '@houston/core/incident'
import { hmacSha256Hex } from '@houston/core/signature.ts'
import { expect } from 'vitest'
import { ScriptedProvider } from '../conformance/ports/pager.ts'
import type { Houston } from '../harness/houston.ts'
import { incidentTimeline, incidentUnderWay } from '../harness/incident.ts'
import { allowPages, pagesOf } from '../harness/pager.ts'
import { scenario } from '../harness/scenario.ts'
import { withEverythingTwice, withoutPages } from '../harness/topology.ts'

async function describeShop(houston: Houston): Promise<void> {
  await houston.accepted('service.record', {
    name: 'ledger-api',
    owner: 'treasury',
    tier: 1,
    publicAs: { name: 'Payments' },
  })
  await houston.accepted('status-page.record', {
    name: 'public',
    title: 'Shop status',
    url: `${houston.runtime.url}/status`,
  })
  await houston.accepted('team.record', {
    name: 'treasury',
    tell: {
      internal: [{ channel: 'email', address: 'all@shop.example' }],
      customers: [{ channel: 'email', address: 'customers@shop.example' }],
    },
  })
  houston.allowEvents('status-page.recorded', 'team.recorded', ...incidentUnderWay)
  allowPages(houston)
}

const declared = async (houston: Houston): Promise<string> => {
  const input = { service: 'ledger-api', title: 'db-7 of Margaret is on fire', impact: { isOutage: true } }
  return (await houston.accepted<{ incident: IncidentItem }>('incident.declare', input)).incident.id
}

const form = async (houston: Houston, path: string, fields: Record<string, string> = {}) => {
  const response = await fetch(`${houston.runtime.url}/status${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
  })
  const text = await response.text()
  await houston.settle()
  return { status: response.status, text }
}
const look = async (houston: Houston, path: string) => {
  const response = await fetch(`${houston.runtime.url}/status${path}`)
  return { status: response.status, text: await response.text() }
}
/** Mails of a Houston on one machine, by address. */
const mailsTo = (houston: Houston, address: string) => pagesOf(houston).filter((page) => page.address === address)
const pathIn = (text: string, verb: string): string => new RegExp(`/status(/${verb}/\\S+)`).exec(text)?.[1] ?? ''

const outcomes = async (houston: Houston, incidentId: string): Promise<string[]> =>
  (await incidentTimeline(houston, incidentId))
    .filter(({ data }) => data.source === 'notice')
    .map(({ data }) => String(data.sentence))

scenario(
  'who subscribed and confirmed hears of it once, who left does not, and no mail names what is inside',
  async (houston) => {
    await describeShop(houston)
    expect((await form(houston, '/subscribe', { email: 'ada@example.com' })).status).toBe(200)
    expect((await form(houston, '/subscribe', { email: 'eve@example.com' })).status).toBe(200)
    // Asked a moment ago: not again.
    expect((await form(houston, '/subscribe', { email: 'ada@example.com' })).status).toBe(200)
    expect((await form(houston, '/subscribe', { email: 'nobody' })).status).toBe(400)
    expect((await form(houston, '/subscribe', { webhook: 'https://169.254.169.254/latest' })).status).toBe(400)
    const [question, ...again] = mailsTo(houston, 'ada@example.com')
    expect(again).toEqual([])
    const confirm = pathIn(question?.sentence ?? '', 'confirm')
    // A program that opens the link confirms nothing.
    expect((await look(houston, confirm)).text).toContain('<button>Confirm</button>')
    const first = await declared(houston)
    await houston.accepted('incident.communicate', { incidentId: first, audience: 'status-page' })
    await houston.fastForward('1m')
    expect(mailsTo(houston, 'ada@example.com')).toHaveLength(1)

    expect((await form(houston, confirm)).text).toContain('Subscribed')
    expect(
      (
        await form(
          houston,
          confirm.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
        )
      ).status,
    ).toBe(404)
    expect((await form(houston, confirm.replace('confirm', 'unsubscribe'))).status).toBe(404)
    await houston.accepted('incident.communicate', { incidentId: first, audience: 'status-page', title: 'Cards fail' })
    await houston.fastForward('1m')
    const mail = mailsTo(houston, 'ada@example.com').at(-1)
    expect(mail?.title).toBe('[Shop status] Investigating: Cards fail')
    expect(mail?.sentence).toContain('Since 09:00 UTC Payments is not available.')
    expect(mailsTo(houston, 'eve@example.com')).toHaveLength(1)
    await houston.accepted('incident.communicate', { incidentId: first, audience: 'customers' })
    await houston.accepted('incident.communicate', { incidentId: first, audience: 'internal' })
    await houston.fastForward('1m')
    expect(mailsTo(houston, 'customers@shop.example').map(({ title }) => title)).toEqual(['Cards fail'])
    expect(mailsTo(houston, 'all@shop.example').map(({ title }) => title)).toEqual([
      'SEV1 ledger-api: db-7 of Margaret is on fire',
    ])
    const outside = pagesOf(houston).filter(({ address }) => address !== 'all@shop.example')
    for (const word of ['ledger-api', 'Margaret', 'db-7', 'treasury', 'inc_', 'SEV1'])
      expect([word, JSON.stringify(outside.map(({ title, sentence }) => title + sentence)).includes(word)]).toEqual([
        word,
        false,
      ])

    const leave = pathIn(mail?.sentence ?? '', 'unsubscribe')
    expect((await look(houston, leave)).text).toContain('<button>Unsubscribe</button>')
    expect((await form(houston, leave)).text).toContain('Unsubscribed')
    await houston.accepted('incident.communicate', { incidentId: first, audience: 'status-page' })
    await houston.fastForward('1m')
    expect(mailsTo(houston, 'ada@example.com')).toHaveLength(2)
    expect(await outcomes(houston, first)).toEqual([
      'What was told to the status page reached 1 of 1 address.',
      'What was told to customers reached 1 of 1 address.',
      'What was told to the company reached 1 of 1 address.',
    ])
  },
  { topology: (topology) => withEverythingTwice(withoutPages(topology)) },
)

scenario(
  'a webhook is signed with a secret that its owner alone was told, and is tried again until it answers',
  async (houston) => {
    await describeShop(houston)
    const provider = new ScriptedProvider()
    await provider.start()
    try {
      const subscribe = () => form(houston, '/subscribe', { webhook: `${provider.url}/hook` })
      // Who could not be asked may try again at once; who was asked hears of it once in an hour.
      provider.reply = { status: 503 }
      await subscribe()
      provider.reply = { status: 204 }
      await subscribe()
      await subscribe()
      expect(provider.requests.splice(0, 1)).toHaveLength(1)
      expect(provider.requests).toHaveLength(1)
      houston.logs.allow(/a subscriber could not be asked/)
      const asked = JSON.parse(provider.requests[0]?.body ?? '{}') as { type: string; confirm_url: string }
      expect(asked.type).toBe('subscription.confirm')
      const done = await form(houston, pathIn(asked.confirm_url, 'confirm'))
      const secret = /<code>(\w+)<\/code>/.exec(done.text)?.[1] ?? ''
      const incidentId = await declared(houston)
      provider.reply = { status: 503 }
      await houston.accepted('incident.communicate', { incidentId, audience: 'status-page' })
      await houston.fastForward('10s')
      provider.reply = { status: 204 }
      await houston.fastForward('2m')
      const sent = provider.requests.slice(1)
      expect(sent.length).toBeGreaterThan(1)
      expect(new Set(sent.map(({ headers, body }) => `${headers['idempotency-key']} ${body}`)).size).toBe(1)
      const last = sent.at(-1)
      expect(last?.headers['x-houston-signature']).toBe(`v1=${hmacSha256Hex(secret, last?.body ?? '')}`)
      expect(JSON.parse(last?.body ?? '{}')).toMatchObject({
        page: { name: 'Shop status' },
        incident: { name: 'Payments: major outage', status: 'investigating' },
      })
      expect(await outcomes(houston, incidentId)).toEqual(['What was told to the status page reached 1 of 1 address.'])
    } finally {
      await provider.stop()
    }
  },
  { topology: withoutPages },
)

scenario(
  'a war room that cannot be reached is said on the timeline, with its reason, and a team without addresses tells nobody',
  async (houston) => {
    await describeShop(houston)
    await houston.accepted('team.record', { name: 'treasury' })
    const incidentId = await declared(houston)
    await houston.accepted('incident.communicate', { incidentId, audience: 'internal' })
    await houston.fastForward('1m')
    expect(await outcomes(houston, incidentId)).toEqual([])
    await houston.accepted('incident.open-war-room', { incidentId, channel: '#inc-1' })
    await houston.accepted('incident.communicate', { incidentId, audience: 'internal' })
    await houston.fastForward('1m')
    expect(await outcomes(houston, incidentId)).toEqual([
      'What was told to the company reached 0 of 1 address; 1 failed, the first because Slack is not set up: HOUSTON_SLACK_TOKEN is empty.',
    ])
    houston.allowEvents('incident.war-room-opened')
  },
  { topology: withoutPages },
)
