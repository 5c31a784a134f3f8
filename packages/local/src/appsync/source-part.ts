/** A source as the merge sees it: its shown parts under their merged names, each with its marks taken off. */
import type { ConstDirectiveNode, DocumentNode, FieldDefinitionNode, TypeDefinitionNode } from 'graphql'
import { grantsOf } from './access.ts'
import { type AuthModes, configuredModes, directiveOfMode } from './auth-mode.ts'
import { mergeDirectives } from './builtin.ts'
import { withoutHidden } from './hide.ts'
import type { MergeProblem, MergeWarning } from './merge-problem.ts'
import { withNewNames } from './rename.ts'
import { directiveNode, directiveOf, isFielded, typeDefinitions } from './sdl.ts'
import type { SourceApi } from './source-schema.ts'

export interface TypePart {
  readonly source: string
  readonly node: TypeDefinitionNode
  readonly isCanonical: boolean
  readonly canonicalFields: ReadonlySet<string>
}

export interface SourceParts {
  readonly name: string
  readonly types: readonly TypePart[]
  /** Definitions of directives, which merge only where they are the same. */
  readonly document: DocumentNode
  /** Merged `Type.field` to the source's own name, for fields with a resolver. */
  readonly resolvers: ReadonlyMap<string, string>
  readonly problems: readonly MergeProblem[]
  readonly warnings: readonly MergeWarning[]
}

/** `document` is the source's, found good on its own. */
export function sourceParts(source: SourceApi, document: DocumentNode, modes: AuthModes): SourceParts {
  const shown = withoutHidden(document)
  const renamed = withNewNames(shown.document)
  const about = { source: source.name, stage: 'merge', authority: 'houston' } as const
  const problems: MergeProblem[] = [
    ...shown.stuck.map(({ path, reason }) => {
      const message = `${path} cannot be merged: ${reason}.`
      return { ...about, code: 'hidden-reference' as const, path, message }
    }),
    ...renamed.faults.map((fault) => ({ ...about, code: 'rename-collision' as const, ...fault })),
    ...missingMode(source, modes),
  ]
  const types = typeDefinitions(renamed.document).map((node) => typePart(source, node, modes))
  const leftOut = shown.leftOut.map(({ path, reason }): MergeWarning => {
    const code = path.includes('.') ? 'field-left-out' : 'type-left-out'
    return { code, path, source: source.name, message: `${path} of ${source.name} is left out: ${reason}.` }
  })
  const resolvers = new Map([...renamed.origins].filter(([, own]) => source.resolvers?.includes(own)))
  return { name: source.name, types, document: renamed.document, resolvers, problems, warnings: leftOut }
}

function missingMode({ name, primaryAuth }: SourceApi, modes: AuthModes): MergeProblem[] {
  if (primaryAuth === undefined || configuredModes(modes).has(primaryAuth)) return []
  const message = `The merged API does not have ${primaryAuth}, the primary authorization mode of ${name}.`
  return [{ code: 'auth-mode-missing', path: '', source: name, stage: 'merge', authority: 'aws', message }]
}

function typePart(source: SourceApi, node: TypeDefinitionNode, modes: AuthModes): TypePart {
  const isCanonical = directiveOf(node, 'canonical') !== undefined
  if (!isFielded(node))
    return { source: source.name, node: withoutMarks(node), isCanonical, canonicalFields: new Set() }
  const fields = node.fields ?? []
  const canonicalFields = new Set(
    fields.filter((field) => directiveOf(field, 'canonical') !== undefined).map(({ name }) => name.value),
  )
  const kept = { ...withoutMarks(node), fields: fields.map((field) => withSourceMode(source, node, field, modes)) }
  return { source: source.name, node: kept, isCanonical, canonicalFields }
}

/** A source whose primary mode is not the merged API's keeps it by a directive on each field that has none. */
function withSourceMode(
  { primaryAuth }: SourceApi,
  type: TypeDefinitionNode,
  field: FieldDefinitionNode,
  modes: AuthModes,
): FieldDefinitionNode {
  const kept = withoutMarks(field)
  const isWritten = grantsOf(type.directives).length > 0 || grantsOf(field.directives).length > 0
  if (primaryAuth === undefined || primaryAuth === modes.primary || isWritten) return kept
  const added: ConstDirectiveNode = directiveNode(`@${directiveOfMode[primaryAuth]}`)
  return { ...kept, directives: [...(kept.directives ?? []), added] }
}

function withoutMarks<Node extends { readonly directives?: readonly ConstDirectiveNode[] | undefined }>(
  node: Node,
): Node {
  const directives = (node.directives ?? []).filter(({ name }) => !mergeDirectives.has(name.value))
  return { ...node, directives }
}
