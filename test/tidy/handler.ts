/** What a Lambda entry point is: decode, one core call, encode. */
import { importsOf } from './imports.ts'
import { rule } from './rule.ts'
import { lineCount, lineOf, SyntaxKind, walk } from './source.ts'

export const handlerKinds = [
  'events',
  'webhooks',
  'tasks',
  'streams',
  'queues',
  'schedules',
  'commands',
  'graph',
] as const
export type HandlerKind = (typeof handlerKinds)[number]
const entry = new RegExp(`^functions/(${handlerKinds.join('|')})/[^/]+\\.ts$`)

export const isHandler = (path: string): boolean => entry.test(path) && !path.endsWith('.test.ts')

export const handlerLines = 25

const forbidden: ReadonlyMap<SyntaxKind, string> = new Map([
  [SyntaxKind.IfStatement, 'decides with `if`: that is a core operation’s work'],
  [SyntaxKind.ConditionalExpression, 'decides with `?:`: that is a core operation’s work'],
  [SyntaxKind.SwitchStatement, 'decides with `switch`: that is a core operation’s work'],
  [SyntaxKind.TryStatement, 'catches errors: that is the middleware stack’s work'],
])

export const handlers = rule(
  'handler',
  `A Lambda entry point has at most ${handlerLines} lines, no if, no try and no SDK: decode, one core call, encode.`,
  function* (source) {
    if (!isHandler(source.path)) return
    const lines = lineCount(source.text)
    if (lines > handlerLines) yield { message: `has ${lines} lines` }
    const found: { line: number; message: string }[] = []
    walk(source.tree, (node) => {
      const message = forbidden.get(node.kind)
      if (message !== undefined) found.push({ line: lineOf(source, node), message })
    })
    yield* found
    for (const { specifier, line } of importsOf(source)) {
      if (/^(@aws-sdk|@smithy)\//.test(specifier)) yield { line, message: `imports ${specifier}` }
    }
    if (!/^export const handler\b/m.test(source.text)) yield { message: 'exports no `handler`' }
  },
)
