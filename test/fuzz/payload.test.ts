/** Payloads of webhooks and events that are almost right: refused by name, never a crash, a hang or a polluted object. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deliveryKinds, normalise } from '@houston/core/alert'
import { Artifact } from '@houston/core/artifact'
import { decideGithub } from '@houston/core/pipeline'
import fc from 'fast-check'
import { describe, it } from 'vitest'
import { hold } from './held.ts'
import { nastyValue, spoiled } from './hostile.ts'

const fixtures = join(import.meta.dirname, '../fixtures')
const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))
const folder = (name: string): [string, unknown][] =>
  readdirSync(join(fixtures, name))
    .filter((file) => file.endsWith('.json'))
    .map((file) => [`${name}/${file}`, read(join(fixtures, name, file))])

describe.each([...folder('github'), ...folder('aws'), ...folder('alertmanager'), ...folder('sns')])(
  '%s, spoiled',
  (_, real) => {
    it('is read or refused as an alert of every kind', () => {
      const input = fc.tuple(fc.constantFrom(...deliveryKinds), spoiled(real))
      hold({
        input,
        parse: ([kind, payload]) => normalise({ kind, payload, receivedMs: Date.UTC(2026, 2, 2) }),
        runs: 60,
      })
    })

    it('is read or refused as a webhook of GitHub and a build', () => {
      hold({ input: spoiled(real), parse: (payload) => decideGithub('push', payload), runs: 60 })
      hold({ input: spoiled(real), parse: (payload) => Artifact.recordBuild.input.parse(payload), runs: 60 })
    })
  },
)

describe('anything at all', { timeout: 120_000 }, () => {
  it.each(deliveryKinds)('is read or refused as a delivery of kind %s', (kind) => {
    hold({ input: nastyValue, parse: (payload) => normalise({ kind, payload, receivedMs: 0 }) })
  })
})
