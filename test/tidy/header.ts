/** What every file says of itself, and what no file says. */
import { rule } from './rule.ts'
import { lineOf, SyntaxKind, walk } from './source.ts'

const unitTest = /^packages\/.*\.test\.ts$/

export const header = rule(
  'header',
  'A file begins with a doc comment of what it is: `/** … */` on its first line.',
  function* ({ path, text }) {
    // A unit test is about the file it stands beside, which says it.
    if (!/\.tsx?$/.test(path) || unitTest.test(path)) return
    const body = text.replace(/^(#!.*\n|\/\/\/ <reference .*\n|\s*\n)*/, '')
    const [, comment = ''] = /^\/\*\*([\s\S]*?)\*\//.exec(body) ?? []
    if (!/\w/.test(comment)) yield { line: 1, message: 'has no header comment' }
  },
)

const consoleAllowed = /^(packages\/cli\/|bench\/|tools\/|test\/conformance\/)/

export const quiet = rule(
  'console',
  'Only command-line programs print: everything else logs through the log it is given.',
  function* (source) {
    if (consoleAllowed.test(source.path)) return
    const found: { line: number; message: string }[] = []
    walk(source.tree, (node) => {
      if (node.kind !== SyntaxKind.PropertyAccessExpression) return
      if (source.text.slice(node.getStart(source.tree), node.end).startsWith('console.'))
        found.push({ line: lineOf(source, node), message: 'prints with console' })
    })
    yield* found
  },
)

const bannedNames = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'managers', 'misc', 'shared'])

export const names = rule(
  'names',
  'A folder or file is named after the thing it holds, not after being handy.',
  function* ({ path }) {
    for (const part of path.split('/')) {
      const name = part.replace(/\..*$/, '')
      if (bannedNames.has(name)) yield { message: `is called ${name}; name the thing` }
      if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) yield { message: `${part} is not in lower-case words with hyphens` }
    }
  },
)
