/** Who may read which field: authorisation directives, read as AppSync reads them. */
import { type ConstDirectiveNode, type DocumentNode, Kind } from 'graphql'
import { type AuthMode, type AuthModes, configuredModes, modeOfDirective } from './auth-mode.ts'
import { isFielded, stringsArgument } from './sdl.ts'

/** Lets callers of one mode in; with groups, only members of one of them. */
export interface Grant {
  readonly mode: AuthMode
  readonly groups?: readonly string[]
}

export interface FieldCaller {
  readonly mode: AuthMode
  readonly groups: readonly string[]
  /** `Type.field`, or an ARN that ends in `/types/Type/fields/field`. */
  readonly deniedFields: readonly string[]
}

export type AccessDecision =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'denied'; readonly reason: 'mode-not-granted' | 'not-in-group' | 'denied-by-authorizer' }

/** `Type.field` to its grants, for every field of every object type. */
export type AccessTable = ReadonlyMap<string, readonly Grant[]>

export const isAuthDirective = (directive: ConstDirectiveNode): boolean => modeOfDirective.has(directive.name.value)

export function grantsOf(directives: readonly ConstDirectiveNode[] | undefined): Grant[] {
  return (directives ?? []).flatMap((directive) => {
    const mode = modeOfDirective.get(directive.name.value)
    if (mode === undefined) return []
    const groups = stringsArgument(directive, 'cognito_groups')
    return [groups.length > 0 ? { mode, groups } : { mode }]
  })
}

/** A field's own directives replace its type's; without any, the primary mode alone is let in. */
export function accessTable(document: DocumentNode, modes: AuthModes): AccessTable {
  const table = new Map<string, readonly Grant[]>()
  const configured = configuredModes(modes)
  for (const node of document.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION || !isFielded(node)) continue
    const ofType = grantsOf(node.directives)
    for (const field of node.fields ?? []) {
      const own = grantsOf(field.directives)
      const written = own.length > 0 ? own : ofType
      const grants = written.length > 0 ? written : [{ mode: modes.primary }]
      table.set(
        `${node.name.value}.${field.name.value}`,
        grants.filter(({ mode }) => configured.has(mode)),
      )
    }
  }
  return table
}

/** A field that the table does not know is denied. */
export function decideFieldAccess(table: AccessTable, caller: FieldCaller, coordinate: string): AccessDecision {
  if (caller.deniedFields.some((denied) => deniedCoordinate(denied) === coordinate))
    return { kind: 'denied', reason: 'denied-by-authorizer' }
  const grants = (table.get(coordinate) ?? []).filter(({ mode }) => mode === caller.mode)
  if (grants.length === 0) return { kind: 'denied', reason: 'mode-not-granted' }
  const isMember = grants.some(
    ({ groups }) => groups === undefined || groups.some((group) => caller.groups.includes(group)),
  )
  return isMember ? { kind: 'allowed' } : { kind: 'denied', reason: 'not-in-group' }
}

function deniedCoordinate(denied: string): string {
  const arn = /^arn:.*\/types\/([^/]+)\/fields\/([^/]+)$/.exec(denied)
  return arn === null ? denied : `${arn[1]}.${arn[2]}`
}
