/** `npm run gen`: writes docs/generated from the declarations. The same sources give the same bytes; CI compares. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { topology } from '../../infra/topology.ts'
import { accessPatternPage } from './access-pattern-page.ts'
import { errorPage } from './error-page.ts'
import { eventPage } from './event-page.ts'
import { composedGraph } from './graph-schema.ts'
import { graphTypes } from './graph-types.ts'
import { limitPage } from './limit-page.ts'
import { commandNames, operationPage } from './operation-page.ts'
import { loadDeclarations, root } from './repository.ts'
import { schemaFiles } from './schema-file.ts'
import { topologyPage } from './topology-page.ts'
import { transitionPage } from './transition-page.ts'

await loadDeclarations()
const { sdl } = composedGraph(topology)
const files: [string, string][] = [
  ['access-patterns.md', await accessPatternPage()],
  ['errors.md', errorPage()],
  ['events.md', eventPage(topology)],
  ['limits.md', await limitPage()],
  ['operations.md', operationPage(await commandNames(topology))],
  ['schema.graphql', sdl],
  ['topology.md', topologyPage(topology)],
  ['transitions.md', transitionPage()],
  ...schemaFiles(),
]
const folder = join(root, 'docs/generated')
rmSync(folder, { recursive: true, force: true })
for (const [name, text] of files) {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
}
for (const [path, text] of await graphTypes(topology, sdl)) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
console.log(`${files.length} files in docs/generated`)
