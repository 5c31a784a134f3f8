/** Why a source cannot join the merged API, in words that say whose rule it is. */

/** The closed list of reasons, from the source alone to the whole. */
export const mergeProblemCodes = [
  'syntax',
  'undefined-type',
  'invalid-schema',
  'extension',
  'custom-scalar',
  'root-type-name',
  'unknown-resolver',
  'subscription-mutation',
  'hidden-reference',
  'rename-collision',
  'source-limit',
  'size-limit',
  'auth-mode-missing',
  'kind-conflict',
  'canonical-conflict',
  'field-type-conflict',
  'nullability-conflict',
  'argument-conflict',
  'enum-conflict',
  'input-conflict',
  'union-conflict',
  'interface-conflict',
  'directive-conflict',
  'resolver-conflict',
  'merged-invalid',
] as const
export type MergeProblemCode = (typeof mergeProblemCodes)[number]

export interface MergeProblem {
  readonly code: MergeProblemCode
  /** The schema coordinate at fault: `Type`, `Type.field` or `Type.field(argument:)`; empty for the whole source. */
  readonly path: string
  /** The source that is refused: the later of two that disagree. */
  readonly source: string
  /** `source`: the source is no valid schema on its own, so that its creation fails and no merge begins. */
  readonly stage: 'source' | 'merge'
  /** `houston` refuses what AWS documents nothing about, so that what merges here merges there. */
  readonly authority: 'aws' | 'houston'
  readonly message: string
}

export const mergeWarningCodes = [
  'field-left-out',
  'type-left-out',
  'resolver-left-out',
  'shadowed-fields',
  'shadowed-difference',
  'access-widened',
  'builtin-redefined',
] as const

export interface MergeWarning {
  readonly code: (typeof mergeWarningCodes)[number]
  readonly path: string
  readonly source: string
  readonly message: string
}

/** AWS's own sentence for two types of one field. */
export const conflictText = (coordinate: string): string =>
  `Unable to resolve conflict on object with name ${coordinate}: Merging is not supported for fields with different types.`
