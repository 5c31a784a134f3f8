/** The functions Step Functions adds to JSONata, and the ones whose time or chance must come from outside. */
import { createHash } from 'node:crypto'
import type { Json } from '@houston/core/json.ts'
import { type Random, seededRandom } from '@houston/core/random.ts'
import jsonata from 'jsonata'
import type { Facts } from './execution.ts'
import { quotas } from './quota.ts'

type Bindings = Record<string, unknown>

/** An error as JSONata's own functions throw it: a code and a sentence. */
class FunctionError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

const argument = (name: string, position: number): FunctionError =>
  new FunctionError('T0410', `Argument ${position} of function "${name}" does not match function signature`)

function partition(items: unknown, size: unknown): unknown {
  if (items === undefined) return undefined
  if (typeof size !== 'number' || size < 1) throw argument('partition', 2)
  const all = Array.isArray(items) ? items : [items]
  const chunk = Math.floor(size)
  return Array.from({ length: Math.ceil(all.length / chunk) }, (_, at) => all.slice(at * chunk, (at + 1) * chunk))
}

function range(first: unknown, last: unknown, step: unknown): unknown {
  for (const [at, value] of [first, last, step].entries())
    if (typeof value !== 'number' || !Number.isInteger(value)) throw argument('range', at + 1)
  const [from, to, by] = [first as number, last as number, step as number]
  if (by === 0) throw argument('range', 3)
  const count = Math.max(0, Math.floor((to - from) / by) + 1)
  if (count > quotas.rangeElements)
    throw new FunctionError('D2014', `The size of the sequence must not exceed 1e7. Attempted to allocate ${count}.`)
  const values = Array.from({ length: count }, (_, at) => from + at * by)
  // AWS answers a JSONata sequence, whose singleton JSONata unwraps: $range(1, 9, 9) is 1.
  Object.defineProperty(values, 'sequence', { enumerable: false, value: true })
  return values
}

const hashes: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
}

function hash(data: unknown, algorithm: unknown): unknown {
  if (data === undefined) return undefined
  const name = typeof algorithm === 'string' ? hashes[algorithm] : undefined
  if (name === undefined) throw argument('hash', 2)
  const text = typeof data === 'string' ? data : JSON.stringify(data)
  return createHash(name).update(text, 'utf8').digest('hex')
}

function parse(text: unknown): Json | undefined {
  if (text === undefined) return undefined
  if (typeof text !== 'string') throw argument('parse', 1)
  try {
    return JSON.parse(text) as Json
  } catch {
    throw new FunctionError('D3137', `Could not parse the argument of function "parse" as JSON: ${text.slice(0, 100)}`)
  }
}

function uuid(random: Random): string {
  const bytes = Buffer.from(random.bytes(16))
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function seeded(seed: unknown, random: Random): number {
  if (seed === undefined) return random.next()
  if (typeof seed !== 'number') throw argument('random', 1)
  const digest = createHash('sha256').update(String(seed)).digest()
  return seededRandom(digest.readInt32BE(0)).next()
}

let formatted: jsonata.Expression | undefined

/** `$now(picture, timezone)` through JSONata's own formatter, at the time given. */
function formatTime(nowMs: number, picture: unknown, timezone: unknown): Promise<unknown> {
  formatted ??= jsonata('$fromMillis($ms, $picture, $timezone)')
  return formatted.evaluate(undefined, { ms: nowMs, picture, timezone })
}

/** Bindings of every expression evaluated with these facts. `eval` is bound to nothing: AWS took it away. */
export const functionBindings = (facts: Facts): Bindings => ({
  partition,
  range,
  hash,
  parse,
  uuid: () => uuid(facts.random),
  random: (seed: unknown) => seeded(seed, facts.random),
  now: (picture: unknown, timezone: unknown) => formatTime(facts.nowMs, picture, timezone),
  millis: () => facts.nowMs,
  eval: undefined,
})
