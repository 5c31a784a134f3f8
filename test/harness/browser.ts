/** A real browser on the console of a Houston under test: Debian's Chromium, and axe for what people with other senses meet. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { sessionKey } from '../../packages/local/src/console/index.ts'

/** Where Debian and Ubuntu put it; CHROMIUM_PATH names another. */
const candidates = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]
export const chromiumPath = candidates.find((path) => path !== undefined && existsSync(path))

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const images = join(import.meta.dirname, '../../docs/images')

/** Nothing of the console takes so long: what does is broken, on the busiest machine as well. */
const patienceMs = 60_000

export const desktop = { width: 1440, height: 900 }
export const phone = { width: 390, height: 844 }

const viewer = { timezoneId: 'Europe/Dublin', locale: 'en-IE', reducedMotion: 'reduce' } as const

export interface Look {
  readonly viewport?: { readonly width: number; readonly height: number }
  readonly colorScheme?: 'light' | 'dark'
}

export class ConsoleBrowser {
  readonly #browser: Browser

  private constructor(browser: Browser) {
    this.#browser = browser
  }

  static async start(): Promise<ConsoleBrowser> {
    const args = [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-dev-shm-usage',
    ]
    return new ConsoleBrowser(await chromium.launch({ executablePath: chromiumPath ?? '', args }))
  }

  /** A page of the console, signed in as the address that `npm start` prints does it. */
  async open(
    url: string,
    token: string,
    { viewport = desktop, colorScheme = 'light' }: Look = {},
  ): Promise<ConsolePage> {
    const context = await this.#browser.newContext({ ...viewer, viewport, colorScheme })
    const page = await context.newPage()
    const opened = new ConsolePage(page, url)
    await page.goto(`${url}/session?key=${encodeURIComponent(sessionKey(token))}`)
    return opened
  }

  /** Signed in nowhere yet. */
  async openAt(url: string, { viewport = desktop, colorScheme = 'light' }: Look = {}): Promise<ConsolePage> {
    const context = await this.#browser.newContext({ ...viewer, viewport, colorScheme })
    return new ConsolePage(await context.newPage(), url)
  }

  /** Signed in without having loaded anything: the first page comes with an empty cache. */
  async openCold(url: string, token: string): Promise<ConsolePage> {
    const context = await this.#browser.newContext({ ...viewer, viewport: desktop })
    await context.request.get(`${url}/session?key=${encodeURIComponent(sessionKey(token))}`, { maxRedirects: 0 })
    return new ConsolePage(await context.newPage(), url)
  }

  async stop(): Promise<void> {
    await this.#browser.close()
  }
}

export class ConsolePage {
  readonly page: Page
  readonly #url: string
  /** What the browser complained of: scripts that failed, policies that were broken. */
  readonly complaints: string[] = []

  constructor(page: Page, url: string) {
    this.page = page
    page.setDefaultTimeout(patienceMs)
    this.#url = url
    page.on('pageerror', (error) => this.complaints.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text())
    })
  }

  async go(path: string): Promise<void> {
    await this.page.goto(this.#url + path)
    await this.page.locator('h1').first().waitFor()
  }

  /** Violations that keep somebody from using the page. */
  async barriers(): Promise<string[]> {
    // Not by a script tag: the console's policy lets none in.
    await this.page.evaluate(axe)
    const result = await this.page.evaluate(
      (context) => (globalThis as unknown as { axe: Axe }).axe.run(context),
      // Cloudscape's own bar on a phone says how it lies, which its role has no word for.
      { exclude: [['[class*="mobile-toolbar-nav"]']] },
    )
    return result.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
  }

  close(): Promise<void> {
    return this.page.context().close()
  }

  /**
   * Kept only where asked for, for a picture's bytes differ from machine to machine: HOUSTON_PICTURES=1 keeps what a person sees first under
   * docs/images; the name of a folder keeps the whole page there.
   */
  async picture(name: string): Promise<void> {
    const asked = process.env.HOUSTON_PICTURES
    const path = asked === undefined ? undefined : join(asked === '1' ? images : asked, `${name}.png`)
    const fullPage = asked !== undefined && asked !== '1'
    await this.page.screenshot({ fullPage, animations: 'disabled', ...(path !== undefined && { path }) })
  }
}

interface Axe {
  run(context: object): Promise<{
    readonly violations: readonly {
      readonly id: string
      readonly impact: string
      readonly nodes: readonly { readonly html: string }[]
    }[]
  }>
}
