/** One field that several sources define: it must be the same field, unless one of them is canonical. */
import { type FieldDefinitionNode, Kind, print, type TypeNode } from 'graphql'
import type { AuthModes } from './auth-mode.ts'
import { accessDirectives, isSameAccess, plainDirectives } from './merge-directive.ts'
import { conflictText, type MergeProblem, type MergeWarning } from './merge-problem.ts'

export interface FieldCopy {
  readonly source: string
  readonly field: FieldDefinitionNode
  readonly isCanonical: boolean
}

export interface MergedField {
  readonly field: FieldDefinitionNode
  readonly problems: readonly MergeProblem[]
  readonly warnings: readonly MergeWarning[]
}

export function mergeField(
  typeName: string,
  copies: readonly [FieldCopy, ...FieldCopy[]],
  modes: AuthModes,
): MergedField {
  const [first, ...later] = copies
  const path = `${typeName}.${first.field.name.value}`
  const canonical = copies.filter(({ isCanonical }) => isCanonical)
  const [winner, rival] = canonical
  if (winner !== undefined && rival !== undefined) {
    const message = `${path} is canonical in ${winner.source} and in ${rival.source}.`
    return { field: winner.field, problems: [refusal('canonical-conflict', path, rival.source, message)], warnings: [] }
  }
  if (winner !== undefined) return { field: winner.field, problems: [], warnings: shadowed(path, winner, copies) }
  if (later.length === 0) return { field: first.field, problems: [], warnings: [] }
  const problems = later.flatMap((copy) => [...typeProblems(path, first, copy), ...argumentProblems(path, first, copy)])
  const directives = copies.map(({ field }) => field.directives)
  const description = copies.find(({ field }) => field.description !== undefined)?.field.description
  const field: FieldDefinitionNode = {
    ...first.field,
    ...(description !== undefined && { description }),
    directives: [...plainDirectives(directives), ...accessDirectives(directives, modes)],
  }
  return { field, problems, warnings: isSameAccess(directives, modes) ? [] : [widened(path, copies)] }
}

const refusal = (code: MergeProblem['code'], path: string, source: string, message: string): MergeProblem => ({
  code,
  path,
  source,
  stage: 'merge',
  authority: code === 'field-type-conflict' ? 'aws' : 'houston',
  message,
})

function widened(path: string, copies: readonly FieldCopy[]): MergeWarning {
  const sources = copies.map(({ source }) => source)
  const message = `${path} admits different callers in ${sources.join(' and ')}; the merged field admits all of them.`
  return { code: 'access-widened', path, source: sources.at(-1) ?? '', message }
}

function typeProblems(path: string, first: FieldCopy, copy: FieldCopy): MergeProblem[] {
  const [kept, given] = [print(first.field.type), print(copy.field.type)]
  if (kept === given) return []
  if (nullable(first.field.type) !== nullable(copy.field.type))
    return [refusal('field-type-conflict', path, copy.source, conflictText(path))]
  const message = `${path} is ${kept} in ${first.source} and ${given} in ${copy.source}; AWS documents no rule for nullability alone.`
  return [refusal('nullability-conflict', path, copy.source, message)]
}

/** The type's text without its non-nulls. */
export function nullable(type: TypeNode): string {
  if (type.kind === Kind.NON_NULL_TYPE) return nullable(type.type)
  return type.kind === Kind.LIST_TYPE ? `[${nullable(type.type)}]` : type.name.value
}

function argumentProblems(path: string, first: FieldCopy, copy: FieldCopy): MergeProblem[] {
  const [kept, given] = [argumentTexts(first.field), argumentTexts(copy.field)]
  const names = new Set([...kept.keys(), ...given.keys()])
  return [...names]
    .filter((name) => kept.get(name) !== given.get(name))
    .map((name) => {
      const [before, after] = [kept.get(name) ?? 'absent', given.get(name) ?? 'absent']
      const coordinate = `${path}(${name}:)`
      const message = `${coordinate} is ${before} in ${first.source} and ${after} in ${copy.source}.`
      return refusal('argument-conflict', coordinate, copy.source, message)
    })
}

const argumentTexts = (field: FieldDefinitionNode): Map<string, string> =>
  new Map(
    (field.arguments ?? []).map(({ name, type, defaultValue }) => [
      name.value,
      `${print(type)}${defaultValue === undefined ? '' : ` = ${print(defaultValue)}`}`,
    ]),
  )

function shadowed(path: string, winner: FieldCopy, copies: readonly FieldCopy[]): MergeWarning[] {
  const text = bareField(winner.field)
  return copies
    .filter((copy) => copy !== winner && bareField(copy.field) !== text)
    .map(({ source }) => {
      const message = `${path} of ${source} differs from the canonical one of ${winner.source}, which stands.`
      return { code: 'shadowed-difference', path, source, message }
    })
}

/** A field's text without what does not change its use. */
export const bareField = (field: FieldDefinitionNode): string =>
  print({
    kind: Kind.FIELD_DEFINITION,
    name: field.name,
    type: field.type,
    arguments: (field.arguments ?? []).map(({ kind, name, type, defaultValue }) => ({
      kind,
      name,
      type,
      ...(defaultValue !== undefined && { defaultValue }),
    })),
  })
