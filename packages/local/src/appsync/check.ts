/** Compares a composed schema with the one released last, and names every change that can hurt a caller. */
import { defineError } from '@houston/core/error.ts'
import {
  BreakingChangeType,
  buildASTSchema,
  DangerousChangeType,
  type DocumentNode,
  findBreakingChanges,
  findDangerousChanges,
  parse,
} from 'graphql'
import type { AuthModes } from './auth-mode.ts'
import { withBuiltins } from './builtin.ts'
import { accessChanges, inputChanges, subscriptionChanges } from './check-more.ts'

export interface SchemaChange {
  /** `schema.what-changed`. */
  readonly code: `schema.${string}`
  /** breaking: a query that worked does not; dangerous: it may answer otherwise. */
  readonly severity: 'breaking' | 'dangerous'
  /** Names the type, field, argument or value. */
  readonly message: string
}

export interface Released {
  readonly sdl: string
  readonly modes: AuthModes
}

export const breakingChange = defineError(
  'schema.breaking-change',
  'conflict',
  'The composed schema takes away something that the released one gives.',
  (changes: readonly SchemaChange[]) => ({
    message: `${changes.length} breaking ${changes.length === 1 ? 'change' : 'changes'}: ${changes.map(({ message }) => message).join(' ')}`,
    fields: changes.map(({ code, message }) => ({ path: code, message })),
    wayOut:
      'Add beside the old instead of changing it, mark the old @deprecated, and take it away when nobody asks for it.',
  }),
)

const codeOf = (type: string): `schema.${string}` => `schema.${type.toLowerCase().replaceAll('_', '-')}`

/** graphql reports a changed default as one thing; taking it from a required argument breaks, which is told apart below. */
const isOurs = (type: string): boolean => type === DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE

/** Every breaking and dangerous change, breaking ones first. */
export function schemaChanges(released: Released, composed: Released): SchemaChange[] {
  const [before, after] = [parsed(released.sdl), parsed(composed.sdl)]
  const [old, next] = [buildASTSchema(withBuiltins(before)), buildASTSchema(withBuiltins(after))]
  const named = (severity: SchemaChange['severity']) => (change: { type: string; description: string }) => ({
    code: codeOf(change.type),
    severity,
    message: change.description,
  })
  const changes: SchemaChange[] = [
    ...findBreakingChanges(old, next).map(named('breaking')),
    ...findDangerousChanges(old, next)
      .filter(({ type }) => !isOurs(type))
      .map(named('dangerous')),
    ...inputChanges(before, after),
    ...accessChanges({ document: before, modes: released.modes }, { document: after, modes: composed.modes }),
    ...subscriptionChanges(before, after),
  ]
  return changes.sort((a, b) => Number(b.severity === 'breaking') - Number(a.severity === 'breaking'))
}

/** Throws `schema.breaking-change` with every breaking change; returns the dangerous ones. */
export function refuseBreaking(changes: readonly SchemaChange[]): readonly SchemaChange[] {
  const breaking = changes.filter(({ severity }) => severity === 'breaking')
  if (breaking.length > 0) throw breakingChange(breaking)
  return changes
}

/** The codes that graphql itself may report, for the documentation. */
export const graphqlChangeCodes: readonly string[] = [
  ...Object.values(BreakingChangeType),
  ...Object.values(DangerousChangeType),
].map(codeOf)

const parsed = (sdl: string): DocumentNode => parse(sdl, { noLocation: true })
