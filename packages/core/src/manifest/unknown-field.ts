/** Fields of a document that nobody reads: a typing error in an optional one would else be silence. By the published JSON Schema. */
import * as z from 'zod'

interface Node {
  readonly $ref?: string
  readonly anyOf?: readonly Node[]
  readonly oneOf?: readonly Node[]
  readonly allOf?: readonly Node[]
  readonly properties?: Readonly<Record<string, Node>>
  readonly additionalProperties?: boolean | Node
  readonly items?: Node
  readonly $defs?: Readonly<Record<string, Node>>
}

export interface UnknownField {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

const made = new WeakMap<z.ZodType, Node>()

function jsonSchemaOf(schema: z.ZodType): Node {
  const known = made.get(schema)
  if (known !== undefined) return known
  const node = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Node
  made.set(schema, node)
  return node
}

export function unknownFields(schema: z.ZodType, value: unknown): readonly UnknownField[] {
  const root = jsonSchemaOf(schema)
  return walk([root], value, [], root)
}

/** Several nodes: alternatives, any of which may be meant. */
function walk(nodes: readonly Node[], value: unknown, path: readonly PropertyKey[], root: Node): UnknownField[] {
  if (typeof value !== 'object' || value === null) return []
  const leaves = nodes.flatMap((node) => leavesOf(node, root))
  if (Array.isArray(value)) {
    const items = leaves.flatMap((leaf) => leaf.items ?? [])
    return value.flatMap((item, index) => walk(items, item, [...path, index], root))
  }
  const objects = leaves.filter(({ properties }) => properties !== undefined)
  if (objects.length === 0) return []
  const isOpen = objects.some(({ additionalProperties }) => (additionalProperties ?? false) !== false)
  return Object.entries(value).flatMap(([name, inner]) => {
    const known = objects.flatMap(({ properties }) => properties?.[name] ?? [])
    if (known.length > 0) return walk(known, inner, [...path, name], root)
    if (isOpen) return []
    const names = objects.flatMap(({ properties }) => Object.keys(properties ?? {}))
    return [{ path: [...path, name], message: `is not a field here${meant(name, names)}` }]
  })
}

function leavesOf(node: Node, root: Node): Node[] {
  const { $ref, anyOf, oneOf, allOf } = node
  if ($ref !== undefined) {
    const target = $ref === '#' ? root : root.$defs?.[$ref.replace('#/$defs/', '')]
    return target === undefined ? [] : leavesOf(target, root)
  }
  const inner = [...(anyOf ?? []), ...(oneOf ?? []), ...(allOf ?? [])]
  return inner.length === 0
    ? [node]
    : [...(node.properties ? [node] : []), ...inner.flatMap((one) => leavesOf(one, root))]
}

/** The nearest field, where one is at most two letters away. */
function meant(name: string, names: readonly string[]): string {
  const near = [...new Set(names)]
    .map((candidate) => ({ candidate, distance: distanceOf(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= 2)
    .sort((a, b) => a.distance - b.distance)[0]
  return near === undefined ? '' : `; did you mean ${near.candidate}?`
}

/** Letters to add, take away or change (Levenshtein). */
function distanceOf(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const change = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
