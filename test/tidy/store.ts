/** Whether every way into the table has been tried: each export of a store is used in the test beside it. */
import type { Finding } from './rule.ts'
import type { Source } from './source.ts'

const isStore = /^packages\/core\/src\/[a-z-]+\/store\.ts$/

export function untried({ path, text }: Source, texts: ReadonlyMap<string, string>): Finding[] {
  if (!isStore.test(path)) return []
  const test = texts.get(path.replace(/\.ts$/, '.test.ts'))
  if (test === undefined) return [{ path, message: 'has no store.test.ts beside it' }]
  const names = [...text.matchAll(/^export (?:const|function|async function) (\w+)/gm)].map(([, name = '']) => name)
  return names
    .filter((name) => !new RegExp(`\\b${name}\\b`).test(test))
    .map((name) => ({ path, message: `${name} is not tried in its store.test.ts` }))
}
