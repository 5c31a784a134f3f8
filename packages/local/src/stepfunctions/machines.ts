/** The state machines a runtime holds: definitions with their placeholders filled in, checked once at the start. */
import { createHash } from 'node:crypto'
import type { Json } from '@houston/core/json.ts'
import { NotImplemented } from '../aws-service.ts'
import { type Definition, parseResource, type StatesBlock } from './definition.ts'
import { validateDefinition } from './validate.ts'

export interface MachineSource {
  readonly name: string
  /** Amazon States Language, as JSON text or parsed. `${Name}` stands for `substitutions.Name`. */
  readonly definition: string | Json
}

export interface Machine {
  readonly name: string
  readonly text: string
  /** Of the text: executions go on with the definition they started with. */
  readonly hash: string
  readonly definition: Definition
}

/** The integrations the runtime performs. */
const services = new Set(['lambda:invoke', 'events:putEvents', 'states:startExecution'])

/** Fills in placeholders and checks the definition; all problems of all machines are reported in one error. */
export function loadMachines(
  sources: readonly MachineSource[],
  substitutions: Readonly<Record<string, string>>,
): ReadonlyMap<string, Machine> {
  const problems: string[] = []
  const machines = new Map<string, Machine>()
  for (const source of sources) {
    const text = substitute(source, substitutions, problems)
    for (const { message, location } of validateDefinition(text, 'STANDARD'))
      problems.push(`${source.name}: ${message}${location === undefined ? '' : ` at ${location}`}`)
    if (problems.length > 0) continue
    if (machines.has(source.name)) problems.push(`${source.name}: the name is taken twice`)
    const definition = JSON.parse(text) as Definition
    refuseUnsupported(definition)
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 32)
    machines.set(source.name, { name: source.name, text, hash, definition })
  }
  if (problems.length > 0) throw new Error(`state machines with problems:\n${problems.join('\n')}`)
  return machines
}

function substitute(
  { name, definition }: MachineSource,
  substitutions: Readonly<Record<string, string>>,
  problems: string[],
): string {
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition)
  return text.replace(/\$\{([A-Za-z0-9_]+)\}/g, (placeholder, key: string) => {
    const value = substitutions[key]
    if (value === undefined) problems.push(`${name}: nothing is known for the placeholder ${placeholder}`)
    // The placeholder stands inside a JSON string.
    return JSON.stringify(value ?? placeholder).slice(1, -1)
  })
}

/** What AWS takes and the runtime does not: refused when loading, not in the middle of an execution. */
function refuseUnsupported(block: StatesBlock): void {
  for (const state of Object.values(block.States)) {
    const resource = state.Resource === undefined ? undefined : parseResource(state.Resource)
    if (resource?.kind === 'service' && !services.has(`${resource.service}:${resource.action}`))
      throw new NotImplemented(`the integration ${state.Resource}`)
    if (resource?.kind === 'function' && /:activity:/.test(resource.arn)) throw new NotImplemented('activities')
    for (const field of ['ItemReader', 'ItemBatcher', 'ResultWriter'] as const)
      if (state[field] !== undefined) throw new NotImplemented(`a Map state's ${field}`)
    const processor = state.ItemProcessor ?? state.Iterator
    if (processor?.ProcessorConfig?.Mode === 'DISTRIBUTED') throw new NotImplemented('distributed Map states')
    for (const inner of [...(state.Branches ?? []), ...(processor === undefined ? [] : [processor])])
      refuseUnsupported(inner)
  }
}
