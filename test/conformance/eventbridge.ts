/** Holds the pattern language to recorded cases: `node test/conformance/eventbridge.ts FILE.jsonl`. */
import { AwsError } from '../../packages/local/src/aws-service.ts'
import { testEnvelopedEvent, testEventPattern } from '../../packages/local/src/eventbridge/match.ts'
import { compilePattern } from '../../packages/local/src/eventbridge/pattern.ts'
import { type CaseResult, runFile } from './eventbridge-file.ts'

export interface PatternCase {
  readonly id: string
  /** JSON text, as is `event`: duplicate keys and number literals count. */
  readonly pattern: string
  readonly event?: string | null
  readonly match?: boolean
  readonly error?: { readonly code: string; readonly message?: string }
  readonly valid?: true
  /** The event, not the pattern, is refused. */
  readonly eventError?: string
  /** Only what AWS itself answered binds to the word. */
  readonly authority?: string
}

type Outcome =
  | { readonly kind: 'answer'; readonly match: boolean | undefined }
  | { readonly kind: 'error'; readonly code: string; readonly message: string }

export function judgePatternCase(testCase: PatternCase): CaseResult {
  let problem: string | undefined
  try {
    problem = difference(testCase, run(testCase))
  } catch (error) {
    problem = `threw ${error instanceof Error ? error.stack : String(error)}`
  }
  return { name: testCase.id, problem }
}

/** AWS's answers are those of its operation, which wants a whole envelope; the others' are those of a matcher. */
function run({ pattern, event, authority }: PatternCase): Outcome {
  const ask = authority === 'aws-recorded' ? testEnvelopedEvent : testEventPattern
  try {
    if (typeof event === 'string') return { kind: 'answer', match: ask(pattern, event) }
    compilePattern(pattern)
    return { kind: 'answer', match: undefined }
  } catch (error) {
    if (error instanceof AwsError) return { kind: 'error', code: error.code, message: error.message }
    throw error
  }
}

function difference(expected: PatternCase, outcome: Outcome): string | undefined {
  const got = JSON.stringify(outcome)
  if (expected.error !== undefined) {
    const { code, message } = expected.error
    if (outcome.kind !== 'error' || outcome.code !== code) return `expected ${code}, got ${got}`
    return expected.authority === 'aws-recorded' && message !== undefined && message !== outcome.message
      ? `expected "${message}", got "${outcome.message}"`
      : undefined
  }
  if (expected.eventError !== undefined)
    return outcome.kind === 'error' && outcome.code === 'ValidationException'
      ? undefined
      : `expected the event to be refused, got ${got}`
  if (outcome.kind === 'error') return `expected no error, got ${got}`
  if (expected.match !== undefined)
    return outcome.match === expected.match ? undefined : `expected match ${expected.match}, got ${got}`
  return expected.valid === true ? undefined : 'the case names no outcome'
}

if (import.meta.main) runFile('test/conformance/eventbridge.ts', judgePatternCase)
