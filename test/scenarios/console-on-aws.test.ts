/** The console as AWS serves it, in a real browser: signed in by OpenID Connect, news over AppSync's web sockets, commands with the person's token. */
import { silentLog } from '@houston/core/port/log.ts'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { consoleBundle } from '../../packages/local/src/console/index.ts'
import { ConsoleBrowser, chromiumPath } from '../harness/browser.ts'
import { FakeCloud } from '../harness/fake-cloud.ts'
import { Houston } from '../harness/houston.ts'
import { root } from '../tidy/source.ts'

vi.setConfig({ testTimeout: 120_000 })

let houston: Houston
let cloud: FakeCloud
let browser: ConsoleBrowser

beforeAll(async () => {
  if (chromiumPath === undefined) return
  await consoleBundle(`${root}/packages/console`, silentLog).done
  houston = await Houston.start()
  await houston.accepted('service.record', { name: 'checkout', owner: 'payments', tier: 1 })
  cloud = await FakeCloud.start(houston, `${root}/packages/console/dist`)
  browser = await ConsoleBrowser.start()
}, 240_000)
afterAll(async () => {
  await browser?.stop()
  await cloud?.stop()
  await houston?.stop()
})

describe.runIf(chromiumPath)('the console on AWS', () => {
  it('signs in and comes back to the page that was asked for, hears news, and gives commands as the person', async () => {
    const { incident } = await houston.accepted<{ incident: { id: string } }>('incident.declare', {
      ...{ service: 'checkout', title: 'Nobody can pay', severity: 'SEV2' },
    })
    const shown = await browser.openAt(cloud.url)
    const { page } = shown
    await page.goto(`${cloud.url}/incidents/${incident.id}`)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Nobody can pay').first().waitFor()
    expect(new URL(page.url()).pathname).toBe(`/incidents/${incident.id}`)
    expect(new URL(page.url()).search).toBe('')
    const me = page.getByRole('button', { name: /ann@example.com/ })
    await me.waitFor()
    await cloud.graph.until(() => cloud.graph.subscribers === 1)

    await page.getByRole('button', { name: 'I have it' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'I have it' }).click()
    await page
      .getByText(/has it\./)
      .first()
      .waitFor()
    await houston.settle()

    // Somebody else writes; the page hears of it by the web socket alone.
    await houston.accepted('incident.note', { incidentId: incident.id, kind: 'note', text: 'the ledger is slow' })
    cloud.graph.publish({ changed: { noun: 'incident', id: incident.id, event: 'incident.noted' } })
    await page.getByText('the ledger is slow').first().waitFor()

    expect(cloud.strangers).toBe(0)
    expect([...cloud.issuer.violations, ...cloud.graph.violations]).toEqual([])
    await me.click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
    expect(shown.complaints.filter((text) => !/favicon/.test(text))).toEqual([])
    await shown.close()
  })
})
