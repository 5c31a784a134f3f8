import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { outboxFile, PageOutbox } from './page-outbox.ts'

const directory = mkdtempSync(join(tmpdir(), 'houston-outbox-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

it('takes each key once, also after a restart and a line that was cut off', () => {
  const outbox = new PageOutbox(directory)
  expect([outbox.take({ key: 'a' }), outbox.take({ key: 'b' }), outbox.take({ key: 'a' })]).toEqual([true, true, false])
  appendFileSync(outboxFile(directory), '{"key":"c"')
  const again = new PageOutbox(directory)
  expect(again.take({ key: 'b' })).toBe(false)
  expect(again.list()).toEqual([{ key: 'a' }, { key: 'b' }])
})
