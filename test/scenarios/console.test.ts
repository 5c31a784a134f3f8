/** The console in a real browser, on a whole Houston with its clock stopped: each page shows what is, and its actions work. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { silentLog } from '../../packages/core/src/port/log.ts'
import { consoleBundle } from '../../packages/local/src/console/index.ts'
import { ConsoleBrowser, type ConsolePage, chromiumPath, phone } from '../harness/browser.ts'
import { tokenOf } from '../harness/graph.ts'
import { Houston } from '../harness/houston.ts'
import { root } from '../tidy/source.ts'

let houston: Houston
let browser: ConsoleBrowser

beforeAll(async () => {
  if (chromiumPath === undefined) return
  await consoleBundle(`${root}/packages/console`, silentLog).done
  houston = await Houston.start()
  await houston.declare()
  await houston.declare({ service: 'search' })
  houston.router.behave('checkout', 'v1', { errorRate: 0.01 })
  houston.router.behave('search', 'v1', { errorRate: 0.01 })
  const good = await houston.deliver('search')
  houston.router.behave('search', good.version, { errorRate: 0.01 })
  await houston.fastForward('22m')
  await houston.deliver()
  await houston.fastForward('1m')
  browser = await ConsoleBrowser.start()
})
afterAll(async () => {
  await browser?.stop()
  await houston?.stop()
})

const open = (look = {}): Promise<ConsolePage> => browser.open(houston.runtime.url, tokenOf(), look)

test.runIf(chromiumPath)('the overview shows what moves', async () => {
  const shown = await open()
  await shown.go('/')
  await shown.page.getByRole('link', { name: /^checkout / }).waitFor()
  expect(await shown.barriers()).toEqual([])
  await shown.picture('overview')
  expect(shown.complaints).toEqual([])
  const small = await open({ viewport: phone, colorScheme: 'dark' })
  await small.go('/')
  await small.page.getByRole('link', { name: /^checkout / }).waitFor()
  await small.picture('overview-phone')
})
