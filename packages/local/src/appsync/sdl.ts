/** Small readings of GraphQL's syntax tree that the merge, the check and the engine share. */
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  type InputObjectTypeDefinitionNode,
  type InterfaceTypeDefinitionNode,
  isTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type TypeDefinitionNode,
  type TypeNode,
} from 'graphql'

/** The definitions that have fields with arguments: objects and interfaces. */
export type FieldedNode = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode

export const rootTypes = ['Query', 'Mutation', 'Subscription'] as const

export const isRootType = (name: string): boolean => rootTypes.some((root) => root === name)

export const isFielded = (node: DefinitionNode): node is FieldedNode =>
  node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION

export const isInput = (node: DefinitionNode): node is InputObjectTypeDefinitionNode =>
  node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION

export const isEnum = (node: DefinitionNode): node is EnumTypeDefinitionNode => node.kind === Kind.ENUM_TYPE_DEFINITION

export const typeDefinitions = (document: DocumentNode): TypeDefinitionNode[] =>
  document.definitions.filter(isTypeDefinitionNode)

/** The name inside all lists and non-nulls. */
export function namedTypeOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedTypeOf(type.type)
}

export const directiveOf = (
  node: { readonly directives?: readonly DirectiveNode[] | undefined },
  name: string,
): DirectiveNode | undefined => node.directives?.find((directive) => directive.name.value === name)

export function stringArgument(directive: DirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value
  return value?.kind === Kind.STRING ? value.value : undefined
}

/** A list of strings, where one string stands for a list of itself. */
export function stringsArgument(directive: DirectiveNode, name: string): string[] {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value
  if (value === undefined) return []
  const values = value.kind === Kind.LIST ? value.values : [value]
  return values.flatMap((entry) => (entry.kind === Kind.STRING ? [entry.value] : []))
}

/** A directive node from its text, as in `@aws_iam`. */
export function directiveNode(text: string): ConstDirectiveNode {
  const [definition] = parse(`scalar X ${text}`, { noLocation: true }).definitions
  const directive = definition?.kind === Kind.SCALAR_TYPE_DEFINITION ? definition.directives?.[0] : undefined
  if (directive === undefined) throw new Error(`${text} is no directive`)
  return directive
}

/** Fields of a document by `Type.field`, of objects and interfaces. */
export function fieldsByCoordinate(document: DocumentNode): Map<string, FieldDefinitionNode> {
  const found = new Map<string, FieldDefinitionNode>()
  for (const definition of document.definitions) {
    if (!isFielded(definition)) continue
    for (const field of definition.fields ?? []) found.set(`${definition.name.value}.${field.name.value}`, field)
  }
  return found
}
