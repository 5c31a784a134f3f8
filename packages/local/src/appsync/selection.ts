/** What a caller asked below a field, in the two forms that AppSync gives a resolver. */
import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  Kind,
  print,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>
type Variables = Readonly<Record<string, unknown>>

export interface SelectionInfo {
  readonly selectionSetList: string[]
  readonly selectionSetGraphQL: string
}

export function selectionInfo({
  fieldNodes,
  fragments,
  variableValues,
  returnType,
  schema,
}: GraphQLResolveInfo): SelectionInfo {
  const selections = fieldNodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? [])
  if (selections.length === 0) return { selectionSetList: [], selectionSetGraphQL: '' }
  const merged: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: distinct(selections) }
  const named = getNamedType(returnType).name
  // Of an interface or a union only what all its types share.
  const isShared = (condition: string): boolean => condition === named || schema.getType(condition) === undefined
  const paths = pathsOf(merged, { fragments, variables: variableValues, isShared })
  return { selectionSetList: [...new Set(paths)], selectionSetGraphQL: print(merged) }
}

function distinct(selections: readonly SelectionNode[]): SelectionNode[] {
  return [...new Map(selections.map((selection) => [print(selection), selection])).values()]
}

interface Walk {
  readonly fragments: Fragments
  readonly variables: Variables
  readonly isShared: (condition: string) => boolean
}

function pathsOf(set: SelectionSetNode, walk: Walk): string[] {
  return fieldsIn(set, walk.fragments, walk.variables, walk.isShared).flatMap((field) => {
    const key = responseKey(field)
    const below = field.selectionSet === undefined ? [] : pathsOf(field.selectionSet, { ...walk, isShared: () => true })
    return [key, ...below.map((path) => `${key}/${path}`)]
  })
}

export const responseKey = ({ alias, name }: FieldNode): string => (alias ?? name).value

/** The fields of a selection set, its fragments opened where `takes` their type condition, and without what is skipped. */
export function fieldsIn(
  { selections }: SelectionSetNode,
  fragments: Fragments,
  variables: Variables,
  takes: (condition: string) => boolean = () => true,
): FieldNode[] {
  return selections.flatMap((selection): FieldNode[] => {
    if (isSkipped(selection, variables)) return []
    if (selection.kind === Kind.FIELD) return [selection]
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value]
    if (fragment === undefined) return []
    const condition = fragment.typeCondition?.name.value
    if (condition !== undefined && !takes(condition)) return []
    return fieldsIn(fragment.selectionSet, fragments, variables, takes)
  })
}

function isSkipped(selection: SelectionNode, variables: Variables): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.if === true) return true
  return getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.if === false
}
