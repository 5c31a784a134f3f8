/** An incident is run from its room in Slack: who types is known, what is done is on the timeline, and nobody else gets in. */
import { hmacSha256Hex } from '@houston/core/signature.ts'
import { expect } from 'vitest'
import { declareTeam } from '../harness/escalation.ts'
import type { Houston } from '../harness/houston.ts'
import { expectPages } from '../harness/pager.ts'
import { scenario } from '../harness/scenario.ts'

const secret = 'slack-signing-secret'
const room = { channel_id: 'C0WARROOM1', channel_name: 'inc-checkout' }

interface Typed {
  readonly user?: string
  readonly key?: string
  readonly agoSec?: number
  readonly where?: Readonly<Record<string, string>>
}

async function type(
  houston: Houston,
  text: string,
  { user = 'U012AB3CD', key = secret, agoSec = 0, where = room }: Typed = {},
) {
  process.env.HOUSTON_SLACK_SIGNING_SECRETS = secret
  const timestamp = Math.floor(houston.nowMs / 1_000) - agoSec
  const body = new URLSearchParams({
    command: '/houston',
    text,
    user_id: user,
    user_name: 'somebody',
    ...where,
  }).toString()
  const signature = `v0=${hmacSha256Hex(key, `v0:${timestamp}:${body}`)}`
  const headers = { 'x-slack-request-timestamp': String(timestamp), 'x-slack-signature': signature }
  return houston.request<{ response_type: string; text: string; code?: string }>('/webhooks/slack-command', {
    method: 'POST',
    headers,
    body,
  })
}

const person = (name: string, address: string) => ({
  name,
  timeZone: 'UTC',
  contacts: [
    { name: 't', channel: 'terminal', address: name },
    { name: 'chat', channel: 'slack', address },
  ],
})

scenario('an incident is declared, run and ended by what people type in its room', async (houston) => {
  await declareTeam(houston)
  for (const name of ['checkout', 'search']) await houston.accepted('service.record', { name, owner: 'shop', tier: 1 })
  await houston.accepted('person.record', person('ann', 'U012AB3CD'))
  await houston.accepted('person.record', person('bo', 'U0BOBOBOB'))
  const startedMs = houston.nowMs

  expect((await type(houston, 'have')).body).toEqual({ response_type: 'ephemeral', text: 'No incident is live.' })
  const declared = await type(houston, 'declare checkout SEV2 Cards are <refused> & <!channel>')
  expect(declared).toMatchObject({ status: 200, body: { response_type: 'in_channel' } })
  expect(declared.body.text).toContain(
    'ann declared SEV2 open: checkout, Cards are &lt;refused&gt; &amp; &lt;!channel&gt;',
  )
  const id = /\((inc_[^)]+)\)/.exec(declared.body.text)?.[1] ?? ''
  await houston.accepted('incident.open-war-room', { incidentId: id, channel: '#inc-checkout' })

  // Another one is live as well: in the room it is clear which one is meant, elsewhere it has to be said.
  await type(houston, 'declare search Nothing is found')
  expect((await type(houston, 'have', { where: { channel_id: 'C0OTHER', channel_name: 'random' } })).body.text).toMatch(
    /^Say which:\n• .*\n• /,
  )
  expect((await type(houston, 'have')).body.text).toContain('SEV2 acknowledged: checkout')
  await type(houston, 'role commander <@U012AB3CD|ann>')
  await type(houston, 'decide roll 1.4.2 back', { user: 'U0BOBOBOB' })
  expect((await type(houston, 'severity SEV1 half of all orders')).body.text).toContain('SEV1')
  expect((await type(houston, 'resolve errors are gone')).body.text).toContain('SEV1 resolved: checkout')
  expect((await type(houston, 'clear an hour of quiet')).body.text).toContain('closed')

  const { items } = await houston.accepted<{ items: { type: string; data: { sentence: string; by?: string } }[] }>(
    'incident.timeline',
    { incidentId: id },
  )
  const said = items.map(({ type, data }) => `${type} ${data.by ?? ''} ${data.sentence}`).join('\n')
  expect(said).toMatch(/incident\.noted bo roll 1\.4\.2 back/)
  expect(said).toMatch(/incident\.resolved ann/)
  expect(await houston.accepted('incident.verify', { incidentId: id })).toMatchObject({ kind: 'whole' })
  // This room's incident is over: what is typed here is not meant for the other one, which has a room of its own.
  const { items: others } = await houston.accepted<{ items: { id: string }[] }>('incident.list', { service: 'search' })
  await houston.accepted('incident.open-war-room', { incidentId: others[0]?.id, channel: 'C0SEARCH01' })
  expect((await type(houston, 'resolve all is well')).body.text).toMatch(/^Say which:\n• SEV/)
  expect((await type(houston, 'show')).body).toMatchObject({ text: expect.stringContaining('open: search') })
  await houston.settle()
  // Each of the two woke ada; SEV1 wakes the executive as well, and its end is told to both.
  const pages = [
    'trigger ada',
    'trigger ada',
    'acknowledge ada',
    'trigger ada',
    'resolve ada',
    'trigger radia',
    'trigger radia',
    'resolve radia',
  ]
  expectPages(
    houston,
    startedMs,
    pages.map((page) => `0 ${page}`),
  )
  houston.allowEvents(...new Set(houston.events().map(({ type: name }) => name)))
})

scenario(
  'strangers, forgers and late messages do nothing, and words that fit nothing are answered',
  async (houston) => {
    await houston.accepted('service.record', { name: 'checkout', owner: 'shop', tier: 1 })
    await houston.accepted('person.record', person('ann', 'U012AB3CD'))
    const stranger = await type(houston, 'declare checkout It burns', { user: 'U0STRANGER' })
    expect(stranger).toMatchObject({ status: 200, body: { response_type: 'ephemeral' } })
    expect(stranger.body.text).toContain('does not know who you are')
    expect(await type(houston, 'declare checkout It burns', { key: 'forged' })).toMatchObject({ status: 403 })
    expect(await type(houston, 'declare checkout It burns', { agoSec: 301 })).toMatchObject({
      status: 403,
      body: { code: 'escalation.slack-too-old' },
    })
    expect((await type(houston, 'dance')).body.text).toContain('/houston help')
    expect((await type(houston, 'help')).body.text).toContain('/houston declare SERVICE')
    expect((await type(houston, 'note inc_nonsense hello')).body).toMatchObject({ response_type: 'ephemeral' })
    expect((await houston.accepted<{ items: unknown[] }>('incident.list', {})).items).toEqual([])
  },
)
