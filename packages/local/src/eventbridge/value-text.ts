/** Texts as AWS's matcher compares them: strings in quotes, in UTF-8, and ignoring case one character at a time. */

/** AWS compares UTF-8 bytes, where half a surrogate pair has become a question mark. */
const encodable = (text: string): string =>
  text.isWellFormed()
    ? text
    : text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '?')

/** A string's text in its quotes. */
export const quoted = (text: string): string => `"${encodable(text)}"`
export const openingQuoted = (text: string): string => `"${encodable(text)}`
export const closingQuoted = (text: string): string => `${encodable(text)}"`

/**
 * An expression for text that equals, begins or ends with `text` ignoring case. Each UTF-16 unit stands for its own lower and
 * upper case (ß for SS, İ for i with a dot), so the Kelvin sign accepts k but k does not accept the Kelvin sign, and a character
 * outside the basic plane falls into two halves that stand for question marks.
 */
export function ignoringCase(text: string, place: 'whole' | 'start' | 'end'): RegExp {
  const units = Array.from({ length: text.length }, (_, index) => unitExpression(text.charAt(index))).join('')
  const opening = place === 'end' ? '' : '^"'
  const closing = place === 'start' ? '' : '"$'
  return new RegExp(`${opening}${units}${closing}`, 's')
}

function unitExpression(unit: string): string {
  const lower = encodable(unit.toLowerCase())
  const upper = encodable(unit.toUpperCase())
  return lower === upper ? literally(lower) : `(?:${literally(lower)}|${literally(upper)})`
}

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
