/** Checks what fields hold: JSONata expressions, JSONPath templates and paths, variable names. */
import type { Findings } from './diagnostic.ts'
import { quotas } from './quota.ts'
import { isObject, type Source, type StateUnderCheck } from './validate-state.ts'
import {
  expressionKind,
  isIntrinsicCall,
  isPath,
  isReferencePath,
  isResultPath,
  jsonataProblem,
} from './validate-syntax.ts'

const jsonataTemplates = [
  'Arguments',
  'Output',
  'Assign',
  'Items',
  'ItemSelector',
  'Credentials',
  'Seconds',
  'Timestamp',
  'TimeoutSeconds',
  'HeartbeatSeconds',
  'MaxConcurrency',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
  'Error',
  'Cause',
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
]
const pathTemplates = ['Parameters', 'ResultSelector', 'Assign', 'ItemSelector', 'Credentials']

export function validateTemplates({ state, language, location, findings }: StateUnderCheck): void {
  const fields = language === 'JSONata' ? jsonataTemplates : pathTemplates
  const check = language === 'JSONata' ? validateJsonata : validatePayloadTemplate
  for (const field of fields) if (state[field] !== undefined) check(state[field], `${location}/${field}`, findings)
  for (const list of ['Choices', 'Catch']) {
    const entries = state[list]
    if (!Array.isArray(entries)) continue
    for (const [at, entry] of entries.entries()) {
      if (!isObject(entry)) continue
      const path = `${location}/${list}[${at}]`
      const inner = language === 'JSONata' ? ['Condition', 'Output', 'Assign'] : ['Assign']
      for (const field of inner) if (entry[field] !== undefined) check(entry[field], `${path}/${field}`, findings)
    }
  }
}

function validateJsonata(value: unknown, path: string, findings: Findings): void {
  if (Array.isArray(value)) {
    for (const [at, entry] of value.entries()) validateJsonata(entry, `${path}[${at}]`, findings)
  } else if (isObject(value)) {
    for (const [key, entry] of Object.entries(value)) validateJsonata(entry, `${path}/${key}`, findings)
  } else if (typeof value === 'string') {
    const kind = expressionKind(value)
    if (kind === 'half-open') findings.schema(path, 'A JSONata expression must start with {% and end with %}')
    if (kind === 'badly-spaced')
      findings.schema(path, 'A JSONata expression must stand on one line, with a blank after {% and before %}')
    const problem = kind === 'expression' ? jsonataProblem(value) : undefined
    if (problem !== undefined) findings.schema(path, `The JSONata expression is not valid: ${problem}`)
  }
}

function validatePayloadTemplate(value: unknown, path: string, findings: Findings): void {
  if (Array.isArray(value)) {
    for (const entry of value) validatePayloadTemplate(entry, path, findings)
    return
  }
  if (!isObject(value)) return
  for (const [key, entry] of Object.entries(value)) {
    if (!key.endsWith('.$')) {
      validatePayloadTemplate(entry, `${path}/${key}`, findings)
      continue
    }
    if (Object.hasOwn(value, key.slice(0, -2)))
      findings.schema(path, `A duplicate field will exist after renaming to strip the ".$" suffix from: ${key}`)
    if (typeof entry !== 'string' || !(isPath(entry) || isIntrinsicCall(entry)))
      findings.schema(
        path,
        `The value for the field '${key}' must be a valid JSONPath or a valid intrinsic function call`,
      )
  }
}

/** Fields of JSONPath states that hold one path. Null keeps or drops the whole where AWS allows it. */
const pathFields: readonly { field: string; valid: (text: string) => boolean; message: string; nullable: boolean }[] = [
  { field: 'InputPath', valid: isPath, message: 'Value is not a valid JSONPath', nullable: true },
  { field: 'OutputPath', valid: isPath, message: 'Value is not a valid JSONPath', nullable: true },
  { field: 'ResultPath', valid: isResultPath, message: 'Value is not a Reference Path', nullable: true },
  { field: 'ItemsPath', valid: isPath, message: 'Value is not a Reference Path', nullable: false },
  ...[
    'SecondsPath',
    'TimestampPath',
    'TimeoutSecondsPath',
    'HeartbeatSecondsPath',
    'MaxConcurrencyPath',
    'ToleratedFailureCountPath',
    'ToleratedFailurePercentagePath',
  ].map((field) => ({ field, valid: isReferencePath, message: 'Value is not a Reference Path', nullable: false })),
  ...['ErrorPath', 'CausePath'].map((field) => ({
    field,
    valid: (text: string) => isReferencePath(text) || isIntrinsicCall(text),
    message: 'Value is not a Reference Path',
    nullable: false,
  })),
]

export function validatePathFields({ state, language, location, findings }: StateUnderCheck): void {
  if (language === 'JSONata') return
  for (const { field, valid, message, nullable } of pathFields) {
    const value = state[field]
    if (value === undefined || (value === null && nullable)) continue
    if (typeof value !== 'string' || !valid(value)) findings.schema(`${location}/${field}`, message)
  }
}

/** Names of variables, and that no inner block assigns a variable of one around it. */
export function validateVariables({ state, location, findings, outerVariables }: StateUnderCheck): void {
  const holders: [path: string, holder: unknown][] = [[location, state]]
  for (const list of ['Choices', 'Catch'])
    if (Array.isArray(state[list]))
      for (const [at, entry] of state[list].entries()) holders.push([`${location}/${list}[${at}]`, entry])
  for (const [path, holder] of holders)
    if (isObject(holder) && holder.Assign !== undefined)
      validateAssign(holder.Assign, `${path}/Assign`, findings, outerVariables)
}

function validateAssign(assign: unknown, path: string, findings: Findings, outer: ReadonlySet<string>): void {
  if (!isObject(assign)) {
    findings.schema(path, 'Expected an object')
    return
  }
  for (const key of Object.keys(assign as Source)) {
    const name = key.replace(/\.\$$/, '')
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) findings.schema(path, `'${name}' is not a valid variable name`)
    if (name.length > quotas.variableNameLength)
      findings.schema(path, `The variable name '${name}' is longer than ${quotas.variableNameLength} characters`)
    if (name === 'states') findings.schema(path, "The variable name 'states' is reserved")
    if (outer.has(name))
      findings.schema(path, `The variable '${name}' belongs to an outer scope and can not be assigned here`)
  }
}
