/**
 * `npm run schema:check`: composes the graphlets and compares the graph with the one released last. A change that breaks a caller is
 * refused by its name. `npm run schema:release` makes the composed graph the released one, at a release of Houston.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { topology } from '../../infra/topology.ts'
import { type SchemaChange, schemaChanges } from '../../packages/local/src/appsync/index.ts'
import { composedGraph } from '../gen/graph-schema.ts'
import { root } from '../gen/repository.ts'

const releasedFile = 'functions/graph/released.graphql'
const path = join(root, releasedFile)

const line = ({ severity, code, message }: SchemaChange): string => `  ${severity.padEnd(9)} ${code}: ${message}`

const composed = composedGraph(topology)
if (process.argv.includes('--release')) {
  writeFileSync(path, composed.sdl)
  console.log(`${releasedFile} is the composed graph now.`)
} else {
  const changes = schemaChanges({ sdl: readFileSync(path, 'utf8'), modes: composed.modes }, composed)
  const breaking = changes.filter(({ severity }) => severity === 'breaking')
  console.log(
    `${topology.graphlets.length} graphlets compose; against ${releasedFile}: ${breaking.length} breaking, ${changes.length - breaking.length} dangerous changes.`,
  )
  if (changes.length > 0) console.log(changes.map(line).join('\n'))
  if (breaking.length > 0) {
    console.log('Add beside the old, mark the old @deprecated, and take it away when nobody asks for it.')
    process.exit(1)
  }
}
