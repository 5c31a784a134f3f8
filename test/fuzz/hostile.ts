/** Input that somebody made to hurt: JSON that looks right but for one thing, and texts that parsers trip over. */
import fc from 'fast-check'

const deep = (levels: number): unknown => {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value }
  return value
}

/** Keys and values that have broken parsers before. */
const nastyValues: readonly unknown[] = [
  ...[null, true, 0, -0, 1e308, 5e-324, 2 ** 53, -1, Number.MAX_SAFE_INTEGER],
  ...['', ' ', '\u0000', '\uD800', '\uFEFF', '𝟙', 'ﬃ', '__proto__', 'constructor', '1'.repeat(400), 'NaN', 'Infinity'],
  ...['2026-13-45T99:99:99Z', '-271821-04-20T00:00:00Z', '+275760-09-13T00:00:00.001Z', '0000-00-00'],
  ...['a'.repeat(100_000), `${'('.repeat(5_000)}`, `${'a'.repeat(30)}!`, '"'.repeat(2_000), '\\'.repeat(2_001)],
  ...[[], {}, [[]], [null], deep(60), deep(2_000), Array.from({ length: 5_000 }, (_, index) => index)],
  JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
]

export const nastyValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...nastyValues),
  fc.jsonValue({ maxDepth: 5 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.double(),
)

/** Every place in a JSON value, as a path. */
function placesOf(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  const inner = Object.keys(value).flatMap((key) => placesOf((value as Record<string, unknown>)[key], [...path, key]))
  return [path, ...inner]
}

function withAt(value: unknown, path: readonly (string | number)[], put: unknown): unknown {
  const [first, ...rest] = path
  if (first === undefined) return put
  if (Array.isArray(value))
    return value.map((entry, index) => (String(index) === first ? withAt(entry, rest, put) : entry))
  const copy: Record<string, unknown> = { ...(value as Record<string, unknown>) }
  copy[first] = withAt(copy[first], rest, put)
  return copy
}

function without(value: unknown, path: readonly (string | number)[]): unknown {
  const key = path.at(-1)
  if (key === undefined) return undefined
  const copy = structuredClone(value) as Record<string, unknown>
  let at: Record<string, unknown> = copy
  for (const step of path.slice(0, -1)) at = at[step] as Record<string, unknown>
  delete at[key]
  return copy
}

/** A real payload with up to three places made nasty, left out, or wholly something else. */
export function spoiled(real: unknown): fc.Arbitrary<unknown> {
  const places = placesOf(real)
  const one = fc.tuple(
    fc.constantFrom(...places),
    fc.oneof({ weight: 5, arbitrary: nastyValue }, { weight: 1, arbitrary: fc.constant(missing) }),
  )
  return fc.array(one, { minLength: 1, maxLength: 3 }).map((changes) =>
    changes.reduce<unknown>((value, [path, put]) => {
      try {
        return put === missing ? without(value, path) : withAt(value, path, put)
      } catch {
        // An earlier change took the place away.
        return value
      }
    }, real),
  )
}
const missing = Symbol('missing')

/** A text with pieces of the grammar in every order, so that a parser is led deep before it is lied to. */
export const nastyText = (pieces: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    fc
      .array(
        fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, fc.string({ unit: 'binary', maxLength: 5 })),
        { maxLength: 60 },
      )
      .map((parts) => parts.join('')),
    fc
      .tuple(fc.constantFrom(...pieces), fc.integer({ min: 500, max: 8_000 }))
      .map(([piece, times]) => piece.repeat(times).slice(0, 20_000)),
    fc.string({ unit: 'binary', maxLength: 400 }),
  )
