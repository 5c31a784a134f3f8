/** How data flows through a state: one set of questions, answered by JSONata's fields or by JSONPath's. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import { contextOf, scopeOf, variablesOf } from './context.ts'
import { languageOf, type Outcome, type StateDefinition } from './definition.ts'
import type { Frame } from './execution.ts'
import { evaluateTemplate, evaluateTyped, type JsonType } from './expression.ts'
import { runtimeFailure } from './failure.ts'
import { fillTemplate, placeResult, type Roots, readPath } from './jsonpath.ts'
import { placeOf, type Step } from './step.ts'

export interface Result {
  /** What the state did: a task's answer, the branches' outputs. Absent where the state has none of its own. */
  readonly result?: Json
  readonly errorOutput?: Json
}

export const isJsonPath = (step: Step, frame: Frame): boolean =>
  languageOf(step.definition, step.stateOf(frame)) === 'JSONPath'

function rootsOf(step: Step, frame: Frame, input: Json): Roots {
  return { place: placeOf(frame), input, context: contextOf(step, frame), variables: variablesOf(step, frame) }
}

/** The state's input as its own fields see it. */
function effectiveInput(step: Step, frame: Frame): Json {
  const { InputPath } = step.stateOf(frame)
  if (!isJsonPath(step, frame) || InputPath === undefined) return frame.input
  return InputPath === null ? {} : readPath(InputPath, rootsOf(step, frame, frame.input))
}

/** What a Task sends, and what a Parallel's branches start with. */
export async function argumentsOf(step: Step, frame: Frame): Promise<Json> {
  const { Arguments, Parameters } = step.stateOf(frame)
  if (!isJsonPath(step, frame))
    return Arguments === undefined ? frame.input : evaluateTemplate(Arguments, 'Arguments', scopeOf(step, frame))
  const input = effectiveInput(step, frame)
  return Parameters === undefined ? input : fillTemplate(Parameters, rootsOf(step, frame, input))
}

/** A field with a fixed type, as a value, an expression, or a path in its `…Path` twin. Undefined where the state has neither. */
export async function fieldOf(
  step: Step,
  frame: Frame,
  field: keyof StateDefinition & string,
  type: JsonType,
): Promise<Json | undefined> {
  const state = step.stateOf(frame)
  const path = state[`${field}Path` as keyof StateDefinition]
  if (typeof path === 'string') return readPath(path, rootsOf(step, frame, effectiveInput(step, frame)))
  const value = state[field] as Json | undefined
  if (value === undefined || isJsonPath(step, frame)) return value
  return evaluateTyped(value, field, type, scopeOf(step, frame))
}

/** A number field; negative and fractional numbers fail the state. */
export async function countOf(
  step: Step,
  frame: Frame,
  field: keyof StateDefinition & string,
): Promise<number | undefined> {
  const value = await fieldOf(step, frame, field, 'number')
  if (value === undefined) return undefined
  if (typeof value === 'number' && value >= 0) return value
  throw runtimeFailure(
    placeOf(frame),
    `The field '${field}' must be a non-negative number but was: ${JSON.stringify(value)}`,
  )
}

export async function itemsOf(step: Step, frame: Frame): Promise<Json> {
  const { Items, ItemsPath } = step.stateOf(frame)
  if (Items !== undefined) return evaluateTyped(Items, 'Items', 'array', scopeOf(step, frame))
  const input = effectiveInput(step, frame)
  return ItemsPath === undefined ? input : readPath(ItemsPath, rootsOf(step, frame, input))
}

/** An item as the Map's ItemSelector (or, in JSONPath, its old Parameters) shapes it. */
export async function selectItem(step: Step, frame: Frame, item: { Index: number; Value: Json }): Promise<Json> {
  const { ItemSelector, Parameters } = step.stateOf(frame)
  const context = contextOf(step, frame, item)
  if (!isJsonPath(step, frame))
    return ItemSelector === undefined
      ? item.Value
      : evaluateTemplate(ItemSelector, 'ItemSelector', scopeOf(step, frame, {}, context))
  const template = ItemSelector ?? Parameters
  const input = effectiveInput(step, frame)
  return template === undefined ? item.Value : fillTemplate(template, { ...rootsOf(step, frame, input), context })
}

/** Variables and output that leaving by `outcome` gives. Both see the variables as they were on entry. */
export async function outcomeOf(
  step: Step,
  frame: Frame,
  outcome: Outcome,
  result: Result,
  fieldPrefix = '',
): Promise<{ assigned: JsonObject | undefined; output: Json }> {
  if (isJsonPath(step, frame)) return pathOutcome(step, frame, outcome, result)
  const scope = scopeOf(step, frame, result)
  const { Assign, Output } = outcome
  const assigned =
    Assign === undefined ? undefined : ((await evaluateTemplate(Assign, `${fieldPrefix}Assign`, scope)) as JsonObject)
  const own = result.errorOutput ?? result.result ?? frame.input
  const output = Output === undefined ? own : await evaluateTemplate(Output, `${fieldPrefix}Output`, scope)
  return { assigned, output }
}

async function pathOutcome(
  step: Step,
  frame: Frame,
  outcome: Outcome,
  { result, errorOutput }: Result,
): Promise<{ assigned: JsonObject | undefined; output: Json }> {
  const { Parameters, Result: fixed, ResultSelector, OutputPath, Type } = step.stateOf(frame)
  const input = effectiveInput(step, frame)
  let own = errorOutput ?? result ?? fixed ?? input
  if (Type === 'Pass' && fixed === undefined && Parameters !== undefined)
    own = fillTemplate(Parameters, rootsOf(step, frame, input))
  if (errorOutput === undefined && ResultSelector !== undefined)
    own = fillTemplate(ResultSelector, rootsOf(step, frame, own))
  const assigned =
    outcome.Assign === undefined ? undefined : (fillTemplate(outcome.Assign, rootsOf(step, frame, own)) as JsonObject)
  const placed = placeResult(outcome.ResultPath, frame.input, own)
  // A catcher's output does not pass the state's OutputPath.
  if (errorOutput !== undefined || OutputPath === undefined) return { assigned, output: placed }
  return { assigned, output: OutputPath === null ? {} : readPath(OutputPath, rootsOf(step, frame, placed)) }
}
