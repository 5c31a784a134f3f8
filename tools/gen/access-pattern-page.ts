/** docs/generated/access-patterns.md */
import { declaredEntities } from '../../packages/core/src/entity.ts'
import { finderForm, indexForms, keyForms } from './key-form.ts'
import { code, page, table } from './markdown.ts'
import { declarationSites, load, read, trackedFiles } from './repository.ts'

export interface Finder {
  readonly name: string
  readonly form: string
  readonly summary: string
  readonly path: string
}

const stores = /^packages\/core\/src\/([a-z-]+\/store|commit)\.ts$/

/** What the stores export to look things up by: the partitions, indexes and prefixes of queries. */
export async function finders(): Promise<Finder[]> {
  const found: Finder[] = []
  for (const path of trackedFiles(stores)) {
    const text = read(path)
    for (const [name, value] of Object.entries(await load(path))) {
      const form = finderForm(value)
      if (form !== undefined) found.push({ name, form, summary: summaryOf(text, name), path })
    }
  }
  return found
}

/** The sentence right above a declaration. */
const summaryOf = (text: string, name: string): string =>
  new RegExp(`/\\*\\* ((?:(?!\\*/)[^])*?)\\*/\\nexport (?:const|function) ${name}\\b`).exec(text)?.[1]?.trim() ?? ''

export async function accessPatternPage(): Promise<string> {
  const sites = declarationSites('Entity')
  const entities = declaredEntities()
  const list = (forms: readonly string[]): string => forms.map(code).join(' or ')
  return page(
    'Access patterns',
    'the `store.ts` files of core',
    'One table: partition key `pk`, sort key `sk`, two overloaded indexes. A form reads `partition · sort key`; `{field}` is an item’s field. Each entity is created, read and changed by its key, and each finder is run, in the `store.test.ts` beside its store against a real table.',
    table(
      ['Entity', 'Key', 'gsi1', 'gsi2', 'Vanishes', 'Item version'],
      entities.map((entity) => [
        `[${entity.name}](../../${sites.get(entity.name) ?? ''})`,
        list(keyForms(entity)),
        list(indexForms(entity, 'gsi1')),
        list(indexForms(entity, 'gsi2')),
        entity.expiresAtSec === undefined ? '' : 'yes',
        `${entity.itemVersion}`,
      ]),
    ),
    '## Finders',
    table(
      ['Finder', 'Finds', 'Looks at', 'Store'],
      (await finders()).map(({ name, form, summary, path }) => [code(name), summary, code(form), code(path)]),
    ),
  )
}
