/** Checks one state: its fields, their types, what they may hold in its query language. */
import type { QueryLanguage, StateType } from './definition.ts'
import type { Findings } from './diagnostic.ts'
import { allowedFields, exclusiveFields, isStateType, stateFields, stateTypes } from './state-fields.ts'
import { parseTimestampMs } from './timestamp.ts'
import { type Surroundings, validateBlock } from './validate.ts'
import { validateCatch, validateChoices, validateRetry } from './validate-rules.ts'
import { expressionKind } from './validate-syntax.ts'
import { validatePathFields, validateTemplates, validateVariables } from './validate-templates.ts'

/** Parsed JSON whose shape is still to be checked. */
export type Source = Record<string, unknown>

export const isObject = (value: unknown): value is Source =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** A state with what its checks need to know. */
export interface StateUnderCheck {
  readonly state: Source
  readonly type: StateType
  readonly language: QueryLanguage
  readonly location: string
  readonly findings: Findings
  readonly outerVariables: ReadonlySet<string>
}

export function validateState(
  state: Source,
  location: string,
  { around, inside }: { around: Surroundings; inside: Surroundings },
): void {
  const { findings } = around
  const type = state.Type
  if (type === undefined) {
    findings.schema(location, 'These fields are required: [Type]')
    return
  }
  if (!isStateType(type)) {
    findings.schema(`${location}/Type`, `The field 'Type' should have one of these values: [${stateTypes.join(', ')}]`)
    return
  }
  const language = languageOf(state, location, around)
  const checked: StateUnderCheck = {
    state,
    type,
    language,
    location,
    findings,
    outerVariables: around.outerVariables,
  }
  validateFields(checked)
  validateValues(checked)
  if (type === 'Task') validateTask(checked, around)
  if (type === 'Choice') validateChoices(checked)
  validateRetry(checked)
  validateCatch(checked)
  validateTemplates(checked)
  validatePathFields(checked)
  validateVariables(checked)
  validateInner(checked, inside)
}

function languageOf({ QueryLanguage }: Source, location: string, around: Surroundings): QueryLanguage {
  if (QueryLanguage === undefined) return around.machineLanguage
  if (QueryLanguage !== 'JSONata' && QueryLanguage !== 'JSONPath')
    around.findings.schema(
      `${location}/QueryLanguage`,
      "The field 'QueryLanguage' should have one of these values: [JSONPath, JSONata]",
    )
  if (QueryLanguage === 'JSONPath' && around.machineLanguage === 'JSONata')
    around.findings.schema(
      location,
      "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
    )
  return QueryLanguage === 'JSONata' ? 'JSONata' : 'JSONPath'
}

function validateFields({ state, type, language, location, findings }: StateUnderCheck): void {
  const allowed = allowedFields(type, language)
  for (const field of Object.keys(state))
    if (!allowed.has(field))
      findings.schema(location, `Field '${field}' is not supported in a ${language} ${type} state`)
  const missing = stateFields[type].required.filter((field) => state[field] === undefined)
  if (missing.length > 0) findings.schema(location, `These fields are required: [${missing.join(', ')}]`)
  for (const group of exclusiveFields) {
    if (!group.types.includes(type)) continue
    let holder: unknown = state
    for (const key of group.within ?? []) holder = isObject(holder) ? holder[key] : undefined
    if (!isObject(holder)) continue
    const given = group.fields.filter((field) => (holder as Source)[field] !== undefined)
    if (given.length > 1) findings.schema(location, `Only one of these fields is allowed: [${given.join(', ')}]`)
    else if (group.exactly && given.length === 0)
      findings.schema(
        location,
        `One of these fields is required: [${group.fields.filter((f) => allowed.has(f)).join(', ')}]`,
      )
  }
}

/** Numbers a field may hold as they stand; in JSONata an expression may stand instead. */
const numbers: Readonly<Record<string, { least: number; most: number; whole: boolean }>> = {
  TimeoutSeconds: { least: 1, most: 99_999_999, whole: true },
  HeartbeatSeconds: { least: 1, most: 99_999_999, whole: true },
  Seconds: { least: 0, most: 99_999_999, whole: true },
  MaxConcurrency: { least: 0, most: Number.MAX_SAFE_INTEGER, whole: true },
  ToleratedFailureCount: { least: 0, most: Number.MAX_SAFE_INTEGER, whole: true },
  ToleratedFailurePercentage: { least: 0, most: 100, whole: false },
}

const texts = ['Comment', 'Next', 'Default', 'Error', 'Cause', 'Label']

function validateValues({ state, type, language, location, findings }: StateUnderCheck): void {
  const isExpression = (value: unknown) =>
    language === 'JSONata' && typeof value === 'string' && expressionKind(value) !== 'literal'
  for (const [field, { least, most, whole }] of Object.entries(numbers)) {
    const value = state[field]
    if (value === undefined || isExpression(value)) continue
    const fits = typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value))
    if (!fits) findings.schema(`${location}/${field}`, `Expected a number from ${least} to ${most}`)
  }
  for (const field of texts)
    if (state[field] !== undefined && typeof state[field] !== 'string')
      findings.schema(`${location}/${field}`, 'Expected a string')
  if (state.End !== undefined && state.End !== true) findings.schema(`${location}/End`, 'Expected the value true')
  const { Timestamp, Items, TimeoutSeconds, HeartbeatSeconds } = state
  if (Timestamp !== undefined && !isExpression(Timestamp))
    if (typeof Timestamp !== 'string' || parseTimestampMs(Timestamp) === undefined)
      findings.schema(`${location}/Timestamp`, 'String does not match RFC3339 timestamp')
  if (type === 'Map' && Items !== undefined && !Array.isArray(Items) && !isExpression(Items))
    findings.schema(`${location}/Items`, 'Expected an array or a JSONata expression')
  if (typeof TimeoutSeconds === 'number' && typeof HeartbeatSeconds === 'number' && HeartbeatSeconds >= TimeoutSeconds)
    findings.schema(location, 'HeartbeatSeconds must be smaller than TimeoutSeconds')
}

const resourcePattern = /^(?:arn:[^:\s]+:[^:\s]+:[^:\s]*:[^:\s]*:\S+|\$\{[^{}]+\})$/

function validateTask({ state, location, findings }: StateUnderCheck, { machineType }: Surroundings): void {
  const { Resource, Credentials } = state
  if (Resource !== undefined && (typeof Resource !== 'string' || !resourcePattern.test(Resource)))
    findings.schema(`${location}/Resource`, 'Value is not a valid resource ARN')
  if (typeof Resource === 'string' && machineType === 'EXPRESS') {
    // The blank after "integration" in the first is AWS's own.
    if (Resource.endsWith('.waitForTaskToken'))
      findings.schema(
        `${location}/Resource`,
        "Express state machine does not support '.waitForTaskToken' service integration ",
      )
    else if (/\.sync(?::2)?$/.test(Resource))
      findings.schema(`${location}/Resource`, "Express state machine does not support '.sync' service integration")
    else if (/:activity:/.test(Resource))
      findings.schema(`${location}/Resource`, 'Express state machine does not support Activity tasks')
  }
  if (isObject(Credentials) && Credentials.RoleArn === undefined && Credentials['RoleArn.$'] === undefined)
    findings.schema(`${location}/Credentials`, "The field 'RoleArn' is required but was missing")
}

/** Branches and item processors, checked as blocks of their own. */
function validateInner({ state, type, location, findings }: StateUnderCheck, inside: Surroundings): void {
  if (type === 'Parallel' && state.Branches !== undefined) {
    if (!Array.isArray(state.Branches) || state.Branches.length === 0)
      findings.schema(`${location}/Branches`, 'Expected an array of at least one branch')
    else
      for (const [at, branch] of state.Branches.entries()) {
        const path = `${location}/Branches[${at}]`
        if (isObject(branch)) validateBlock(branch, path, inside)
        else findings.schema(path, 'A branch must be an object')
      }
  }
  for (const field of type === 'Map' ? ['ItemProcessor', 'Iterator'] : []) {
    const processor = state[field]
    if (processor === undefined) continue
    if (isObject(processor)) validateBlock(processor, `${location}/${field}`, inside)
    else findings.schema(`${location}/${field}`, 'Expected an object')
  }
}
