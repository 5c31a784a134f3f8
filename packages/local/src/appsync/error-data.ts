/** The data that comes with an error: no more of it than the caller selected and may read. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import { type FieldNode, type GraphQLOutputType, type GraphQLResolveInfo, getNamedType, isObjectType } from 'graphql'
import { type AccessTable, decideFieldAccess, type FieldCaller } from './access.ts'
import { fieldsIn, responseKey } from './selection.ts'

interface Viewer {
  readonly caller: FieldCaller
  readonly plan: { readonly access: AccessTable }
}

export function visibleData(data: Json, info: GraphQLResolveInfo, viewer: Viewer): Json {
  return visible(data, info.returnType, info.fieldNodes, { info, viewer })
}

interface Walk {
  readonly info: GraphQLResolveInfo
  readonly viewer: Viewer
}

function visible(data: Json, type: GraphQLOutputType, nodes: readonly FieldNode[], walk: Walk): Json {
  if (Array.isArray(data)) return data.map((item) => visible(item, type, nodes, walk))
  if (data === null || typeof data !== 'object') return data
  const { info, viewer } = walk
  const named = getNamedType(type)
  const typeName = isObjectType(named) ? named.name : data.__typename
  const object = typeof typeName === 'string' ? info.schema.getType(typeName) : undefined
  // Data whose type cannot be told is not shown.
  if (!isObjectType(object)) return null
  const shown: JsonObject = {}
  const selected = nodes.flatMap(({ selectionSet }) =>
    selectionSet === undefined ? [] : fieldsIn(selectionSet, info.fragments, info.variableValues),
  )
  for (const node of selected) {
    const field = object.getFields()[node.name.value]
    const allowed = decideFieldAccess(viewer.plan.access, viewer.caller, `${object.name}.${node.name.value}`)
    if (field === undefined || allowed.kind === 'denied') continue
    shown[responseKey(node)] = visible(data[node.name.value] ?? null, field.type, [node], walk)
  }
  return shown
}
