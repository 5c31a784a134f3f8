/** Replays TestState requests recorded on AWS: `node test/conformance/asl-teststate.ts FILE.jsonl`. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import { seededRandom } from '@houston/core/random.ts'
import { AwsError, NotImplemented } from '@houston/local/aws-service.ts'
import { testState } from '@houston/local/stepfunctions/test-state.ts'
import { readRows } from './asl.ts'
import { matches } from './asl-compare.ts'

export interface TestStateRow {
  readonly name: string
  readonly queryLanguage: string
  readonly request: JsonObject & { definition?: Json }
  readonly response: JsonObject
}

const documents = ['definition', 'input', 'variables', 'context'] as const

/** The recorder parsed documents and left the role out. */
function requestOf({ name, request }: TestStateRow): Parameters<typeof testState>[0] {
  const given: JsonObject = name.includes('no_role_arn') ? {} : { roleArn: 'arn:aws:iam::111111111111:role/r' }
  for (const [key, value] of Object.entries(request))
    given[key] = documents.some((document) => document === key) ? JSON.stringify(value) : value
  if (typeof request.stateName === 'string') given.stateName = request.stateName
  return given as unknown as Parameters<typeof testState>[0]
}

/** The role and the way a whole output is shown depend on the recorder. */
function normalised(value: Json): Json {
  if (Array.isArray(value)) return value.map(normalised)
  if (value === null || typeof value !== 'object') return value
  const { RoleArn: _role, ...rest } = value
  return Object.fromEntries(Object.entries(rest).map(([key, entry]) => [key, normalised(entry)]))
}

function parsed(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value) as Json
  } catch {
    return value
  }
}

/** What differs from the recording; undefined where the row is none of ours. */
export async function testStateDifferences(row: TestStateRow): Promise<string[] | undefined> {
  if (row.queryLanguage === 'JSONPath') return undefined
  const { Error: error, exception_value: exception, output, ...rest } = row.response
  const facts = { nowMs: Date.UTC(2030, 0, 1), random: seededRandom(1) }
  try {
    const { output: had, ...answer } = await testState(requestOf(row), facts)
    const wanted = { ...rest, ...(output !== undefined && { output: parsed(output) ?? null }) }
    const got = JSON.parse(JSON.stringify({ ...answer, output: had })) as JsonObject
    return matches(normalised(wanted), normalised(got), true)
      ? []
      : [`expected ${JSON.stringify(wanted)} but had ${JSON.stringify(got)}`]
  } catch (caught) {
    if (caught instanceof NotImplemented) return [`NotImplemented: ${caught.feature}`]
    if (!(caught instanceof AwsError)) throw caught
    const message = (error as { Message?: string } | undefined)?.Message ?? exception
    const same = typeof message === 'string' && message.endsWith(caught.message)
    return same ? [] : [`expected ${JSON.stringify(row.response)} but was refused: ${caught.message}`]
  }
}

async function main(path: string): Promise<void> {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const row of readRows<TestStateRow>(path)) {
    const found = await testStateDifferences(row)
    if (found === undefined) counts.skipped++
    else if (found.length === 0) counts.passed++
    else {
      counts.failed++
      console.log(`${row.name}\n  ${found.join('\n  ')}`)
    }
  }
  if (counts.skipped > 0) console.log(`${counts.skipped} skipped: JSONPath`)
  console.log(`${counts.passed} passed, ${counts.failed} failed`)
  process.exitCode = counts.failed > 0 ? 1 : 0
}

if (import.meta.main) await main(process.argv[2] ?? 'test/conformance/asl-teststate.jsonl')
