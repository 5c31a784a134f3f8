/** Finds the first selector in a PromQL expression. Not a parser: it only tells why a result may be empty. */
import { parseSelector, readQuoted } from './selector.ts'

const startPattern = /([a-zA-Z_:][a-zA-Z0-9_:]*)\s*\{/g

/** The name and the whole of `name{…}`; undefined where the expression holds none. */
export function firstSelector(expression: string): { readonly name: string; readonly selector: string } | undefined {
  startPattern.lastIndex = 0
  const match = startPattern.exec(expression)
  const name = match?.[1]
  if (match === null || name === undefined) return undefined
  for (let place = match.index + match[0].length; place < expression.length; place++) {
    const letter = expression.charAt(place)
    if (letter === '}') {
      const selector = expression.slice(match.index, place + 1)
      return parseSelector(selector).kind === 'selector' ? { name, selector } : undefined
    }
    if (letter === '"' || letter === "'") {
      const quoted = readQuoted(expression, place + 1, letter)
      if (quoted === undefined) return undefined
      place = quoted.end - 1
    }
  }
  return undefined
}
