/** An operation is schema + permission + function, declared once; every entry point calls the same declaration. */
import type * as z from 'zod'
import type { Actor, Role } from './actor.ts'
import { actorName } from './actor.ts'
import type { Context } from './context.ts'
import { defineError, type FieldProblem } from './error.ts'

export const operationDenied = defineError(
  'operation.denied',
  'denied',
  'The actor holds none of the roles that this operation needs.',
  (operation: string, actor: Actor, allowed: readonly Role[]) => ({
    message: `${actorName(actor)} may not ${operation}: it needs one of ${allowed.join(', ')}.`,
    wayOut: 'Ask an admin for the role, or ask somebody who holds it.',
  }),
)

export const inputInvalid = defineError(
  'operation.input-invalid',
  'input',
  'The input of an operation does not fit its schema; every field at fault is listed.',
  (operation: string, fields: readonly FieldProblem[]) => ({
    message: `${operation}: ${fields.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ')}`,
    fields,
    wayOut: 'Correct the listed fields and send it again.',
  }),
)

export interface OperationFacts<Input extends z.ZodType> {
  /** `noun.verb`, as in the command API's path. */
  readonly name: `${string}.${string}`
  readonly summary: string
  readonly input: Input
  /** `system` is always allowed beside these. */
  readonly allowedTo: readonly Role[]
}

export interface Operation<Input extends z.ZodType = z.ZodType, Output = unknown> extends OperationFacts<Input> {
  (ctx: Context, input: z.input<Input>): Promise<Output>
}

/** Any operation, where only its declaration matters. */
export interface AnyOperation extends OperationFacts<z.ZodType> {
  (ctx: Context, input: never): Promise<unknown>
}

const declared = new Map<string, AnyOperation>()

/** Declares an operation. The returned function authorises, checks the whole input, then runs. */
export function defineOperation<Input extends z.ZodType, Output>(
  facts: OperationFacts<Input>,
  run: (ctx: Context, input: z.output<Input>) => Promise<Output>,
): Operation<Input, Output> {
  if (declared.has(facts.name)) throw new Error(`operation ${facts.name} is declared twice`)
  const call = async (ctx: Context, input: z.input<Input>): Promise<Output> => {
    authorise(facts, ctx.actor)
    return run(ctx, parseInput(facts.name, facts.input, input))
  }
  const operation = Object.defineProperties(call, {
    name: { value: facts.name },
    summary: { value: facts.summary },
    input: { value: facts.input },
    allowedTo: { value: facts.allowedTo },
  }) as Operation<Input, Output>
  declared.set(facts.name, operation)
  return operation
}

/** The input as its schema gives it; throws `operation.input-invalid` with every field at fault. */
export function parseInput<Input extends z.ZodType>(name: string, schema: Input, input: unknown): z.output<Input> {
  const parsed = schema.safeParse(input)
  if (!parsed.success) throw inputInvalid(name, fieldProblems(parsed.error))
  return parsed.data
}

function authorise(facts: OperationFacts<z.ZodType>, actor: Actor): void {
  const allowed: readonly Role[] = [...facts.allowedTo, 'system']
  if (!actor.roles.some((role) => allowed.includes(role))) throw operationDenied(facts.name, actor, facts.allowedTo)
}

/** Every problem of a failed parse, with paths as people write them: `waves[2].weightPercent`. */
export function fieldProblems(error: Pick<z.ZodError, 'issues'>): FieldProblem[] {
  return error.issues.flatMap(unfold).map(({ path, message }) => ({ path: fieldPath(path), message }))
}

type Issue = z.core.$ZodIssue

/** Of alternatives, the problems of the one that was meant: that of the given type which got furthest into it. */
function unfold(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const meant = issue.errors
    .filter((problems) => !problems.some(({ code, path }) => code === 'invalid_type' && path.length === 0))
    .sort((a, b) => depth(b) - depth(a))[0]
  if (meant === undefined) return [issue]
  return meant.flatMap((inner) => unfold({ ...inner, path: [...issue.path, ...inner.path] }))
}

const depth = (problems: readonly Issue[]): number => Math.max(0, ...problems.map(({ path }) => path.length))

export function fieldPath(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '')
}

/** The operations that have been imported, by name. */
export function declaredOperations(): readonly AnyOperation[] {
  return [...declared.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}
