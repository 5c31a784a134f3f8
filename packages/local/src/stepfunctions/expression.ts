/** Evaluates `{% JSONata %}` strings inside a state's fields, with AWS's sentences for what goes wrong. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import jsonata from 'jsonata'
import type { Facts } from './execution.ts'
import { evaluationFailure, type Place } from './failure.ts'
import { functionBindings } from './functions.ts'

/** What expressions of one state can see. */
export interface Scope {
  readonly place: Place
  readonly states: JsonObject
  readonly variables: JsonObject
  readonly facts: Facts
}

export type JsonType = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object'

/** The text between the delimiters, or undefined where the string is a plain one. */
export function expressionText(text: string): string | undefined {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4 ? text.slice(2, -2).trim() : undefined
}

export function jsonType(value: Json): JsonType {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value as JsonType
}

/** Compiled expressions by text. Bounded: a runtime holds a few machines with some dozens of expressions each. */
const compiled = new Map<string, jsonata.Expression>()
const compiledLimit = 5_000

/** JSONata's own hook, called before it evaluates any part of an expression (what its exerciser bounds evaluations with). */
const entryHook = Symbol.for('jsonata.__evaluate_entry')
/** No expression can name it: variables have no spaces. */
const budgetName = 'steps left'
/**
 * Steps that one expression may take, about a second of one core. JSONata never lets go of the thread while it evaluates: an
 * expression that does not end would end everything else.
 */
const stepsPerExpression = 500_000

function countStep(_part: unknown, _input: unknown, environment: { lookup(name: string): unknown }): void {
  const budget = environment.lookup(budgetName) as { left: number } | undefined
  if (budget !== undefined && --budget.left < 0)
    throw new RangeError(`The expression takes more than ${stepsPerExpression} steps.`)
}

function compile(text: string): jsonata.Expression {
  let expression = compiled.get(text)
  if (expression === undefined) {
    expression = jsonata(text)
    expression.assign(entryHook as never, countStep)
    if (compiled.size >= compiledLimit) compiled.clear()
    compiled.set(text, expression)
  }
  return expression
}

/** Evaluates a whole field: every expression in it, however deep. `field` is how AWS names it, e.g. `Output`. */
export async function evaluateTemplate(template: Json, field: string, scope: Scope): Promise<Json> {
  if (typeof template === 'string') {
    const text = expressionText(template)
    return text === undefined ? template : evaluateExpression(text, field, scope)
  }
  if (template === null || typeof template !== 'object') return template
  if (Array.isArray(template)) {
    const values: Json[] = []
    for (const [at, entry] of template.entries()) values.push(await evaluateTemplate(entry, `${field}[${at}]`, scope))
    return values
  }
  const object: JsonObject = {}
  for (const [key, entry] of Object.entries(template))
    object[key] = await evaluateTemplate(entry, `${field}/${key}`, scope)
  return object
}

/** Evaluates a field that must have one type. */
export async function evaluateTyped(template: Json, field: string, type: JsonType, scope: Scope): Promise<Json> {
  const value = await evaluateTemplate(template, field, scope)
  if (jsonType(value) === type) return value
  const text = typeof template === 'string' ? (expressionText(template) ?? template) : JSON.stringify(template)
  throw evaluationFailure(
    scope.place,
    field,
    `The JSONata expression '${text}' specified for the field '${field}' returned an unexpected result type. ` +
      `Expected '${type}', but was '${jsonType(value)}' for value: ${JSON.stringify(value)}`,
  )
}

async function evaluateExpression(text: string, field: string, scope: Scope): Promise<Json> {
  const said = (what: string) =>
    evaluationFailure(scope.place, field, `The JSONata expression '${text}' specified for the field '${field}' ${what}`)
  let result: unknown
  try {
    const own = { states: scope.states, [budgetName]: { left: stepsPerExpression } }
    const bindings = { ...scope.variables, ...own, ...functionBindings(scope.facts) }
    result = await compile(text).evaluate(undefined, bindings)
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string }
    throw said(`threw an error during evaluation.${code === undefined ? '' : ` ${code}:`} ${message ?? String(error)}`)
  }
  if (result === undefined) throw said('returned nothing (undefined).')
  const plain = plainJson(result)
  if (plain === undefined) throw said('returned an unsupported result type.')
  return plain
}

/** A copy as plain JSON: JSONata's results carry hidden marks, holes and functions. Undefined where it cannot be JSON. */
function plainJson(value: unknown): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : undefined
  if (typeof value !== 'object') return undefined
  if (Array.isArray(value)) {
    const plain = value.filter((entry) => entry !== undefined).map(plainJson)
    return plain.includes(undefined) ? undefined : (plain as Json[])
  }
  if ('_jsonata_lambda' in value || '_jsonata_function' in value || value instanceof RegExp) return undefined
  const object: JsonObject = {}
  for (const [key, entry] of Object.entries(value)) {
    if (entry === undefined) continue
    const plain = plainJson(entry)
    if (plain === undefined) return undefined
    object[key] = plain
  }
  return object
}
