/** What the public sees while an incident goes on: the parts that it knows, the words that were written for it, and nothing from inside. */
import type { IncidentItem } from '@houston/core/incident'
import { expect } from 'vitest'
import type { Houston } from '../harness/houston.ts'
import { incidentUnderWay } from '../harness/incident.ts'
import { scenario } from '../harness/scenario.ts'
import { withoutPages } from '../harness/topology.ts'

interface Summary {
  readonly page: { readonly name: string; readonly updated_at: string }
  readonly status: { readonly indicator: string; readonly description: string }
  readonly components: readonly { readonly id: string; readonly name: string; readonly status: string }[]
  readonly incidents: readonly {
    readonly id: string
    readonly name: string
    readonly status: string
    readonly impact: string
    readonly incident_updates: readonly { readonly body: string; readonly status: string }[]
  }[]
  readonly scheduled_maintenances: readonly { readonly name: string; readonly status: string }[]
}

const get = (houston: Houston, path: string, headers: Record<string, string> = {}) =>
  fetch(`${houston.runtime.url}/status${path}`, { headers })
const summaryOf = async (houston: Houston): Promise<Summary> =>
  (await (await get(houston, '/api/v2/summary.json')).json()) as Summary
const statuses = ({ components }: Summary): Record<string, string> =>
  Object.fromEntries(components.map(({ name, status }) => [name, status]))

async function describeServices(houston: Houston): Promise<void> {
  const publicAs = { name: 'Payments', group: 'Shop', description: 'Cards and invoices' }
  await houston.accepted('service.record', { name: 'ledger-api', owner: 'treasury', tier: 1, publicAs })
  await houston.accepted('service.record', { name: 'finder', owner: 'treasury', tier: 2, publicAs: { name: 'Search' } })
  await houston.accepted('service.record', { name: 'secret-batch', owner: 'treasury', tier: 3 })
  await houston.accepted('status-page.record', {
    name: 'public',
    title: 'Shop status',
    url: 'https://status.example.com',
  })
  houston.allowEvents('status-page.recorded')
}

/** Everything that the public can read, as one text. */
async function everything(houston: Houston): Promise<string> {
  const paths = ['', '/history', '/history.rss', '/history.atom']
  const files = ['summary', 'status', 'components', 'incidents', 'incidents/unresolved', 'scheduled-maintenances']
  const texts = [...paths, ...files.map((file) => `/api/v2/${file}.json`)].map(async (path) => {
    const answer = await get(houston, path)
    expect([path, answer.status]).toEqual([path, 200])
    return answer.text()
  })
  return (await Promise.all(texts)).join('\n')
}

scenario(
  'a component turns by the facts, words come from people, and names from inside stay inside',
  async (houston) => {
    await describeServices(houston)
    expect(statuses(await summaryOf(houston))).toMatchObject({ Payments: 'operational', Search: 'operational' })
    const { incident } = await houston.accepted<{ incident: IncidentItem }>('incident.declare', {
      service: 'ledger-api',
      title: 'ledger-api: db-7 of Margaret is on fire',
      impact: { isOutage: true },
      customerReports: 41,
    })
    const { id: incidentId } = incident
    await houston.accepted('incident.acknowledge', { incidentId })
    await houston.accepted('incident.note', { incidentId, kind: 'note', text: 'the password was hunter2' })
    await houston.fastForward('1m')

    // The facts turn the component; nothing was said yet.
    const silent = await summaryOf(houston)
    expect(statuses(silent)).toMatchObject({ Payments: 'major_outage', Shop: 'major_outage', Search: 'operational' })
    expect([silent.status.indicator, silent.incidents]).toEqual(['critical', []])

    await houston.accepted('incident.communicate', { incidentId, audience: 'status-page' })
    const own = { audience: 'status-page', text: 'Cards <b>work</b> & "invoices" do not.', title: 'Invoices fail' }
    await houston.accepted('incident.communicate', { incidentId, ...own })
    await houston.accepted('incident.communicate', { incidentId, audience: 'internal', text: 'Margaret looks at db-7' })
    await houston.fastForward('1m')
    const [told] = (await summaryOf(houston)).incidents
    expect(told).toMatchObject({ name: 'Invoices fail', status: 'investigating', impact: 'critical' })
    expect(told?.incident_updates.map(({ body }) => body)).toEqual([
      'Cards <b>work</b> & "invoices" do not.',
      'Since 09:00 UTC Payments is not available. We are looking into it.',
    ])
    const page = await (await get(houston, '')).text()
    expect(page).toContain('Cards &lt;b&gt;work&lt;/b&gt; &amp; &quot;invoices&quot; do not.')
    expect(page).not.toMatch(/<script|<b>work/)

    const all = await everything(houston)
    const inside = ['ledger-api', 'finder', 'secret-batch', 'treasury', 'Margaret', 'db-7', 'hunter2', '41', 'ann']
    for (const word of [...inside, incidentId, 'inc_', 'SEV1'])
      expect([word, new RegExp(`\\b${word}\\b`).test(all)]).toEqual([word, false])

    // Restored is well again though it is watched; over is over, and stays in the history.
    await houston.accepted('incident.resolve', { incidentId, why: 'the disk was changed' })
    await houston.fastForward('1m')
    const restored = await summaryOf(houston)
    expect(statuses(restored).Payments).toBe('operational')
    expect(restored.incidents.map(({ status }) => status)).toEqual(['monitoring'])
    await houston.accepted('incident.close', { incidentId, why: 'all is well' })
    await houston.fastForward('1m')
    expect((await summaryOf(houston)).incidents).toEqual([])
    const history = (await (await get(houston, '/api/v2/incidents.json')).json()) as Summary
    expect(history.incidents.map(({ status }) => status)).toEqual(['resolved'])
    expect(await (await get(houston, `/incidents/${history.incidents[0]?.id}`)).text()).toContain('Invoices fail')
    expect(await (await get(houston, '')).text()).toMatch(/Payments: \d\d\.\d\d % uptime in 90 days/)

    houston.allowEvents(...incidentUnderWay)
    houston.expectEvents({ 'incident.opened': 1, 'incident.closed': 1 })
  },
  { topology: withoutPages },
)

scenario(
  'a page that turns only when told keeps silent before, and shows maintenance of its parts alone',
  async (houston) => {
    await describeServices(houston)
    const page = { name: 'public', title: 'Shop status', url: 'https://status.example.com', turns: 'when-told' }
    await houston.accepted('status-page.record', page)
    await houston.accepted('silence.record-maintenance', {
      name: 'index-of-finder',
      matchers: [{ label: 'service', operator: '=', value: 'finder' }],
      intervals: [{ times: [[9 * 60, 10 * 60]] }],
      owner: 'treasury',
      reason: 'db-7 is moved',
      announcement: 'Search may be slow.',
    })
    const { incident } = await houston.accepted<{ incident: IncidentItem }>('incident.declare', {
      service: 'ledger-api',
      title: 'it is slow',
      severity: 'SEV2',
    })
    await houston.fastForward('1m')
    const silent = await summaryOf(houston)
    expect(statuses(silent)).toMatchObject({ Payments: 'operational', Search: 'under_maintenance' })
    expect([silent.status.indicator, silent.scheduled_maintenances[0]?.status]).toEqual(['maintenance', 'in_progress'])
    expect(JSON.stringify(silent)).not.toContain('db-7')
    await houston.accepted('incident.communicate', { incidentId: incident.id, audience: 'status-page' })
    await houston.fastForward('1m')
    const told = await summaryOf(houston)
    expect(statuses(told)).toMatchObject({ Payments: 'degraded_performance', Search: 'under_maintenance' })
    expect(told.incidents[0]?.name).toBe('Payments: degraded performance')
    houston.allowEvents(...incidentUnderWay, 'mutes.changed', 'silence.maintenance-recorded')
    houston.expectEvents({ 'incident.opened': 1 })
  },
  { topology: withoutPages },
)

scenario('many readers cost one reading, know what they know, and one that floods is told to wait', async (houston) => {
  await describeServices(houston)
  const first = await get(houston, '/api/v2/status.json')
  const etag = first.headers.get('etag') ?? ''
  expect(first.headers.get('cache-control')).toBe('public, max-age=15, stale-if-error=3600')
  expect(first.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect((await get(houston, '/api/v2/status.json', { 'if-none-match': etag })).status).toBe(304)
  expect((await get(houston, '/api/v2/passwords.json')).status).toBe(404)
  expect((await get(houston, '/incidents/unknown')).status).toBe(404)
  const answers = await Promise.all(Array.from({ length: 80 }, async () => (await get(houston, '')).status))
  expect(new Set(answers)).toEqual(new Set([200, 429]))
  await houston.fastForward('1m')
  expect((await get(houston, '')).status).toBe(200)
})
