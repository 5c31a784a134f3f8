/** What comes from outside: licences, origins, install scripts, and a reason for each direct dependency. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isAllowed, lockedPackages, lockProblems } from '../tools/dependency/lock.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const manifest = JSON.parse(read('package.json')) as {
  allowScripts: Record<string, boolean>
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
  optionalDependencies: Record<string, string>
}
const direct = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }

describe('a package from outside', () => {
  it('has terms that Houston may pass on, a digest, and no script that nobody decided on', () => {
    const packages = lockedPackages(JSON.parse(read('package-lock.json')))
    expect(packages.length).toBeGreaterThan(100)
    expect(lockProblems(packages, new Set(Object.keys(manifest.allowScripts)))).toEqual([])
  })

  it('is asked for in one exact version', () => {
    const loose = Object.entries(direct).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
    expect(loose).toEqual([])
  })

  it('has its reason on the page of dependencies', () => {
    const page = read('docs/dependencies.md')
    const named = [...page.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
    const fits = (name: string): boolean =>
      named.some((entry) => {
        const [scope = ''] = name.split('/')
        const full = entry.includes('/') || !name.includes('/') ? entry : `${scope}/${entry}`
        return full.endsWith('*') ? name.startsWith(full.slice(0, -1)) : full === name
      })
    expect(Object.keys(direct).filter((name) => !fits(name))).toEqual([])
  })
})

describe('what is wrong with a package', () => {
  const fine = {
    version: '1.0.0',
    license: 'MIT',
    integrity: 'sha512-x',
    link: false,
    dev: false,
    hasInstallScript: false,
  }
  const one = (more: object) => lockProblems([{ name: 'p', ...fine, ...more }], new Set(['node']))

  it.each([
    [{}, []],
    [{ license: '(MIT OR GPL-3.0)' }, []],
    [{ license: 'GPL-3.0' }, ['p@1.0.0 is under GPL-3.0, which nothing shipped may be']],
    [{ license: 'MPL-2.0' }, ['p@1.0.0 is under MPL-2.0, which nothing shipped may be']],
    [{ license: 'MPL-2.0', dev: true }, []],
    [{ license: undefined }, ['p@1.0.0 names no licence']],
    [{ integrity: 'sha1-x' }, ['p@1.0.0 has no SHA-512 to be held against']],
    [{ resolved: 'https://example.com/p.tgz' }, ['p@1.0.0 comes from example.com']],
    [{ hasInstallScript: true }, ['p@1.0.0 runs a script when it is installed, and nobody decided whether it may']],
  ])('%j', (more, problems) => {
    expect(one(more)).toEqual(problems)
  })

  it('terms that are joined bind to all of them', () => {
    expect(isAllowed('MIT AND GPL-3.0', new Set(['MIT']))).toBe(false)
    expect(isAllowed('MIT AND (ISC OR GPL-3.0)', new Set(['MIT', 'ISC']))).toBe(true)
  })
})
