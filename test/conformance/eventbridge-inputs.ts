/** Holds input transformation to recorded cases: `node test/conformance/eventbridge-inputs.ts FILE.jsonl`. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import { AwsError } from '../../packages/local/src/aws-service.ts'
import { type AwsTargetInput, compileInput, inputFromAws } from '../../packages/local/src/eventbridge/target-input.ts'
import { type CaseResult, runFile } from './eventbridge-file.ts'

/** What AWS did: the messages that reached the targets, an error of PutTargets, or nothing delivered. */
type Recorded = Json[] | { readonly Error: { readonly Code: string; readonly Message: string } } | boolean

export interface InputCase {
  readonly name: string
  readonly targets: readonly AwsTargetInput[]
  readonly event?: { readonly source: string; readonly 'detail-type': string; readonly detail: Json }
  readonly recorded: Readonly<Record<string, Recorded>>
  /** Which of the targets each recording belongs to, where their order does not tell. */
  readonly targetsByRecordedKey?: Readonly<Record<string, AwsTargetInput>>
}

const targetId = 'target-1'
const context = {
  ruleArn: 'arn:aws:events:us-east-1:111111111111:rule/bus-1/rule-1',
  ruleName: 'rule-1',
  ingestionTime: '2026-01-02T03:04:05Z',
}

export function judgeInputCase(testCase: InputCase): CaseResult {
  const { name, recorded, targets, targetsByRecordedKey } = testCase
  for (const [index, [key, expected]] of Object.entries(recorded).entries()) {
    const target = targetsByRecordedKey?.[key] ?? targets[Math.min(index, targets.length - 1)] ?? {}
    const problem = difference(expected, run(target, testCase.event))
    if (problem !== undefined) return { name, problem: `${key}: ${problem}` }
  }
  return { name, problem: undefined }
}

/** The message's text as the target gets it, an AWS error, or undefined where nothing is delivered. */
function run(target: AwsTargetInput, event: InputCase['event']): string | AwsError | undefined {
  try {
    const render = compileInput(targetId, inputFromAws(targetId, target))
    const envelope: JsonObject = {
      version: '0',
      id: '00000000-0000-4000-8000-000000000000',
      'detail-type': event?.['detail-type'] ?? '',
      source: event?.source ?? '',
      account: '111111111111',
      time: '2026-01-02T03:04:05Z',
      region: 'us-east-1',
      resources: [],
      detail: event?.detail ?? {},
    }
    const rendered = render(envelope, context)
    return rendered.kind === 'rendered' ? JSON.stringify(rendered.payload) : undefined
  } catch (error) {
    if (error instanceof AwsError) return error
    throw error
  }
}

function difference(expected: Recorded, got: string | AwsError | undefined): string | undefined {
  if (expected === false) return got === undefined ? undefined : `expected no delivery, got ${String(got)}`
  if (typeof expected === 'object' && 'Error' in expected) {
    const { Code: code, Message: message } = expected.Error
    const same = got instanceof AwsError && got.code === code && fits(message, got.message)
    return same ? undefined : `expected ${code}: ${message}, got ${String(got)}`
  }
  if (!Array.isArray(expected)) return 'the case names no outcome'
  if (typeof got !== 'string') return `expected a delivery, got ${String(got)}`
  // A recorded string is the message's own text; anything else is what its JSON says.
  const wrong = expected.find((message) => !fits(message, typeof message === 'string' ? got : JSON.parse(got)))
  return wrong === undefined ? undefined : `expected ${JSON.stringify(wrong)}, got ${got}`
}

/** Equality, where `<…>` in a recorded text stands for anything and the word `date` for a time. */
function fits(expected: Json | undefined, got: Json | undefined): boolean {
  if (typeof expected === 'string') return typeof got === 'string' && masked(expected).test(got)
  if (typeof expected !== 'object' || expected === null || typeof got !== 'object' || got === null)
    return expected === got
  if (Array.isArray(expected) !== Array.isArray(got)) return false
  const [wanted, found] = [Object.entries(expected), new Map(Object.entries(got))]
  return wanted.length === found.size && wanted.every(([key, value]) => found.has(key) && fits(value, found.get(key)))
}

function masked(text: string): RegExp {
  const escaped = text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return new RegExp(`^${escaped.replace(/<[^>]*>/g, '.*').replace(/\bdate\b/g, '(?:date|[0-9TZ:.-]+)')}$`, 's')
}

if (import.meta.main) runFile('test/conformance/eventbridge-inputs.ts', judgeInputCase)
