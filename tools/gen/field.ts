/** The fields of a zod schema as rows: path, type, whether it may be left out, and its bounds. */
import * as z from 'zod'
import { code } from './markdown.ts'

interface Shape {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly format?: string
  readonly pattern?: string
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, Shape>>
  readonly additionalProperties?: Shape | boolean
  readonly required?: readonly string[]
  readonly items?: Shape
  readonly anyOf?: readonly Shape[]
  readonly oneOf?: readonly Shape[]
  readonly allOf?: readonly Shape[]
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
}

/** What a caller may send. What JSON Schema has no word for is anything. */
export const inputSchema = (schema: z.ZodType): Shape =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Shape

export function fieldRows(schema: z.ZodType): string[][] {
  const shape = inputSchema(schema)
  return shape.properties === undefined ? [] : rowsOf(shape, '')
}

/** Objects are followed three levels down; deeper ones stand in the JSON Schemas. */
const deepest = 3

function rowsOf(shape: Shape, prefix: string, depth = 1): string[][] {
  return Object.entries(shape.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`
    const isOptional = !(shape.required ?? []).includes(name)
    const row = [code(path), typeOf(field), isOptional ? 'optional' : '', boundsOf(field)]
    const inner = field.properties ? field : field.items
    if (inner?.properties === undefined || depth === deepest) return [row]
    return [row, ...rowsOf(inner, field.properties ? `${path}.` : `${path}[].`, depth + 1)]
  })
}

function typeOf(shape: Shape): string {
  if (shape.const !== undefined) return code(JSON.stringify(shape.const))
  if (shape.enum) return shape.enum.map((value) => code(String(value))).join(', ')
  const alternatives = shape.anyOf ?? shape.oneOf
  if (alternatives) return [...new Set(alternatives.map(typeOf))].join(' or ')
  if (shape.type === 'array') return `list of ${shape.items ? typeOf(shape.items) : 'anything'}`
  if (shape.type === 'object' && shape.properties === undefined) return 'map'
  return [shape.type ?? 'anything'].flat().join(' or ')
}

function boundsOf(shape: Shape): string {
  const { minimum, maximum } = shape
  const bounds: [string, number | undefined][] = [
    ['≥', minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum],
    ['>', shape.exclusiveMinimum],
    ['≤', maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum],
    ['<', shape.exclusiveMaximum],
    ['length ≥', shape.minLength],
    ['length ≤', shape.maxLength],
    ['items ≥', shape.minItems],
    ['items ≤', shape.maxItems],
  ]
  const said = bounds.flatMap(([words, bound]) => (bound === undefined ? [] : [`${words} ${bound}`]))
  // A format's own pattern says nothing that its name does not.
  if (shape.format !== undefined) said.push(shape.format)
  else if (shape.pattern !== undefined) said.push(code(shape.pattern))
  if (shape.default !== undefined) said.push(`default ${code(JSON.stringify(shape.default))}`)
  return said.join(', ')
}
