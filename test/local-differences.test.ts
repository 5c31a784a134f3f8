/** The document of what the embedded runtime does not do, compared with what it refuses. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { refusedOperations } from '../tools/gen/refused.ts'

const read = (path: string): string => readFileSync(new URL(`../docs/${path}`, import.meta.url), 'utf8')
const document = read('local-differences.md')

describe('docs/local-differences.md', () => {
  it('names every operation that the engines refuse, and no other', async () => {
    const listed = [...document.matchAll(/^- `(\w+)`: (.*)$/gm)].flatMap(([, service = '', names = '']) =>
      names.split(', ').map((name) => `${service} ${name.replaceAll('`', '')}`),
    )
    const refused = await refusedOperations()
    expect(refused.length).toBeGreaterThan(30)
    expect(listed.sort()).toEqual(refused.map(({ service, operation }) => `${service} ${operation}`).sort())
  })

  it("links every engine's page", () => {
    for (const page of readdirSync(new URL('../docs/local', import.meta.url)))
      expect(document).toContain(`(local/${page})`)
  })
})
