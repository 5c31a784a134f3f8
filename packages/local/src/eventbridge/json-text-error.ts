/** What is wrong with a JSON text, in the words of AWS's reader (Jackson): its patterns' refusals quote them. */

export class JsonTextError extends Error {
  override readonly name = 'JsonTextError'
}

export type Container = 'Array' | 'Object'

const closing: Readonly<Record<Container, string>> = { Array: ']', Object: '}' }
const anyValue = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
const wordStart = /[\p{ID_Start}$_]/uy
const word = /[\p{ID_Continue}$_]+/uy
/** Jackson quotes no more of a text than this. */
const quotedCharacters = 500

/** Where a character stands that cannot stand there, `expectation` saying what could. */
export function unexpectedCharacter(text: string, at: number, expectation: string): JsonTextError {
  return new JsonTextError(`Unexpected character (${described(text.charAt(at))})${expectation}`)
}

/** Where a value should begin and does not. */
export function noValue(text: string, at: number, inside: Container | undefined): JsonTextError {
  const character = text[at]
  if (character === undefined) return endWithin(inside)
  if (character === '-' || character === '+') return badSign(text, at)
  const token = wordAt(text, at)
  if (token !== undefined) return unknownWord(token)
  if (character === '/') return unexpectedCharacter(text, at, comment)
  return unexpectedCharacter(
    text,
    at,
    character === '}' ? ': expected a value' : `: expected a valid value ${anyValue}`,
  )
}

/** Where an element has ended and neither a comma nor the right closing mark follows. */
export function noComma(text: string, at: number, inside: Container, startAt: number): JsonTextError {
  const character = text[at]
  const start = location(text, startAt)
  if (character === undefined)
    return new JsonTextError(`Unexpected end-of-input: expected close marker for ${inside} (start marker at ${start})`)
  if (character === ']' || character === '}')
    return new JsonTextError(
      `Unexpected close marker '${character}': expected '${closing[inside]}' (for ${inside} starting at ${start})`,
    )
  if (character === '/') return unexpectedCharacter(text, at, comment)
  return unexpectedCharacter(text, at, `: was expecting comma to separate ${inside} entries`)
}

export const endWithin = (inside: Container | undefined): JsonTextError =>
  new JsonTextError(`Unexpected end-of-input${inside === undefined ? '' : ` within/between ${inside} entries`}`)

/** After a number's digits: what cannot follow them. Undefined where the number may end here. */
export function badNumberEnd(text: string, literal: string, at: number): JsonTextError | undefined {
  const next = text.charAt(at)
  if (/^-?0$/.test(literal) && /[0-9]/.test(next))
    return new JsonTextError('Invalid numeric value: Leading zeroes not allowed')
  if (next === '.' && /^-?[0-9]+$/.test(literal)) return badDigits(text, at + 1, 'Decimal point')
  if (/[eE]/.test(next) && !/[eE]/.test(literal))
    return badDigits(text, /[+-]/.test(text.charAt(at + 1)) ? at + 2 : at + 1, 'Exponent indicator')
  return undefined
}

export function badWordEnd(text: string, startAt: number, at: number): JsonTextError | undefined {
  word.lastIndex = at
  return word.test(text) ? unknownWord(wordAt(text, startAt) ?? '') : undefined
}

export function controlCharacter(text: string, at: number, where: 'string value' | 'name'): JsonTextError {
  const description = described(text.charAt(at))
  return new JsonTextError(
    `Illegal unquoted character (${description}): has to be escaped using backslash to be included in ${where}`,
  )
}

export function badEscape(text: string, at: number): JsonTextError {
  const letter = text[at]
  if (letter === undefined) return new JsonTextError('Unexpected end-of-input in character escape sequence')
  return new JsonTextError(`Unrecognized character escape ${described(letter)}`)
}

const comment =
  ": maybe a (non-standard) comment? (not recognized as one since Feature 'ALLOW_COMMENTS' not enabled for parser)"

function unknownWord(token: string): JsonTextError {
  if (['NaN', 'Infinity', '-Infinity'].includes(token))
    return new JsonTextError(
      `Non-standard token '${token}': enable \`JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS\` to allow`,
    )
  return new JsonTextError(`Unrecognized token '${token}': was expecting ${anyValue}`)
}

function badSign(text: string, at: number): JsonTextError {
  if (text.startsWith('-Infinity', at)) return unknownWord('-Infinity')
  if (text[at] === '+')
    return unexpectedCharacter(
      text,
      at,
      ' in numeric value: JSON spec does not allow numbers to have plus signs: enable `JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS` to allow',
    )
  if (text[at + 1] === undefined) return new JsonTextError('Unexpected end-of-inputNo digit following sign')
  const expectation = ' in numeric value: expected digit (0-9) to follow minus sign, for valid numeric value'
  return unexpectedCharacter(text, at + 1, expectation)
}

function badDigits(text: string, at: number, after: string): JsonTextError {
  if (text[at] === undefined) return new JsonTextError('Unexpected end-of-input in a Number value')
  return unexpectedCharacter(text, at, ` in numeric value: ${after} not followed by a digit`)
}

function wordAt(text: string, at: number): string | undefined {
  wordStart.lastIndex = at
  word.lastIndex = at
  return wordStart.test(text) ? word.exec(text)?.[0] : undefined
}

function described(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 32 || (code >= 127 && code < 160)) return `(CTRL-CHAR, code ${code})`
  return code > 255 ? `'${character}' (code ${code} / 0x${code.toString(16)})` : `'${character}' (code ${code})`
}

function location(text: string, at: number): string {
  const before = text.slice(0, at)
  const line = before.split('\n').length
  const column = at - before.lastIndexOf('\n')
  const cut = text.length > quotedCharacters ? `[truncated ${text.length - quotedCharacters} chars]` : ''
  return `[Source: (String)"${text.slice(0, quotedCharacters)}"${cut}; line: ${line}, column: ${column}]`
}
