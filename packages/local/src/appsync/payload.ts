/** What subscribers can get of a mutation: its result under the fields' own names, and no more than its caller selected. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import type { FieldNode, FragmentDefinitionNode } from 'graphql'
import { fieldsIn, responseKey } from './selection.ts'

export interface SelectionContext {
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>
  readonly variables: Readonly<Record<string, unknown>>
}

/** `value` stands under response keys, which are aliases where the caller gave any. */
export function payloadOf(value: Json, field: FieldNode, context: SelectionContext): Json {
  if (Array.isArray(value)) return value.map((item) => payloadOf(item, field, context))
  const { selectionSet } = field
  if (value === null || typeof value !== 'object' || selectionSet === undefined) return value
  const payload: JsonObject = {}
  for (const selected of fieldsIn(selectionSet, context.fragments, context.variables)) {
    const given = value[responseKey(selected)]
    // A fragment on another type left nothing here.
    if (given === undefined) continue
    payload[selected.name.value] = merged(payload[selected.name.value], payloadOf(given, selected, context))
  }
  return payload
}

/** One field selected twice, with different parts of it. */
function merged(known: Json | undefined, more: Json): Json {
  if (known === undefined || !isObject(known) || !isObject(more)) return more
  return { ...known, ...more }
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
