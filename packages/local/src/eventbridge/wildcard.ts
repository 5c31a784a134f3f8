/** Wildcard patterns: `*` stands for any characters, `\*` and `\\` for themselves; limited in how hard they are to match. */

/** The literal texts between the wildcards: `a*b` is ['a', 'b'], `*` is ['', '']. */
export type Wildcard = readonly string[]

/**
 * From how many simultaneously possible positions a pattern is too complex. AWS publishes no number: recordings accept 7 and
 * refuse 11, measured as `wildcardComplexity` does.
 */
export const tooComplexPositions = 11

const wildcardMark = Symbol('*')
type Step = string | typeof wildcardMark

/** Reads the text; positions in refusals count UTF-8 bytes, as AWS's do. */
export function parseWildcard(text: string): Wildcard | { readonly refused: string } {
  const segments: string[] = []
  let segment = ''
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    const next = text.charAt(at + 1)
    if (character === '*') {
      if (next === '*') return { refused: `Consecutive wildcard characters at pos ${bytesBefore(text, at)}` }
      segments.push(segment)
      segment = ''
    } else if (character === '\\') {
      if (next !== '*' && next !== '\\') return { refused: `Invalid escape character at pos ${bytesBefore(text, at)}` }
      segment += next
      at++
    } else segment += character
  }
  return [...segments, segment]
}

const bytesBefore = (text: string, at: number): number => Buffer.byteLength(text.slice(0, at))

/** Whether the whole text fits. Takes each segment at its first place, which is enough and needs no backtracking. */
export function matchesWildcard(segments: Wildcard, text: string): boolean {
  const [first = '', ...rest] = segments
  const last = rest.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const segment of rest) {
    const found = text.indexOf(segment, at)
    if (found === -1) return false
    at = found + segment.length
  }
  return text.length - last.length >= at && text.endsWith(last)
}

interface Position {
  readonly steps: Map<Step, Position>
  /** The patterns that can still match from here. */
  readonly owners: Set<number>
  readonly repeats: boolean
}

/**
 * At how many positions of the patterns an input could stand at once, at worst. Each pattern is a list of wildcards that count
 * as one where they share a beginning (anything-but lists); never looks further than `tooComplexPositions`.
 */
export function wildcardComplexity(patterns: readonly (readonly Wildcard[])[]): number {
  const start = positionTree(patterns)
  let worst = 0
  const seen = new Set<string>()
  const ids = new Map<Position, number>()
  const idOf = (position: Position): number => {
    const id = ids.get(position) ?? ids.size
    ids.set(position, id)
    return id
  }
  const waiting: ReadonlySet<Position>[] = [new Set([start])]
  for (let current = waiting.pop(); current !== undefined && worst < tooComplexPositions; current = waiting.pop()) {
    for (const next of nextPositions(current)) {
      const key = [...next].map(idOf).sort().join()
      if (seen.has(key)) continue
      seen.add(key)
      waiting.push(next)
      worst = Math.max(
        worst,
        [...next].reduce((sum, position) => sum + position.owners.size, 0),
      )
    }
  }
  return worst
}

function positionTree(patterns: readonly (readonly Wildcard[])[]): Position {
  const start: Position = { steps: new Map(), owners: new Set(), repeats: false }
  for (const [owner, wildcards] of patterns.entries())
    for (const segments of wildcards) {
      let position = start
      for (const step of stepsOf(segments)) {
        const next = position.steps.get(step) ?? { steps: new Map(), owners: new Set(), repeats: step === wildcardMark }
        next.owners.add(owner)
        position.steps.set(step, next)
        position = next
      }
    }
  return start
}

function* stepsOf(segments: Wildcard): Generator<Step> {
  for (const [index, segment] of segments.entries()) {
    if (index > 0) yield wildcardMark
    yield* segment
  }
}

/** The sets of positions that one more character can lead to, one set per character that matters and one for all others. */
function nextPositions(current: ReadonlySet<Position>): Set<Position>[] {
  const characters = new Set<string>()
  const staying = new Set<Position>()
  for (const position of current) {
    if (position.repeats) staying.add(position)
    for (const step of position.steps.keys()) if (step !== wildcardMark) characters.add(step)
  }
  const sets = [...characters].map((character) => {
    const next = new Set(staying)
    for (const position of current) {
      const reached = position.steps.get(character)
      if (reached === undefined) continue
      next.add(reached)
      // A wildcard may stand for nothing: its position is reached together with the one before it.
      const empty = reached.steps.get(wildcardMark)
      if (empty !== undefined) next.add(empty)
    }
    return next
  })
  return staying.size === 0 ? sets : [...sets, staying]
}
