/**
 * What keeps a function's bundle small. A bundler drops what nobody uses of a file that is imported whole, and not of a name that an
 * index gives to a file; and it drops an operation nobody uses only where its declaration is marked as free of effects.
 */
import { importsOf } from './imports.ts'
import { wholeNamesOf } from './named-whole.ts'
import { rule } from './rule.ts'
import { isTest, lineOf, type Source, SyntaxKind, textOf, walk } from './source.ts'

const isBundled = ({ path }: Source): boolean => /^(packages\/core\/src|functions)\//.test(path) && !isTest(path)

export const narrowImports = rule(
  'narrow-import',
  'What is bundled imports a noun’s operations as a whole file: import * as Release from "…/release/surface.ts".',
  function* (source) {
    if (!isBundled(source)) return
    for (const { path, line, names, typeOnly } of importsOf(source)) {
      if (typeOnly || path === undefined || !path.endsWith('/index.ts') || path === source.path) continue
      const whole = wholeNamesOf(path)
      for (const name of names)
        if (whole.has(name)) yield { line, message: `imports ${name} through ${path}, which brings all of it` }
    }
  },
)

export const markedOperations = rule(
  'marked-operation',
  'An operation that nobody uses can be dropped: export const x = /* @__PURE__ */ defineOperation(…).',
  function* (source) {
    if (!isBundled(source)) return
    const lines: number[] = []
    walk(source.tree, (node) => {
      if (node.kind !== SyntaxKind.VariableDeclaration) return
      const text = textOf(source, node)
      if (/^[\w$]+(?::[^=]+)? =\s*defineOperation\(/.test(text)) lines.push(lineOf(source, node))
    })
    for (const line of lines) yield { line, message: 'declares an operation without the mark' }
  },
)
