/** A label pattern's test: anchored at both ends, linear in the text, and remembered per value because labels repeat. */
import { linearRegex } from '../linear-regex.ts'

export type Pattern =
  | { readonly kind: 'pattern'; test(text: string): boolean }
  | { readonly kind: 'invalid'; readonly detail: string }

const literalChoice = /^[\w\-:/@ ,]*(?:\|[\w\-:/@ ,]*)*$/
const rememberedValues = 4_096

/** RE2's flags `(?s)` and `(?i)` at the start, and needless anchors, are taken away before the linear matcher sees the pattern. */
export function compilePattern(source: string): Pattern {
  if (literalChoice.test(source)) {
    const choices = new Set(source.split('|'))
    return { kind: 'pattern', test: (text) => choices.has(text) }
  }
  if (source === '.+') return { kind: 'pattern', test: (text) => text !== '' && !text.includes('\n') }
  const pattern = rewritten(source)
  const prefix = prefixOf(pattern)
  if (prefix !== '' && pattern.slice(prefix.length) === '.*')
    return { kind: 'pattern', test: (text) => text.startsWith(prefix) && !text.includes('\n', prefix.length) }
  const regex = linearRegex(pattern)
  if (regex.kind === 'invalid') return regex
  const test = remembering((text) => regex.test(text))
  return { kind: 'pattern', test: (text) => text.startsWith(prefix) && test(text) }
}

/** The letters that every match begins with: most values fail at them, which costs nothing to see. */
function prefixOf(pattern: string): string {
  if (pattern.includes('|')) return ''
  const letters = /^[\w\-:/@ ,]*/.exec(pattern)?.[0] ?? ''
  // The last letter may be repeated, or not be there at all.
  return /^[*+?{]/.test(pattern.slice(letters.length)) ? letters.slice(0, -1) : letters
}

function remembering(test: (text: string) => boolean): (text: string) => boolean {
  const remembered = new Map<string, boolean>()
  return (text) => {
    const known = remembered.get(text)
    if (known !== undefined) return known
    if (remembered.size >= rememberedValues) remembered.clear()
    const found = test(text)
    remembered.set(text, found)
    return found
  }
}

function rewritten(source: string): string {
  const flags = /^\(\?([is]+)\)/.exec(source)?.[1] ?? ''
  let pattern = flags === '' ? source : source.slice(flags.length + 3)
  if (pattern.startsWith('^')) pattern = pattern.slice(1)
  if (pattern.endsWith('$') && !pattern.endsWith('\\$')) pattern = pattern.slice(0, -1)
  return flags === '' ? pattern : withFlags(pattern, flags.includes('s'), flags.includes('i'))
}

function withFlags(pattern: string, dotTakesNewline: boolean, ignoresCase: boolean): string {
  let text = ''
  let inClass = false
  for (let place = 0; place < pattern.length; place++) {
    const letter = pattern.charAt(place)
    if (letter === '\\') text += letter + pattern.charAt(++place)
    else if (letter === '.' && !inClass && dotTakesNewline) text += '(?:.|\\n)'
    else if (ignoresCase && /[a-z]/i.test(letter)) text += bothCases(letter, inClass)
    else {
      if (letter === '[') inClass = true
      if (letter === ']') inClass = false
      text += letter
    }
  }
  return text
}

const bothCases = (letter: string, inClass: boolean): string => {
  const both = letter.toLowerCase() + letter.toUpperCase()
  return inClass ? both : `[${both}]`
}
