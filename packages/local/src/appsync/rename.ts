/** `@renamed`: a source's types and fields under the names they have in the merged API, its own references following. */
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  isTypeDefinitionNode,
  Kind,
  visit,
} from 'graphql'
import { mapMutations } from './hide.ts'
import { directiveOf, isFielded, isRootType, stringArgument, typeDefinitions } from './sdl.ts'

export interface Renamed {
  readonly document: DocumentNode
  /** Merged `Type.field` to the source's own. */
  readonly origins: ReadonlyMap<string, string>
  readonly faults: readonly { readonly path: string; readonly message: string }[]
}

const namePattern = /^(?!__)[_A-Za-z]\w*$/

export function withNewNames(document: DocumentNode): Renamed {
  const typeNames = new Map<string, string>()
  for (const node of typeDefinitions(document)) {
    const to = newName(node)
    if (to !== undefined) typeNames.set(node.name.value, to)
  }
  const mutations = new Map<string, string>()
  const origins = new Map<string, string>()
  const typed: DocumentNode = visit(document, {
    NamedType: (node) => renamedNode(node, typeNames),
  })
  const definitions = typed.definitions.map((node): DefinitionNode => {
    if (!isTypeDefinitionNode(node)) return node
    const renamed = renamedNode(node, typeNames)
    if (!isFielded(renamed)) return renamed
    const fields = (renamed.fields ?? []).map((field) => {
      const to = newName(field) ?? field.name.value
      origins.set(`${renamed.name.value}.${to}`, `${node.name.value}.${field.name.value}`)
      if (node.name.value === 'Mutation') mutations.set(field.name.value, to)
      return { ...field, name: { ...field.name, value: to } }
    })
    return { ...renamed, fields }
  })
  const followed = definitions.map((node) =>
    isFielded(node) && node.name.value === 'Subscription'
      ? { ...node, fields: (node.fields ?? []).map((field) => followMutations(field, mutations)) }
      : node,
  )
  const result: DocumentNode = { kind: Kind.DOCUMENT, definitions: followed }
  return { document: result, origins, faults: [...badNames(document), ...collisions(result)] }
}

type Named = { readonly name: { readonly kind: Kind.NAME; readonly value: string } }

function renamedNode<Node extends Named>(node: Node, names: ReadonlyMap<string, string>): Node {
  const to = names.get(node.name.value)
  return to === undefined ? node : { ...node, name: { ...node.name, value: to } }
}

function newName(node: { readonly directives?: readonly ConstDirectiveNode[] | undefined }): string | undefined {
  const directive = directiveOf(node, 'renamed')
  return directive === undefined ? undefined : stringArgument(directive, 'to')
}

const followMutations = (field: FieldDefinitionNode, names: ReadonlyMap<string, string>): FieldDefinitionNode =>
  directiveOf(field, 'aws_subscribe') === undefined ? field : mapMutations(field, (name) => [names.get(name) ?? name])

function badNames(document: DocumentNode): Renamed['faults'] {
  return typeDefinitions(document).flatMap((node) => {
    const path = node.name.value
    const to = newName(node)
    const fields = isFielded(node) ? (node.fields ?? []) : []
    return [
      ...(to !== undefined && isRootType(path) ? [{ path, message: `The root type ${path} cannot be renamed.` }] : []),
      ...(to !== undefined && isRootType(to) ? [{ path, message: `${path} cannot become the root type ${to}.` }] : []),
      ...(to !== undefined && !namePattern.test(to) ? [{ path, message: `"${to}" is no name for ${path}.` }] : []),
      ...fields.flatMap((field) => {
        const name = newName(field)
        if (name === undefined || namePattern.test(name)) return []
        const coordinate = `${path}.${field.name.value}`
        return [{ path: coordinate, message: `"${name}" is no name for ${coordinate}.` }]
      }),
    ]
  })
}

/** Two parts of one source under one name: the rename took a name that is in use there. */
function collisions(document: DocumentNode): Renamed['faults'] {
  const faults: { path: string; message: string }[] = []
  const seen = new Set<string>()
  const take = (path: string): void => {
    if (seen.has(path)) faults.push({ path, message: `A rename leads to a second ${path} in the same source.` })
    seen.add(path)
  }
  for (const node of typeDefinitions(document)) {
    take(node.name.value)
    if (isFielded(node)) for (const field of node.fields ?? []) take(`${node.name.value}.${field.name.value}`)
  }
  return faults
}
