/** Checks a definition as AWS does before it takes one: fields, transitions, expressions; every problem with its place. */
import type { QueryLanguage } from './definition.ts'
import { type Diagnostic, Findings, type MachineType } from './diagnostic.ts'
import { quotas } from './quota.ts'
import { isObject, type Source, validateState } from './validate-state.ts'

export type { Diagnostic, MachineType } from './diagnostic.ts'

const blockFields = new Set(['StartAt', 'States', 'Comment', 'QueryLanguage', 'ProcessorConfig'])
const rootFields = new Set([...blockFields, 'Version', 'TimeoutSeconds'])
const targetsOf = (state: Source): [field: string, target: unknown][] => {
  const inner = (field: string) =>
    (Array.isArray(state[field]) ? state[field] : []).map((entry: unknown, at: number): [string, unknown] => [
      `${field}[${at}]/Next`,
      isObject(entry) ? entry.Next : undefined,
    ])
  return [['Next', state.Next], ['Default', state.Default], ...inner('Choices'), ...inner('Catch')]
}

export interface Surroundings {
  readonly findings: Findings
  readonly machineType: MachineType
  /** The whole machine's language; states may only move from JSONPath to JSONata. */
  readonly machineLanguage: QueryLanguage
  /** Names of all states met so far: unique over the whole machine. */
  readonly names: Set<string>
  /** Variables that the blocks around this one assign, which inner ones must not. */
  readonly outerVariables: ReadonlySet<string>
}

export function validateDefinition(text: string, machineType: MachineType = 'STANDARD'): Diagnostic[] {
  const findings = new Findings()
  let definition: unknown
  try {
    definition = JSON.parse(text)
  } catch {
    definition = undefined
  }
  if (!isObject(definition)) {
    findings.schema(undefined, 'Definition must be a valid JSON object')
    return findings.diagnostics
  }
  if (Buffer.byteLength(text) > quotas.definitionBytes)
    findings.schema(undefined, `Definition must not exceed ${quotas.definitionBytes} bytes`)
  const { QueryLanguage, TimeoutSeconds } = definition
  if (QueryLanguage !== undefined && QueryLanguage !== 'JSONata' && QueryLanguage !== 'JSONPath')
    findings.schema('/QueryLanguage', "The field 'QueryLanguage' should have one of these values: [JSONPath, JSONata]")
  if (TimeoutSeconds !== undefined && !(Number.isInteger(TimeoutSeconds) && Number(TimeoutSeconds) > 0))
    findings.schema('/TimeoutSeconds', "The field 'TimeoutSeconds' must be a positive integer")
  validateBlock(definition, '', {
    findings,
    machineType,
    machineLanguage: QueryLanguage === 'JSONata' ? 'JSONata' : 'JSONPath',
    names: new Set(),
    outerVariables: new Set(),
  })
  return findings.diagnostics
}

/** A list of states: the machine's own, a branch's or a Map's. `path` is '' for the machine itself. */
export function validateBlock(block: Source, path: string, around: Surroundings): void {
  const { findings } = around
  const missing = ['StartAt', 'States'].filter((field) => block[field] === undefined)
  if (missing.length > 0) findings.schema(path || '/', `These fields are required: [${missing.join(', ')}]`)
  for (const field of Object.keys(block))
    if (!(path === '' ? rootFields : blockFields).has(field))
      findings.schema(path || '/', `Field '${field}' is not supported`)
  const { States, StartAt } = block
  if (States === undefined) return
  if (!isObject(States) || Object.keys(States).length === 0) {
    findings.schema(`${path}/States`, "The field 'States' must be an object with at least one state")
    return
  }
  const variables = assignedIn(States)
  const inside = { ...around, outerVariables: new Set([...around.outerVariables, ...variables]) }
  for (const [name, state] of Object.entries(States)) {
    const location = `${path}/States/${name}`
    if (name.length > 80 || name === '') findings.schema(location, 'State names must have 1 to 80 characters')
    if (around.names.has(name)) findings.schema(location, `A state with this name already exists: ${name}`)
    around.names.add(name)
    if (!isObject(state)) findings.schema(location, 'A state must be an object')
    else validateState(state, location, { around, inside })
  }
  validateTransitions(States, StartAt, path, findings)
}

/** Where the flow goes: every target exists in the same block, every state is reached, and some state ends it. */
function validateTransitions(states: Source, startAt: unknown, path: string, findings: Findings): void {
  const known = (name: unknown): name is string => typeof name === 'string' && Object.hasOwn(states, name)
  if (startAt !== undefined && !known(startAt))
    findings.transition(`${path}/StartAt`, `Missing 'StartAt' target: ${String(startAt)}`)
  const reached = new Set<string>(known(startAt) ? [startAt] : [])
  for (const name of reached) {
    const state = states[name]
    if (!isObject(state)) continue
    for (const [, target] of targetsOf(state)) if (known(target)) reached.add(target)
  }
  let terminal = false
  for (const [name, state] of Object.entries(states)) {
    if (!isObject(state)) continue
    terminal ||= state.Type === 'Succeed' || state.Type === 'Fail' || state.End === true
    for (const [field, target] of targetsOf(state))
      if (target !== undefined && !known(target))
        findings.transition(
          `${path}/States/${name}/${field}`,
          `Missing '${field.split('/').at(-1)}' target: ${String(target)}`,
        )
    if (known(startAt) && !reached.has(name))
      findings.transition(`${path}/States/${name}`, `State "${name}" is not reachable.`)
  }
  if (!terminal)
    findings.add('MISSING_END_STATE', `${path}/States`, 'No terminal state found: one state must end the flow')
}

function assignedIn(states: Source): Set<string> {
  const names = new Set<string>()
  const add = (holder: unknown) => {
    if (isObject(holder) && isObject(holder.Assign))
      for (const name of Object.keys(holder.Assign)) names.add(name.replace(/\.\$$/, ''))
  }
  for (const state of Object.values(states)) {
    if (!isObject(state)) continue
    add(state)
    for (const field of ['Choices', 'Catch']) if (Array.isArray(state[field])) state[field].forEach(add)
  }
  return names
}
