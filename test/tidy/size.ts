/** How long files and functions may be. */
import { rule } from './rule.ts'
import { isTest, lineCount, lineOf, type Node, type Source, SyntaxKind, textOf, walk } from './source.ts'

export const fileLines = 300
export const functionLines = 70
/** Nine functions in ten are shorter than this. */
export const usualFunctionLines = 45

export const fileSize = rule(
  'file-size',
  `A file has at most ${fileLines} lines: one idea each.`,
  function* ({ text }) {
    const lines = lineCount(text)
    if (lines > fileLines) yield { message: `has ${lines} lines; split it by idea` }
  },
)

const functionKinds: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.FunctionExpression,
  SyntaxKind.ArrowFunction,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.Constructor,
  SyntaxKind.GetAccessor,
  SyntaxKind.SetAccessor,
])

/** A `describe` block lists tests as a class lists methods: what counts is each of them. */
function isTestGroup(source: Source, node: Node): boolean {
  const call = node.parent
  return isTest(source.path) && call?.kind === SyntaxKind.CallExpression && /^describe\b/.test(textOf(source, call))
}

export interface FunctionSize {
  readonly line: number
  readonly lines: number
}

/** Every function of more than one line, from its first line to its last. */
export function functionSizes(source: Source): FunctionSize[] {
  const sizes: FunctionSize[] = []
  walk(source.tree, (node) => {
    if (!functionKinds.has(node.kind) || isTestGroup(source, node)) return
    const lines = textOf(source, node).split('\n').length
    if (lines > 1) sizes.push({ line: lineOf(source, node), lines })
  })
  return sizes
}

export const functionSize = rule(
  'function-size',
  `A function has fewer than ${functionLines} lines.`,
  function* (source) {
    for (const { line, lines } of functionSizes(source)) {
      if (lines >= functionLines) yield { line, message: `a function of ${lines} lines; name its parts` }
    }
  },
)
