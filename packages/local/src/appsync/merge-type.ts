/** One type that several sources define: objects and interfaces unite their fields, everything else must be the same. */
import { type ConstDirectiveNode, type FieldDefinitionNode, Kind, print, type TypeDefinitionNode } from 'graphql'
import { grantsOf, isAuthDirective } from './access.ts'
import type { AuthModes } from './auth-mode.ts'
import { isSameWrittenAccess, plainDirectives } from './merge-directive.ts'
import { bareField, type FieldCopy, mergeField } from './merge-field.ts'
import type { MergeProblem, MergeProblemCode, MergeWarning } from './merge-problem.ts'
import { type FieldedNode, isFielded, isRootType } from './sdl.ts'
import type { TypePart } from './source-part.ts'

export interface MergedType {
  readonly node: TypeDefinitionNode
  readonly problems: readonly MergeProblem[]
  readonly warnings: readonly MergeWarning[]
}

type Parts = readonly [TypePart, ...TypePart[]]

export function mergeType(parts: Parts, modes: AuthModes): MergedType {
  const [first, ...later] = parts
  const name = first.node.name.value
  const [winner, rival] = parts.filter(({ isCanonical }) => isCanonical)
  if (winner !== undefined && rival !== undefined) {
    const message = `${name} is canonical in ${winner.source} and in ${rival.source}.`
    return { node: winner.node, problems: [refusal('canonical-conflict', name, rival.source, message)], warnings: [] }
  }
  if (winner !== undefined && !isRootType(name))
    return { node: winner.node, problems: [], warnings: parts.flatMap((part) => shadowWarnings(winner, part)) }
  if (winner !== undefined && parts.length > 1) {
    const message = `The root type ${name} cannot be canonical: the fields of all other sources would go.`
    return { node: winner.node, problems: [refusal('canonical-conflict', name, winner.source, message)], warnings: [] }
  }
  const strangers = later.filter(({ node }) => node.kind !== first.node.kind)
  if (strangers.length > 0)
    return {
      node: first.node,
      problems: strangers.map((part) => refusal('kind-conflict', name, part.source, kindSentence(name, first, part))),
      warnings: [],
    }
  if (isFielded(first.node)) return mergeFielded(first.node, parts, modes)
  const code = codeOfKind[first.node.kind] ?? 'kind-conflict'
  const problems = later
    .filter(({ node }) => sameText(node) !== sameText(first.node))
    .map((part) => {
      const message = `${name} differs between ${first.source} and ${part.source}: ${difference(first.node, part.node)}.`
      return refusal(code, name, part.source, message)
    })
  return { node: described(first.node, parts), problems, warnings: [] }
}

const codeOfKind: Readonly<Partial<Record<TypeDefinitionNode['kind'], MergeProblemCode>>> = {
  [Kind.ENUM_TYPE_DEFINITION]: 'enum-conflict',
  [Kind.INPUT_OBJECT_TYPE_DEFINITION]: 'input-conflict',
  [Kind.UNION_TYPE_DEFINITION]: 'union-conflict',
}

const refusal = (code: MergeProblemCode, path: string, source: string, message: string): MergeProblem => ({
  code,
  path,
  source,
  stage: 'merge',
  authority: 'houston',
  message,
})

const kindSentence = (name: string, first: TypePart, part: TypePart): string =>
  `${name} is of kind ${first.node.kind} in ${first.source} and ${part.node.kind} in ${part.source}.`

function mergeFielded(first: FieldedNode, parts: Parts, modes: AuthModes): MergedType {
  const name = first.name.value
  const copies = parts.flatMap((part) => (isFielded(part.node) ? [{ part, node: part.node }] : []))
  const byInterface = copies
    .filter(({ node }) => interfacesOf(node) !== interfacesOf(first))
    .map(({ part, node }) => {
      const message = `${name} implements ${interfacesOf(first) || 'nothing'} first and ${interfacesOf(node) || 'nothing'} in ${part.source}.`
      return refusal('interface-conflict', name, part.source, message)
    })
  const typeDirectives = copies.map(({ node }) => node.directives)
  // Access written on one copy of a type is meant for that copy's fields alone.
  const isShared = isSameWrittenAccess(typeDirectives)
  const fields = new Map<string, [FieldCopy, ...FieldCopy[]]>()
  for (const { part, node } of copies)
    for (const field of node.fields ?? []) {
      const own = isShared ? field : withTypeAccess(node.directives, field)
      const copy = { source: part.source, field: own, isCanonical: part.canonicalFields.has(field.name.value) }
      const known = fields.get(field.name.value)
      if (known === undefined) fields.set(field.name.value, [copy])
      else known.push(copy)
    }
  const merged = [...fields.values()].map((group) => mergeField(name, group, modes))
  const access = isShared ? (first.directives ?? []).filter(isAuthDirective) : []
  const node = {
    ...described(first, parts),
    directives: [...plainDirectives(typeDirectives), ...access],
    fields: merged.map(({ field }) => field),
  }
  return {
    node,
    problems: [...byInterface, ...merged.flatMap(({ problems }) => problems)],
    warnings: merged.flatMap(({ warnings }) => warnings),
  }
}

function withTypeAccess(
  ofType: readonly ConstDirectiveNode[] | undefined,
  field: FieldDefinitionNode,
): FieldDefinitionNode {
  if (grantsOf(field.directives).length > 0) return field
  return { ...field, directives: [...(field.directives ?? []), ...(ofType ?? []).filter(isAuthDirective)] }
}

const interfacesOf = (node: FieldedNode): string =>
  (node.interfaces ?? [])
    .map((type) => type.name.value)
    .sort()
    .join(' & ')

function described<Node extends TypeDefinitionNode>(node: Node, parts: Parts): Node {
  const description = parts.find((part) => part.node.description !== undefined)?.node.description
  return description === undefined ? node : { ...node, description }
}

/** Members of an enum, input or union, each as its text. */
function membersOf(node: TypeDefinitionNode): string[] {
  switch (node.kind) {
    case Kind.ENUM_TYPE_DEFINITION:
      return (node.values ?? []).map(({ name }) => name.value)
    case Kind.UNION_TYPE_DEFINITION:
      return (node.types ?? []).map(({ name }) => name.value)
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return (node.fields ?? []).map(({ name, type, defaultValue }) => {
        const value = defaultValue === undefined ? '' : ` = ${print(defaultValue)}`
        return `${name.value}: ${print(type)}${value}`
      })
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
      return (node.fields ?? []).map(bareField)
    case Kind.SCALAR_TYPE_DEFINITION:
      return []
  }
}

const sameText = (node: TypeDefinitionNode): string => `${node.kind} ${membersOf(node).sort().join(', ')}`

function difference(first: TypeDefinitionNode, second: TypeDefinitionNode): string {
  const [before, after] = [membersOf(first), membersOf(second)]
  const only = (some: string[], others: string[]): string =>
    some.filter((member) => !others.includes(member)).join(', ')
  return `only there ${only(before, after) || 'nothing'}, only here ${only(after, before) || 'nothing'}`
}

function shadowWarnings(winner: TypePart, part: TypePart): MergeWarning[] {
  if (part === winner || sameText(part.node) === sameText(winner.node)) return []
  const path = winner.node.name.value
  const names = (node: TypeDefinitionNode): string[] =>
    isFielded(node) ? (node.fields ?? []).map(({ name }) => name.value) : membersOf(node)
  const kept = names(winner.node)
  const extra = names(part.node).filter((name) => !kept.includes(name))
  const about = { path, source: part.source }
  if (extra.length === 0) {
    const message = `${path} of ${part.source} differs from the canonical one of ${winner.source}, which stands.`
    return [{ ...about, code: 'shadowed-difference', message }]
  }
  const message = `${path} is canonical in ${winner.source}; ${part.source} alone has ${extra.join(', ')}, which is left out.`
  return [{ ...about, code: 'shadowed-fields', message }]
}
