/** Checks definitions against what AWS accepts and refuses: `node test/conformance/asl-validation.ts FILE.jsonl`. */
import { isDeepStrictEqual } from 'node:util'
import type { Json } from '@houston/core/json.ts'
import { invalidDefinitionMessage } from '@houston/local/stepfunctions/diagnostic.ts'
import { validateDefinition } from '@houston/local/stepfunctions/validate.ts'
import { main } from './asl.ts'

export interface ValidationRow {
  readonly name: string
  /** A text where the text itself is at fault. */
  readonly definition: Json
  readonly valid: boolean
  readonly api?: 'create' | 'csm' | 'validate'
  readonly result?: {
    readonly Error?: { readonly Code: string; readonly Message: string }
    readonly exception_typename?: string
    readonly exception_value?: string
    readonly diagnostics?: readonly Readonly<Record<string, string>>[]
  }
}

/** What differs from AWS's answer, empty where nothing does. */
export async function validationDifferences(row: ValidationRow): Promise<string[]> {
  const text = typeof row.definition === 'string' ? row.definition : JSON.stringify(row.definition)
  // The vectors name the machine's type only in the case's name.
  const diagnostics = validateDefinition(text, /express/i.test(row.name) ? 'EXPRESS' : 'STANDARD')
  const errors = diagnostics.filter(({ severity }) => severity === 'ERROR')
  if ((errors.length === 0) !== row.valid)
    return [`expected ${row.valid ? 'no error' : 'an error'}, found ${JSON.stringify(errors)}`]
  const { result } = row
  const wanted = result?.Error?.Message ?? result?.exception_value
  const said = invalidDefinitionMessage(diagnostics)
  if (wanted !== undefined && !wanted.endsWith(said)) return [`expected ${wanted}, said ${said}`]
  if (result?.diagnostics !== undefined && !isDeepStrictEqual(result.diagnostics, diagnostics))
    return [`expected ${JSON.stringify(result.diagnostics)}, found ${JSON.stringify(diagnostics)}`]
  return []
}

if (import.meta.main) await main(process.argv[2] ?? 'test/conformance/asl-validation.jsonl', validationDifferences)
