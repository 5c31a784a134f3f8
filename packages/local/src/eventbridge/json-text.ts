/** Reads JSON text without losing what `JSON.parse` loses: duplicate keys, and numbers as they were written. */
import type { Json, JsonObject } from '@houston/core/json.ts'

export type JsonNode =
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: string, value: JsonNode])[] }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'string'; readonly text: string }
  /** `text` is the literal: `5`, `5.0` and `5e0` differ here. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'word'; readonly text: 'true' | 'false' | 'null' }

export class JsonTextError extends Error {
  override readonly name = 'JsonTextError'
}

/** Deeper text is refused, as AWS's reader does: a recursion without a bound is a way to stop the process. */
export const jsonDepthLevels = 1_000

const space = /[ \t\r\n]*/y
const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters end a plain run because JSON forbids them in strings
const plainCharacters = /[^"\\\u0000-\u001f]*/y
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}
const closes = { Array: ']', Object: '}' } as const

/** The first value in `text`. What follows it is refused, or left unread where `trailing` is 'ignored'. */
export function readJsonText(text: string, trailing: 'refused' | 'ignored' = 'refused'): JsonNode {
  const reader = new Reader(text)
  const value = reader.value(0)
  if (trailing === 'refused') reader.end()
  return value
}

/** The value as `JSON.parse` gives it: the last of several equal keys wins, numbers become doubles. */
export function plainJson(node: JsonNode): Json {
  switch (node.kind) {
    case 'object': {
      const object: JsonObject = {}
      // A key named __proto__ must become a field, not the object's prototype.
      for (const [key, value] of node.entries)
        Object.defineProperty(object, key, {
          value: plainJson(value),
          enumerable: true,
          writable: true,
          configurable: true,
        })
      return object
    }
    case 'array':
      return node.items.map(plainJson)
    case 'string':
      return node.text
    case 'number':
      return Number(node.text)
    case 'word':
      return node.text === 'null' ? null : node.text === 'true'
  }
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  value(depth: number): JsonNode {
    this.#skipSpace()
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(deeper(depth))
      case '[':
        return this.#array(deeper(depth))
      case '"':
        return { kind: 'string', text: this.#string() }
      default:
        return this.#scalar()
    }
  }

  end(): void {
    this.#skipSpace()
    if (this.#at < this.#text.length) throw this.#unexpected('expected the end of the text')
  }

  #object(depth: number): JsonNode {
    const entries: [string, JsonNode][] = []
    this.#at++
    this.#skipSpace()
    if (this.#takes('}')) return { kind: 'object', entries }
    do {
      this.#skipSpace()
      if (this.#text[this.#at] !== '"') throw this.#unexpected('was expecting double-quote to start field name')
      const key = this.#string()
      this.#skipSpace()
      if (!this.#takes(':')) throw this.#unexpected('was expecting a colon to separate field name and value')
      entries.push([key, this.value(depth)])
    } while (this.#continues('Object'))
    return { kind: 'object', entries }
  }

  #array(depth: number): JsonNode {
    const items: JsonNode[] = []
    this.#at++
    this.#skipSpace()
    if (this.#takes(']')) return { kind: 'array', items }
    do items.push(this.value(depth))
    while (this.#continues('Array'))
    return { kind: 'array', items }
  }

  /** After an element: true at a comma, false at the closing mark. */
  #continues(container: 'Array' | 'Object'): boolean {
    this.#skipSpace()
    if (this.#takes(',')) return true
    if (this.#takes(closes[container])) return false
    throw this.#unexpected(`was expecting comma to separate ${container} entries`)
  }

  #string(): string {
    this.#at++
    let text = this.#take(plainCharacters)
    for (;;) {
      const character = this.#text[this.#at]
      if (character === '"') {
        this.#at++
        return text
      }
      if (character === undefined)
        throw new JsonTextError('Unexpected end-of-input: was expecting closing quote for a string value')
      if (character !== '\\') throw new JsonTextError(`Illegal unquoted character (${character.charCodeAt(0)})`)
      text += this.#escape() + this.#take(plainCharacters)
    }
  }

  #escape(): string {
    const letter = this.#text[this.#at + 1] ?? ''
    if (letter === 'u') {
      const digits = this.#text.slice(this.#at + 2, this.#at + 6)
      if (!/^[0-9a-fA-F]{4}$/.test(digits))
        throw new JsonTextError('expected a hex-digit for character escape sequence')
      this.#at += 6
      return String.fromCharCode(Number.parseInt(digits, 16))
    }
    const escaped = escapes[letter]
    if (escaped === undefined) throw new JsonTextError(`Unrecognized character escape '${letter}'`)
    this.#at += 2
    return escaped
  }

  #scalar(): JsonNode {
    for (const word of ['true', 'false', 'null'] as const)
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length
        this.#endToken()
        return { kind: 'word', text: word }
      }
    const literal = this.#take(number)
    if (literal === '') throw this.#unexpected('was expecting a JSON value')
    this.#endToken()
    return { kind: 'number', text: literal }
  }

  /** A number or word ends at a space, a mark or the end: `05`, `1.` and `truex` are no values. */
  #endToken(): void {
    const next = this.#text[this.#at]
    if (next !== undefined && /[^\s,:[\]{}"]/.test(next)) throw this.#unexpected('a value ends before it')
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.#at += found.length
    return found
  }

  #takes(mark: string): boolean {
    if (this.#text[this.#at] !== mark) return false
    this.#at++
    return true
  }

  #skipSpace(): void {
    this.#take(space)
  }

  #unexpected(expectation: string): JsonTextError {
    const character = this.#text[this.#at]
    if (character === undefined) return new JsonTextError(`Unexpected end-of-input: ${expectation}`)
    return new JsonTextError(`Unexpected character ('${character}' (code ${character.charCodeAt(0)})): ${expectation}`)
  }
}

function deeper(depth: number): number {
  if (depth === jsonDepthLevels)
    throw new JsonTextError(
      `Document nesting depth (${depth + 1}) exceeds the maximum allowed (${jsonDepthLevels}, from \`StreamReadConstraints.getMaxNestingDepth()\`)`,
    )
  return depth + 1
}
