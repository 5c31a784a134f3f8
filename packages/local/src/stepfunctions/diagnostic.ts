/** What the validator finds, in the form of ValidateStateMachineDefinition, and how CreateStateMachine would say it. */

export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING'
  readonly code: string
  readonly message: string
  /** Where in the definition, e.g. `/States/Wait/Timestamp`; absent for the text as a whole. */
  readonly location?: string
}

export type MachineType = 'STANDARD' | 'EXPRESS'

/** Collects problems, all at once. */
export class Findings {
  readonly diagnostics: Diagnostic[] = []

  schema(location: string | undefined, message: string): void {
    this.add('SCHEMA_VALIDATION_FAILED', location, message)
  }

  transition(location: string, message: string): void {
    this.add('MISSING_TRANSITION_TARGET', location, message)
  }

  add(code: string, location: string | undefined, message: string, severity: Diagnostic['severity'] = 'ERROR'): void {
    const found = { severity, code, message }
    this.diagnostics.push(location === undefined ? found : { ...found, location })
  }
}

/** The message of CreateStateMachine's InvalidDefinition for what was found. */
export function invalidDefinitionMessage(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'ERROR')
  const said = errors.map(
    ({ code, message, location }) => `${code}: ${message}${location === undefined ? '' : ` at ${location}`}`,
  )
  return `Invalid State Machine Definition: '${said.join(', ')}'`
}
