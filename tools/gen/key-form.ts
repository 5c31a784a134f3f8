/** Keys with the fields they are made of in place of values: `release#{id}`. Found by calling the key functions with placeholders. */
import type { EntityDeclaration } from '../../packages/core/src/entity.ts'
import { inputSchema } from './field.ts'

type Shape = ReturnType<typeof inputSchema>
type Item = Record<string, unknown>

/** Stands for any time; a key that is made of its day shows as `{day}`. */
const sampleMs = Date.UTC(2026, 2, 2)
const sampleDay = new Date(sampleMs).toISOString().slice(0, 10)
/** Invisible, so that a second look with other text tells what is computed (a shard) from what is copied. */
const tails = ['', '\u0001\u0002'] as const
type Tail = (typeof tails)[number]

/** What stands for the value called `path`. */
export function placeholder(path: string, tail: Tail = ''): unknown {
  if (/Ms$/.test(path)) return sampleMs
  return /Sec$/.test(path) ? sampleMs / 1000 : `{${path}}${tail}`
}

function placeholderOf(shape: Shape, path: string, tail: Tail): unknown {
  if (shape.enum) return shape.enum[0]
  if (shape.type === 'boolean') return true
  if (shape.type === 'array') return []
  if (shape.properties === undefined) return placeholder(path, tail)
  return Object.fromEntries(
    Object.entries(shape.properties).map(([name, inner]) => [
      name,
      placeholderOf(inner, `${path && `${path}.`}${name}`, tail),
    ]),
  )
}

/** The item of placeholders, and one more for each other value that a field of few values can have. */
function items(shape: Shape, tail: Tail): Item[] {
  const base = placeholderOf(shape, '', tail) as Item
  const others = Object.entries(shape.properties ?? {}).flatMap(([name, field]) => {
    const values: unknown[] = [...(field.enum ?? [])]
    if (field.type === 'boolean') values.push(false)
    if (!(shape.required ?? []).includes(name)) values.push(undefined)
    return values.map((value) => ({ ...base, [name]: value }))
  })
  return [base, ...others]
}

/** Where two texts differ between `#`s, something was computed. */
function merged(first: string, second: string): string {
  const plain = (text: string): string => text.replaceAll(tails[1], '').replaceAll(sampleDay, '{day}')
  const others = plain(second).split('#')
  return plain(first)
    .split('#')
    .map((part, index) => (part === others[index] ? part : '{shard}'))
    .join('#')
}

type Keys = { readonly pk: string; readonly sk: string } | undefined

/** Every form that `keysOf` gives, over all the items it can tell apart. */
function forms(entity: EntityDeclaration, keysOf: (item: never) => Keys): string[] {
  const shape = inputSchema(entity.schema)
  const [plain, tailed] = tails.map((tail) => items(shape, tail))
  const found = (plain ?? []).flatMap((item, index) => {
    const [first, second] = [attempt(keysOf, item), attempt(keysOf, tailed?.[index])]
    return first && second ? [`${merged(first.pk, second.pk)} · ${merged(first.sk, second.sk)}`] : []
  })
  return [...new Set(found)]
}

/** Placeholders are not what every function can work on: no answer is none. */
export function attempt<Input, Output>(work: (input: never) => Output, input: Input): Output | undefined {
  try {
    return work(input as never)
  } catch {
    return undefined
  }
}

export const keyForms = (entity: EntityDeclaration): string[] => forms(entity, (item) => entity.key(item))

export const indexForms = (entity: EntityDeclaration, index: 'gsi1' | 'gsi2'): string[] =>
  forms(entity, (item) => entity.indexes?.(item)[index])

/** A finder's partition as its function gives it for placeholders of its parameters. */
export function finderForm(finder: unknown): string | undefined {
  if (typeof finder !== 'function') return textOf(finder)
  // What works in the background is an operation, not the name of a partition.
  if (finder.constructor.name === 'AsyncFunction') return undefined
  const [, list = ''] = /^(?:async\s+)?(?:function\s*\w*)?\(?([^)=]*)\)?/.exec(String(finder)) ?? []
  const parameters = list.split(',').map((name) => name.trim())
  if (parameters.includes('ctx')) return undefined
  const [first, second] = tails.map((tail) =>
    attempt(
      (values) => finder(...(values as unknown[])),
      parameters.map((name) => placeholder(name, tail)),
    ),
  )
  const [a, b] = [textOf(first), textOf(second)]
  return a === undefined || b === undefined ? undefined : merged(a, b)
}

function textOf(query: unknown): string | undefined {
  if (typeof query === 'string') return query
  if (typeof query !== 'object' || query === null || !('pk' in query)) return undefined
  const { index, pk, skPrefix } = query as { index?: string; pk: string; skPrefix?: string }
  return `${index === undefined ? '' : `${index}: `}${pk}${skPrefix === undefined ? '' : ` · ${skPrefix}…`}`
}
