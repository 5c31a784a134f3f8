/** Reads JSON text without losing what `JSON.parse` loses: duplicate keys, and numbers as they were written. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import {
  badEscape,
  badNumberEnd,
  badWordEnd,
  type Container,
  controlCharacter,
  endWithin,
  JsonTextError,
  noComma,
  noValue,
  unexpectedCharacter,
} from './json-text-error.ts'

export type JsonNode =
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: string, value: JsonNode])[] }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'string'; readonly text: string }
  /** `text` is the literal: `5`, `5.0` and `5e0` differ here. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'word'; readonly text: 'true' | 'false' | 'null' }

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
const hexDigits = /[0-9a-fA-F]{0,4}/y

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

  value(depth: number, inside?: Container): JsonNode {
    this.#skipSpace()
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(deeper(depth))
      case '[':
        return this.#array(deeper(depth))
      case '"':
        return { kind: 'string', text: this.#string('string value') }
      default:
        return this.#scalar(inside)
    }
  }

  end(): void {
    this.#skipSpace()
    if (this.#at < this.#text.length) throw unexpectedCharacter(this.#text, this.#at, ': expected the end of the text')
  }

  #object(depth: number): JsonNode {
    const entries: [string, JsonNode][] = []
    const startAt = this.#at++
    if (this.#closes('Object', startAt)) return { kind: 'object', entries }
    do {
      this.#skipSpace()
      const key = this.#fieldName()
      this.#skipSpace()
      if (!this.#takes(':')) throw this.#unexpected('Object', 'was expecting a colon to separate field name and value')
      entries.push([key, this.value(depth, 'Object')])
    } while (this.#continues('Object', startAt))
    return { kind: 'object', entries }
  }

  #array(depth: number): JsonNode {
    const items: JsonNode[] = []
    const startAt = this.#at++
    if (this.#closes('Array', startAt)) return { kind: 'array', items }
    do items.push(this.value(depth, 'Array'))
    while (this.#continues('Array', startAt))
    return { kind: 'array', items }
  }

  /** After the opening mark: true where the container is empty. */
  #closes(container: Container, startAt: number): boolean {
    this.#skipSpace()
    const character = this.#text[this.#at]
    if (this.#takes(container === 'Array' ? ']' : '}')) return true
    if (character === undefined || character === ']' || character === '}')
      throw noComma(this.#text, this.#at, container, startAt)
    return false
  }

  /** After an element: true at a comma, false at the closing mark. */
  #continues(container: Container, startAt: number): boolean {
    this.#skipSpace()
    if (this.#takes(',')) return true
    if (this.#takes(container === 'Array' ? ']' : '}')) return false
    throw noComma(this.#text, this.#at, container, startAt)
  }

  #fieldName(): string {
    if (this.#text[this.#at] === '"') return this.#string('name')
    throw this.#unexpected('Object', 'was expecting double-quote to start field name')
  }

  #string(where: 'string value' | 'name'): string {
    this.#at++
    let text = this.#take(plainCharacters)
    for (;;) {
      const character = this.#text[this.#at]
      if (character === '"') {
        this.#at++
        return text
      }
      if (character === undefined) throw unclosed(where)
      if (character !== '\\') throw controlCharacter(this.#text, this.#at, where)
      text += this.#escape() + this.#take(plainCharacters)
    }
  }

  #escape(): string {
    const letter = this.#text[++this.#at] ?? ''
    if (letter === 'u') {
      this.#at++
      const digits = this.#take(hexDigits)
      const end = this.#at
      if (digits.length < 4 && this.#text[end] === undefined) throw badEscape(this.#text, end)
      if (digits.length < 4)
        throw unexpectedCharacter(this.#text, end, ': expected a hex-digit for character escape sequence')
      return String.fromCharCode(Number.parseInt(digits, 16))
    }
    const escaped = escapes[letter]
    if (escaped === undefined) throw badEscape(this.#text, this.#at)
    this.#at++
    return escaped
  }

  #scalar(inside: Container | undefined): JsonNode {
    const startAt = this.#at
    for (const text of ['true', 'false', 'null'] as const)
      if (this.#text.startsWith(text, startAt)) {
        this.#at += text.length
        this.#refuse(badWordEnd(this.#text, startAt, this.#at))
        return { kind: 'word', text }
      }
    const text = this.#take(number)
    if (text === '') throw noValue(this.#text, startAt, inside)
    this.#refuse(badNumberEnd(this.#text, text, this.#at))
    return { kind: 'number', text }
  }

  #refuse(error: JsonTextError | undefined): void {
    if (error !== undefined) throw error
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

  #unexpected(container: Container, expectation: string): JsonTextError {
    if (this.#at >= this.#text.length) return endWithin(container)
    return unexpectedCharacter(this.#text, this.#at, `: ${expectation}`)
  }
}

const unclosed = (where: 'string value' | 'name'): JsonTextError =>
  new JsonTextError(
    `Unexpected end-of-input${where === 'name' ? ' in field name' : ': was expecting closing quote for a string value'}`,
  )

function deeper(depth: number): number {
  if (depth === jsonDepthLevels)
    throw new JsonTextError(
      `Document nesting depth (${depth + 1}) exceeds the maximum allowed (${jsonDepthLevels}, from \`StreamReadConstraints.getMaxNestingDepth()\`)`,
    )
  return depth + 1
}
