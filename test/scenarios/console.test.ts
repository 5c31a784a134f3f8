/** The console in a real browser, on a whole Houston in the middle of a working day: each page shows what is, actions work, news come by themselves. */
import { silentLog } from '@houston/core/port/log.ts'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { consoleBundle } from '../../packages/local/src/console/index.ts'
import { ConsoleBrowser, type ConsolePage, chromiumPath, phone } from '../harness/browser.ts'
import { type ConsoleWorld, startConsoleWorld } from '../harness/console-world.ts'
import { askGraph, tokenOf } from '../harness/graph.ts'
import { root } from '../tidy/source.ts'

/** A browser starts, loads and is clicked: on a busy machine each takes its time. */
vi.setConfig({ testTimeout: 120_000 })

let world: ConsoleWorld
let browser: ConsoleBrowser
let groupId: string
let incidentId: string

beforeAll(async () => {
  if (chromiumPath === undefined) return
  await consoleBundle(`${root}/packages/console`, silentLog).done
  world = await startConsoleWorld()
  const query = '{ groups { nodes { id } } incidents { nodes { id } } }'
  type Ids = { readonly nodes: readonly { readonly id: string }[] }
  const { data } = await askGraph<{ groups: Ids; incidents: Ids }>(world.houston, query)
  groupId = data?.groups.nodes[0]?.id ?? ''
  incidentId = data?.incidents.nodes[0]?.id ?? ''
  browser = await ConsoleBrowser.start()
}, 240_000)
afterAll(async () => {
  await browser?.stop()
  await world?.houston.stop()
})

const open = (look = {}, roles?: Parameters<typeof tokenOf>[0]): Promise<ConsolePage> =>
  browser.open(world.houston.runtime.url, tokenOf(roles), look)

interface Shown {
  readonly name: string
  readonly path: () => string
  /** What only the data can have brought onto the page. */
  readonly text: RegExp
}

const pages: readonly Shown[] = [
  { name: 'overview', path: () => '/', text: /Waits for a person/ },
  { name: 'releases', path: () => '/releases', text: /Rolled back/ },
  { name: 'release', path: () => `/releases/${world.takenBack}`, text: /Harm: errors/ },
  { name: 'pipelines', path: () => '/pipelines', text: /was stopped/ },
  { name: 'alerts', path: () => '/alerts', text: /LedgerDown/ },
  { name: 'group', path: () => `/alerts/${groupId}`, text: /LedgerDown at ledger/ },
  { name: 'incidents', path: () => '/incidents', text: /Nobody has it/ },
  { name: 'incident', path: () => `/incidents/${incidentId}`, text: /Verified by a person/ },
  { name: 'on-call', path: () => '/on-call', text: /margaret/ },
  { name: 'services', path: () => '/services', text: /storefront/ },
  { name: 'map', path: () => '/services?as=map', text: /shows? symptoms|SEV1/ },
  { name: 'service', path: () => '/services/checkout', text: /Takes the money/ },
  { name: 'reviews', path: () => '/reviews', text: /None is open/ },
  { name: 'insight', path: () => '/insight', text: /1 of \d were taken back, 1 of them with a part of the traffic/ },
  { name: 'graph', path: () => '/graph', text: /type Release/ },
  { name: 'audit', path: () => '/audit', text: /Service recorded/ },
]

describe.runIf(chromiumPath)('every page', () => {
  it.each(pages)(
    '$name shows what is, to everybody, without a complaint of the browser',
    async ({ name, path, text }) => {
      const shown = await open()
      await shown.go(path())
      await shown.page.getByText(text).first().waitFor()
      expect(await shown.barriers()).toEqual([])
      expect(shown.complaints).toEqual([])
      await shown.picture(name)
      await shown.close()
    },
  )

  it.each(['overview', 'release', 'incident', 'on-call'])('%s can be read on a phone in the dark', async (name) => {
    const { path, text } = pages.find((page) => page.name === name) ?? { path: () => '/', text: /./ }
    const shown = await open({ viewport: phone, colorScheme: 'dark' })
    await shown.go(path())
    await shown.page.getByText(text).first().waitFor()
    const width = await shown.page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(phone.width)
    expect(await shown.barriers()).toEqual([])
    await shown.picture(`${name}-phone`)
    await shown.close()
  })
})

describe.runIf(chromiumPath)('a release', () => {
  it('says what makes its change risky and who is hit, and who can open the gate that it waits at', async () => {
    const shown = await open()
    const { page } = shown
    await shown.go(`/releases/${world.waiting}`)
    const gate = page.getByRole('listitem').filter({ hasText: 'approval' }).filter({ hasText: 'waits' })
    await gate.getByText(/Who can pass it: one person with the role releaser or admin .*not ann/).waitFor()
    await page.getByText('Gate before alpha: opened').waitFor()
    await page.getByText('not known').first().waitFor()
    const map = page.getByRole('region', { name: 'Map of who is hit' })
    // What calls the inventory, and what calls that.
    for (const name of ['inventory', 'checkout', 'storefront']) await map.getByText(name, { exact: true }).waitFor()
    expect(await map.getByText('recommend', { exact: true }).count()).toBe(0)
    await shown.close()
  })
})

describe.runIf(chromiumPath)('what a person does', () => {
  it('approves the wave that waits, with a word on why, and sees it go on without loading again', async () => {
    // Not the author of the change, whom the gate would refuse.
    const shown = await open({}, ['releaser'])
    await shown.go(`/releases/${world.waiting}`)
    await shown.page.getByRole('button', { name: 'Let the wave start' }).click()
    await shown.page.getByLabel('Why').fill('the numbers are fine')
    await shown.page.getByRole('dialog').getByRole('button', { name: 'Let the wave start' }).click()
    await shown.page.getByText('“the numbers are fine”').first().waitFor()
    await world.houston.settle()
    expect(await world.houston.state(world.waiting)).not.toBe('awaiting-approval')
    expect(shown.complaints).toEqual([])
    await shown.close()
  })

  it('takes the incident, and another person’s page hears of it', async () => {
    const [mine, theirs] = [await open(), await open({}, ['viewer'])]
    await theirs.go(`/incidents/${incidentId}`)
    await mine.go(`/incidents/${incidentId}`)
    await mine.page.getByRole('button', { name: 'I have it' }).click()
    await mine.page.getByRole('dialog').getByRole('button', { name: 'I have it' }).click()
    await theirs.page.getByText('ann has it.').first().waitFor()
    expect(await theirs.page.getByRole('button', { name: 'Write a note' }).isDisabled()).toBe(true)
    await mine.close()
    await theirs.close()
  })

  it('is told by Houston what is wrong with what was typed', async () => {
    const shown = await open()
    await shown.go(`/releases/${world.moving}`)
    await shown.page.getByRole('button', { name: 'Abort' }).click()
    await shown.page.getByRole('dialog').getByRole('button', { name: 'Abort' }).click()
    await shown.page.getByText('say why, in a few words').first().waitFor()
    expect(['shifting', 'soaking', 'preparing']).toContain(await world.houston.state(world.moving))
    await shown.close()
  })

  it('reaches a release by the keyboard alone', async () => {
    const shown = await open()
    await shown.go('/')
    const link = shown.page.getByRole('link', { name: /^search / }).first()
    await link.focus()
    await shown.page.keyboard.press('Enter')
    await shown.page.waitForURL(/\/releases\/rel_/)
    await shown.close()
  })

  it('signs in with the token of the file, and out again', async () => {
    const shown = await open()
    await shown.go('/')
    await shown.page.getByRole('button', { name: /ann/ }).click()
    await shown.page.getByRole('menuitem', { name: 'Sign out' }).click()
    await shown.page.getByLabel('Token').fill('nonsense')
    await shown.page.getByRole('button', { name: 'Sign in' }).click()
    await shown.page.getByText('Houston does not know this token.').waitFor()
    await shown.page.getByLabel('Token').fill(tokenOf(['viewer']))
    await shown.page.getByRole('button', { name: 'Sign in' }).click()
    await shown.page.getByText('What is burning').waitFor()
    await shown.close()
  })
})

describe.runIf(chromiumPath)('what a page waits for', () => {
  it('asks where and who together, and then once for its data', async () => {
    // No page before this one, whose late questions would be taken for its own.
    const shown = await browser.openCold(world.houston.runtime.url, tokenOf())
    const { page } = shown
    const sessionAsked = page.waitForRequest(/\/session$/)
    // Were the session asked for after this answer, neither would ever come.
    await page.route('**/config.json', async (route) => {
      await sessionAsked
      await route.continue()
    })
    let isAnswered = false
    await page.route('**/graphql', async (route) => {
      const isNews = route.request().headers().accept === 'text/event-stream'
      // A third step: what is asked only after an answer of the graph gets none, and the page must stand without it.
      if (isNews || isAnswered) return
      const response = await route.fetch()
      isAnswered = true
      await route.fulfill({ response })
    })
    await shown.go('/')
    await page
      .getByRole('link', { name: /^search / })
      .first()
      .waitFor()
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await shown.close()
  })
})
