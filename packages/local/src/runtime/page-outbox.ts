/** The terminal's pager: pages of a Houston on one machine, appended to a file, each key once however often it is sent. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject } from '@houston/core/json.ts'

export const outboxFile = (directory: string): string => join(directory, 'pages.jsonl')

/** What is shown of it; the file keeps all. */
const pagesShown = 500

export class PageOutbox {
  readonly #file: string
  readonly #keys = new Set<string>()
  readonly #pages: JsonObject[] = []

  constructor(directory: string) {
    this.#file = outboxFile(directory)
    if (!existsSync(this.#file)) return
    for (const line of readFileSync(this.#file, 'utf8').split('\n')) {
      const page = readLine(line)
      if (page !== undefined) this.#remember(page)
    }
  }

  /** False where the key was there before: a try whose answer was lost. */
  take(page: JsonObject): boolean {
    if (this.#keys.has(String(page.key))) return false
    appendFileSync(this.#file, `${JSON.stringify(page)}\n`, { mode: 0o600 })
    this.#remember(page)
    return true
  }

  /** The newest last. */
  list(): readonly JsonObject[] {
    return [...this.#pages]
  }

  #remember(page: JsonObject): void {
    this.#keys.add(String(page.key))
    this.#pages.push(page)
    if (this.#pages.length > pagesShown) this.#pages.shift()
  }
}

/** A last line that was cut off by a crash is none. */
function readLine(line: string): JsonObject | undefined {
  try {
    return line === '' ? undefined : (JSON.parse(line) as JsonObject)
  } catch {
    return undefined
  }
}
