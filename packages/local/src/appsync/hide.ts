/** `@hidden`: what a source keeps to itself, and what cannot be shown without it. */
import {
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  isTypeDefinitionNode,
  Kind,
  type NamedTypeNode,
  type ObjectTypeDefinitionNode,
  type TypeDefinitionNode,
} from 'graphql'
import { directiveOf, isFielded, isInput, namedTypeOf, typeDefinitions } from './sdl.ts'
import { subscribedMutations } from './subscribe-directive.ts'

export interface LeftOut {
  readonly path: string
  readonly reason: string
}

export interface Shown {
  readonly document: DocumentNode
  /** Parts that went without being marked themselves. */
  readonly leftOut: readonly LeftOut[]
  /** Parts that can neither stay nor go: a shown field that asks for a hidden input. */
  readonly stuck: readonly LeftOut[]
}

/** The document without its hidden parts. A type that loses all its fields goes too, and so on until nothing more goes. */
export function withoutHidden(document: DocumentNode): Shown {
  const hidden = new Set(
    typeDefinitions(document)
      .filter(isMarked)
      .map(({ name }) => name.value),
  )
  const leftOut: LeftOut[] = []
  for (;;) {
    const definitions = document.definitions
      .filter((node) => !isTypeDefinitionNode(node) || !hidden.has(node.name.value))
      .map((node) => withoutMembers(node, hidden, document))
    const shown: DocumentNode = { kind: Kind.DOCUMENT, definitions }
    const emptied = typeDefinitions(shown)
      .filter(isEmptied)
      .map(({ name }) => name.value)
    if (emptied.length === 0)
      return {
        document: shown,
        leftOut: [...leftOut, ...lostFields(document, hidden)],
        stuck: stuckFields(shown, hidden),
      }
    for (const name of emptied) {
      hidden.add(name)
      leftOut.push({ path: name, reason: 'nothing of it is shown' })
    }
  }
}

const isMarked = (node: Parameters<typeof directiveOf>[0]): boolean => directiveOf(node, 'hidden') !== undefined

function withoutMembers(node: DefinitionNode, hidden: ReadonlySet<string>, document: DocumentNode): DefinitionNode {
  const isShown = (type: NamedTypeNode): boolean => !hidden.has(type.name.value)
  if (isFielded(node)) {
    const fields = (node.fields ?? []).filter((field) => isShownField(node.name.value, field, hidden, document))
    return {
      ...node,
      fields: fields.map(withoutHiddenMutations(document)),
      interfaces: (node.interfaces ?? []).filter(isShown),
    }
  }
  if (node.kind === Kind.UNION_TYPE_DEFINITION) return { ...node, types: (node.types ?? []).filter(isShown) }
  return node
}

function isShownField(
  typeName: string,
  field: FieldDefinitionNode,
  hidden: ReadonlySet<string>,
  document: DocumentNode,
): boolean {
  if (isMarked(field) || hidden.has(namedTypeOf(field.type))) return false
  const mutations = typeName === 'Subscription' ? subscribedMutations(field) : []
  return mutations.length === 0 || mutations.some((name) => !hiddenMutations(document).has(name))
}

const hiddenMutations = (document: DocumentNode): ReadonlySet<string> => {
  const mutation = document.definitions.find(
    (node): node is ObjectTypeDefinitionNode =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === 'Mutation',
  )
  const fields = mutation?.fields ?? []
  const all = mutation !== undefined && isMarked(mutation)
  return new Set(fields.filter((field) => all || isMarked(field)).map(({ name }) => name.value))
}

/** A subscription hears the mutations that are still shown. */
function withoutHiddenMutations(document: DocumentNode) {
  return (field: FieldDefinitionNode): FieldDefinitionNode => {
    if (directiveOf(field, 'aws_subscribe') === undefined) return field
    const gone = hiddenMutations(document)
    if (!subscribedMutations(field).some((name) => gone.has(name))) return field
    return mapMutations(field, (name) => (gone.has(name) ? [] : [name]))
  }
}

/** The field with the mutations of its `@aws_subscribe` replaced. */
export function mapMutations(
  field: FieldDefinitionNode,
  map: (name: string) => readonly string[],
): FieldDefinitionNode {
  const values = subscribedMutations(field)
    .flatMap((name) => map(name))
    .map((value) => ({ kind: Kind.STRING, value }) as const)
  const directives = (field.directives ?? []).map((directive) =>
    directive.name.value === 'aws_subscribe'
      ? {
          ...directive,
          arguments: (directive.arguments ?? []).map((argument) =>
            argument.name.value === 'mutations'
              ? { ...argument, value: { kind: Kind.LIST, values } as const }
              : argument,
          ),
        }
      : directive,
  )
  return { ...field, directives }
}

function isEmptied(node: TypeDefinitionNode): boolean {
  if (isFielded(node)) return (node.fields ?? []).length === 0
  return node.kind === Kind.UNION_TYPE_DEFINITION && (node.types ?? []).length === 0
}

function lostFields(document: DocumentNode, hidden: ReadonlySet<string>): LeftOut[] {
  return document.definitions.filter(isFielded).flatMap((node) => {
    if (hidden.has(node.name.value)) return []
    const lost = (node.fields ?? []).filter(
      (field) => !isMarked(field) && !isShownField(node.name.value, field, hidden, document),
    )
    return lost.map((field) => ({
      path: `${node.name.value}.${field.name.value}`,
      reason: hidden.has(namedTypeOf(field.type))
        ? `its type ${namedTypeOf(field.type)} is hidden`
        : 'all its mutations are hidden',
    }))
  })
}

function stuckFields(document: DocumentNode, hidden: ReadonlySet<string>): LeftOut[] {
  const reason = (type: string): string => `it asks for ${type}, which is hidden`
  return document.definitions.flatMap((node) => {
    if (isInput(node))
      return (node.fields ?? [])
        .filter(({ type }) => hidden.has(namedTypeOf(type)))
        .map((field) => ({ path: `${node.name.value}.${field.name.value}`, reason: reason(namedTypeOf(field.type)) }))
    if (!isFielded(node)) return []
    return (node.fields ?? []).flatMap((field) =>
      (field.arguments ?? [])
        .filter(({ type }) => hidden.has(namedTypeOf(type)))
        .map((argument) => ({
          path: `${node.name.value}.${field.name.value}(${argument.name.value}:)`,
          reason: reason(namedTypeOf(argument.type)),
        })),
    )
  })
}
