/**
 * Regular expressions that match in time linear to the text, whatever the pattern: Thompson's construction (Communications of
 * the ACM 11, 1968). Label matchers come from people's files; JavaScript's own engine backtracks, and one bad pattern would
 * stop every judge. Always anchored at both ends, as Prometheus anchors. Knows literals, `.`, classes, groups, `|`, `*`, `+`,
 * `?` and the escapes \d \w \s; the rest is refused.
 */
export type LinearRegex =
  | { readonly kind: 'regex'; test(text: string): boolean }
  | { readonly kind: 'invalid'; readonly detail: string }

type Accepts = (code: number) => boolean
type Node =
  | { readonly kind: 'letter'; readonly accepts: Accepts }
  | { readonly kind: 'sequence'; readonly nodes: readonly Node[] }
  | { readonly kind: 'choice'; readonly nodes: readonly Node[] }
  | { readonly kind: 'repeat'; readonly node: Node; readonly min: 0 | 1; readonly many: boolean }

/** One state: takes a letter and goes on, or goes on to several without taking any. */
interface State {
  readonly accepts?: Accepts
  readonly next: number[]
}

const maxPatternLength = 500

export function linearRegex(pattern: string): LinearRegex {
  if (pattern.length > maxPatternLength) return { kind: 'invalid', detail: `longer than ${maxPatternLength} letters` }
  const parser = new Parser(pattern)
  const parsed = parser.parse()
  if (typeof parsed === 'string') return { kind: 'invalid', detail: parsed }
  const states: State[] = []
  const { start, end } = build(parsed, states)
  return { kind: 'regex', test: (text) => run(states, start, end, text) }
}

class Parser {
  readonly #pattern: string
  #place = 0

  constructor(pattern: string) {
    this.#pattern = pattern
  }

  /** The tree, or what is wrong with the pattern. */
  parse(): Node | string {
    try {
      const node = this.#choice()
      return this.#place === this.#pattern.length ? node : 'a ) without its ('
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }

  #choice(): Node {
    const nodes = [this.#sequence()]
    while (this.#take('|')) nodes.push(this.#sequence())
    return { kind: 'choice', nodes }
  }

  #sequence(): Node {
    const nodes: Node[] = []
    for (let letter = this.#peek(); letter !== '' && letter !== '|' && letter !== ')'; letter = this.#peek()) {
      let node = this.#atom()
      if (this.#take('*')) node = { kind: 'repeat', node, min: 0, many: true }
      else if (this.#take('+')) node = { kind: 'repeat', node, min: 1, many: true }
      else if (this.#take('?')) node = { kind: 'repeat', node, min: 0, many: false }
      nodes.push(node)
    }
    return { kind: 'sequence', nodes }
  }

  #atom(): Node {
    const letter = this.#advance()
    if (letter === '(') return this.#group()
    if (letter === '[') return { kind: 'letter', accepts: this.#class() }
    if (letter === '.') return { kind: 'letter', accepts: (code) => code !== 10 }
    if (letter === '\\') return { kind: 'letter', accepts: this.#escape() }
    if ('*+?{}^$'.includes(letter)) throw new Error(`${letter} is not supported here`)
    return { kind: 'letter', accepts: is(letter) }
  }

  #group(): Node {
    // (?:…) is a group like any other here, because nothing is captured.
    if (this.#take('?') && !this.#take(':')) throw new Error('only (?: is supported after (')
    const node = this.#choice()
    if (!this.#take(')')) throw new Error('a ( without its )')
    return node
  }

  #class(): Accepts {
    const negated = this.#take('^')
    const parts: Accepts[] = []
    while (parts.length === 0 || !this.#take(']')) {
      const letter = this.#advance()
      if (letter === '') throw new Error('a [ without its ]')
      if (letter === '\\') parts.push(this.#escape())
      else if (this.#peek() === '-' && this.#pattern[this.#place + 1] !== ']') parts.push(this.#range(letter))
      else parts.push(is(letter))
    }
    return (code) => parts.some((accepts) => accepts(code)) !== negated
  }

  #range(first: string): Accepts {
    this.#advance()
    const [low, high] = [first.codePointAt(0) ?? 0, this.#advance().codePointAt(0) ?? 0]
    if (high < low) throw new Error('a range that runs backwards')
    return (code) => code >= low && code <= high
  }

  #escape(): Accepts {
    const letter = this.#advance()
    if (letter === 'd') return isDigit
    if (letter === 'w') return isWord
    if (letter === 's') return (code) => code === 32 || (code >= 9 && code <= 13)
    if (letter === 'n') return is('\n')
    if (letter === '' || /[A-Za-z0-9]/.test(letter)) throw new Error(`\\${letter} is not supported`)
    return is(letter)
  }

  #peek(): string {
    const code = this.#pattern.codePointAt(this.#place)
    return code === undefined ? '' : String.fromCodePoint(code)
  }

  #advance(): string {
    const letter = this.#peek()
    this.#place += letter.length
    return letter
  }

  #take(letter: string): boolean {
    if (this.#peek() !== letter) return false
    this.#place++
    return true
  }
}

const is = (letter: string): Accepts => {
  const wanted = letter.codePointAt(0)
  return (code) => code === wanted
}
const isDigit: Accepts = (code) => code >= 48 && code <= 57
const isWord: Accepts = (code) =>
  isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95

function build(node: Node, states: State[]): { start: number; end: number } {
  const add = (accepts?: Accepts): number => states.push({ next: [], ...(accepts && { accepts }) }) - 1
  const link = (from: number, to: number): void => void states[from]?.next.push(to)
  const [start, end] = [add(node.kind === 'letter' ? node.accepts : undefined), add()]
  switch (node.kind) {
    case 'letter':
      link(start, end)
      break
    case 'sequence': {
      const last = node.nodes.reduce((from, part) => {
        const built = build(part, states)
        link(from, built.start)
        return built.end
      }, start)
      link(last, end)
      break
    }
    case 'choice':
      for (const part of node.nodes) {
        const built = build(part, states)
        link(start, built.start)
        link(built.end, end)
      }
      break
    case 'repeat': {
      const inner = build(node.node, states)
      link(start, inner.start)
      link(inner.end, end)
      if (node.min === 0) link(start, end)
      if (node.many) link(inner.end, inner.start)
      break
    }
  }
  return { start, end }
}

/** Follows every path at once: the work per letter is bounded by the number of states. */
function run(states: readonly State[], start: number, end: number, text: string): boolean {
  let current = reach(states, [start])
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0
    const taken = [...current].flatMap((index) => (states[index]?.accepts?.(code) ? (states[index]?.next ?? []) : []))
    if (taken.length === 0) return false
    current = reach(states, taken)
  }
  return current.has(end)
}

function reach(states: readonly State[], from: readonly number[]): Set<number> {
  const reached = new Set(from)
  for (const index of reached) {
    const state = states[index]
    if (state !== undefined && state.accepts === undefined) for (const next of state.next) reached.add(next)
  }
  return reached
}
