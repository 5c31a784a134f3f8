/** What core does not do: read the clock, roll dice, look at the environment, build keys outside its stores. */
import { rule } from './rule.ts'
import { isTest, lineOf, type Node, type Source, SyntaxKind, textOf, walk } from './source.ts'

const inCore = (path: string): boolean => path.startsWith('packages/core/src/') && !isTest(path)

const ambient: readonly [RegExp, string][] = [
  [/^Date\.now$/, 'reads the clock; take nowMs'],
  [/^performance\.now$/, 'reads the clock; take nowMs'],
  [/^Math\.random$/, 'rolls dice; take a Random'],
  [/^process\.(env|hrtime|uptime)$/, 'looks at its process; take it as an argument'],
]
const ambientCalls: readonly [RegExp, string][] = [
  [/^new Date\(\s*\)$/, 'reads the clock; take nowMs'],
  [/^Date\(\s*\)$/, 'reads the clock; take nowMs'],
  [/^(?:crypto\.)?random(?:UUID|Bytes|Int)\(/, 'rolls dice; take a Random'],
]

export const noAmbientState = rule(
  'ambient',
  'Time, chance and the environment are parameters of core; only core/src/aws may take them from outside.',
  function* (source) {
    if (!inCore(source.path) || source.path.startsWith('packages/core/src/aws/')) return
    const found: { line: number; message: string }[] = []
    walk(source.tree, (node) => {
      const message = ambientUse(source, node)
      if (message !== undefined) found.push({ line: lineOf(source, node), message })
    })
    yield* found
  },
)

function ambientUse(source: Source, node: Node): string | undefined {
  const table =
    node.kind === SyntaxKind.PropertyAccessExpression
      ? ambient
      : node.kind === SyntaxKind.NewExpression || node.kind === SyntaxKind.CallExpression
        ? ambientCalls
        : []
  return table.find(([pattern]) => pattern.test(textOf(source, node)))?.[1]
}

const isStore = (path: string): boolean => path.endsWith('/store.ts') || path === 'packages/core/src/commit.ts'
const keyField = /^(pk|sk|skPrefix|skBetween|gsi\d(pk|sk)?)$/
/** Where keys could be built: everything that runs in production. */
const runs = /^(packages\/(core|cli|console)\/|functions\/|infra\/)/

export const keysInStores = rule(
  'keys',
  'Keys of the table have one author: a noun’s store.ts (and commit.ts, the store of events).',
  function* (source) {
    if (!runs.test(source.path) || isTest(source.path) || isStore(source.path)) return
    const found: { line: number; message: string }[] = []
    walk(source.tree, (node) => {
      const message = keyBuilt(source, node)
      if (message !== undefined) found.push({ line: lineOf(source, node), message })
    })
    yield* found
  },
)

function keyBuilt(source: Source, node: Node): string | undefined {
  const text = textOf(source, node)
  if (node.kind === SyntaxKind.CallExpression && /^defineEntity\b/.test(text))
    return 'declares an entity outside a store'
  if (node.kind !== SyntaxKind.PropertyAssignment) return undefined
  const [, field = '', value = ''] = /^['"]?(\w+)['"]?\s*:\s*([\s\S]*)$/.exec(text) ?? []
  return keyField.test(field) && /['"`][^'"`]*#[^'"`]*['"`]/.test(value) ? `builds the key ${text}` : undefined
}
