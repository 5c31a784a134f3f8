/** Whether a string is a JSONata expression, a JSONPath, an intrinsic function call: by syntax alone. */
import jsonata from 'jsonata'

export type ExpressionKind = 'literal' | 'expression' | 'half-open' | 'badly-spaced'

/**
 * What a string in a JSONata state is. Stricter than AWS in one thing, as asl-validator is: an expression stands on one
 * line, with a blank inside each delimiter.
 */
export function expressionKind(text: string): ExpressionKind {
  const opens = text.startsWith('{%')
  const closes = text.endsWith('%}')
  if (opens && closes) return /^\{% .+ %\}$/.test(text) ? 'expression' : 'badly-spaced'
  if (opens) return text.includes('%}') ? 'literal' : 'half-open'
  return closes && !text.includes('{%') ? 'half-open' : 'literal'
}

/** JSONata's complaint about an expression, or undefined where it compiles. */
export function jsonataProblem(text: string): string | undefined {
  try {
    jsonata(text.slice(2, -2).trim())
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String((error as { message?: unknown }).message ?? error)
  }
}

const start = /^\$(?:\$|[A-Za-z_]\w*)?/
const name = /^\.(?:\.)?(?:\*|[^\s.[\]()*?@,:'"]+)/

/** Length of a balanced `[…]` at the start of `text`, quotes respected; 0 where there is none. */
function bracketLength(text: string): number {
  let depth = 0
  let quote = ''
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? ''
    if (quote !== '') quote = letter === quote ? '' : quote
    else if (letter === "'" || letter === '"') quote = letter
    else if (letter === '[' || letter === '(') depth++
    else if ((letter === ']' || letter === ')') && --depth === 0) return at > 1 ? at + 1 : 0
  }
  return 0
}

/** A path of any kind: `$.a[0]`, `$$.Execution.Id`, `$variable..b[?(@.c)]`. */
export function isPath(text: string): boolean {
  let rest = text.replace(start, '')
  if (rest === text) return false
  while (rest !== '') {
    const length = rest.startsWith('[') ? bracketLength(rest) : (name.exec(rest)?.[0].length ?? 0)
    if (length === 0) return false
    rest = rest.slice(length)
  }
  return true
}

const bracketStep = /\[(?:-?\d+|'[^']*'|"[^"]*")\]/g

/** A path that names one place: no filters, wildcards, slices or descents. */
export const isReferencePath = (text: string): boolean =>
  isPath(text) && !/\.\.|\*|\[/.test(text.replace(bracketStep, ''))

/** Where a result goes: a reference path into the input, so no variable and no context. */
export const isResultPath = (text: string): boolean => isReferencePath(text) && /^\$(?:$|\.|\[)/.test(text)

const intrinsicNames = new Set(
  (
    'Format StringToJson JsonToString Array ArrayPartition ArrayContains ArrayRange ArrayGetItem ArrayLength ' +
    'ArrayUnique Base64Encode Base64Decode Hash JsonMerge MathRandom MathAdd StringSplit UUID'
  ).split(' '),
)

const stringArgument = /^'(?:[^'\\]|\\['\\{}])*'/
const plainArgument = /^(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?=\s*[,)])/

/** `States.Name(arguments)`, nested as deep as one likes. */
export function isIntrinsicCall(text: string): boolean {
  return callLength(text.trim()) === text.trim().length && text.trim() !== ''
}

function callLength(text: string): number {
  const head = /^States\.(?<name>[A-Za-z0-9]+)\(\s*/.exec(text)
  if (head === null || !intrinsicNames.has(head.groups?.name ?? '')) return 0
  let at = head[0].length
  while (text[at] !== ')') {
    const length = argumentLength(text.slice(at))
    if (length === 0) return 0
    at += length
    const separator = /^\s*(?:,\s*|(?=\)))/.exec(text.slice(at))
    if (separator === null) return 0
    at += separator[0].length
  }
  return at + 1
}

function argumentLength(text: string): number {
  const plain = stringArgument.exec(text) ?? plainArgument.exec(text)
  if (plain !== null) return plain[0].length
  if (text.startsWith('States.')) return callLength(text)
  if (!text.startsWith('$')) return 0
  // A path ends at the first comma or bracket that is not inside it.
  let end = start.exec(text)?.[0].length ?? 0
  while (end < text.length && !/[,)\s]/.test(text[end] ?? '')) {
    const rest = text.slice(end)
    const length = rest.startsWith('[') ? bracketLength(rest) : (name.exec(rest)?.[0].length ?? 0)
    if (length === 0) return 0
    end += length
  }
  return end
}
