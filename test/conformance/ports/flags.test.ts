/** Both flag adapters against the one suite, and what a file alone can do wrong. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { AppConfigFlags } from '@houston/core/aws/appconfig-flags.ts'
import { FileFlags } from '@houston/core/http/file-flags.ts'
import { seededRandom } from '@houston/core/random.ts'
import { expect, test } from 'vitest'
import { FakeAppConfig } from '../../harness/aws/fake-appconfig.ts'
import { flagsConformance } from './flags.ts'

flagsConformance('AppConfig', async () => {
  const clock = { timeMs: 60_000, nowMs: () => clock.timeMs }
  const appConfig = new FakeAppConfig(clock, seededRandom(1))
  appConfig.deployByHand('ijkl789', { version: '1', flags: {}, values: {} })
  const at = (flag: string) => `appconfig://eu-west-1/abcd123/efgh456/ijkl789/${flag}?strategy=mnop123&unit=userId`
  const flags = new AppConfigFlags(() => appConfig.client)
  return { flags, address: at('new-checkout'), another: at('other'), invalid: 'file:///x' }
})

const newFile = (): string => join(mkdtempSync(join(tmpdir(), 'houston-flags-')), 'checkout.flags.json')

flagsConformance('a file', async () => {
  const url = pathToFileURL(newFile()).href
  return {
    flags: new FileFlags(),
    address: `${url}#new-checkout`,
    another: `${url}#other`,
    invalid: 'file:///etc/passwd#x',
  }
})

test('changes of one file at once lose none of each other', async () => {
  const path = newFile()
  const flags = new FileFlags()
  const keys = Array.from({ length: 20 }, (_, index) => `flag-${index}`)
  await Promise.all(
    keys.map((key) => flags.expose(`${pathToFileURL(path).href}#${key}`, { audiences: [], percent: 5 })),
  )
  expect(Object.keys(JSON.parse(readFileSync(path, 'utf8'))).sort()).toEqual([...keys].sort())
})

test('a file that holds something else is not written over', async () => {
  const path = newFile()
  writeFileSync(path, 'somebody else wrote this')
  const address = `${pathToFileURL(path).href}#new-checkout`
  await expect(new FileFlags().read(address)).rejects.toMatchObject({ code: 'traffic.state-unclear' })
  await expect(new FileFlags().expose(address, { audiences: [], percent: 1 })).rejects.toMatchObject({
    code: 'traffic.state-unclear',
  })
  expect(readFileSync(path, 'utf8')).toBe('somebody else wrote this')
})
