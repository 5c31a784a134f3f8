/** Placeholder until the validator is complete. */
export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING'
  readonly code: string
  readonly message: string
  readonly location?: string
}

export function validateDefinition(text: string, _type: 'STANDARD' | 'EXPRESS'): Diagnostic[] {
  try {
    JSON.parse(text)
    return []
  } catch {
    return [{ severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', message: 'Definition must be a valid JSON object' }]
  }
}
