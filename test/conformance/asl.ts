/** Replays recorded executions through the interpreter: `node test/conformance/asl.ts FILE.jsonl`. */
import { readFileSync } from 'node:fs'
import type { Json } from '@houston/core/json.ts'
import { NotImplemented } from '@houston/local/aws-service.ts'
import type { Definition } from '@houston/local/stepfunctions/definition.ts'
import { historyDifference, matches, matchesCause, type RecordedEvent, recordedForm } from './asl-compare.ts'
import { type Mock, type TokenSignal, World } from './asl-world.ts'

export interface Row {
  readonly name: string
  readonly definition: Definition
  readonly input?: Json
  readonly tasks?: Readonly<Record<string, readonly Mock[]>>
  readonly signals?: readonly TokenSignal[]
  readonly children?: Readonly<Record<string, Definition>>
  readonly expected: {
    readonly status: string
    readonly output?: Json
    readonly error?: string | null
    readonly cause?: Json
    readonly retryDelays?: Readonly<Record<string, readonly number[]>>
    readonly attempts?: Readonly<Record<string, number>>
    readonly payloads?: Readonly<Record<string, readonly Json[]>>
    readonly elapsedSeconds?: number
  }
  readonly history?: readonly RecordedEvent[]
  readonly historyOrdered?: boolean
  readonly placeholders?: boolean
  readonly authority?: string
}

export const readRows = <T>(path: string): T[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T)

/** What differs from the recording, empty where nothing does. */
export async function differences(row: Row): Promise<string[]> {
  const world = new World({
    definition: row.definition,
    input: row.input ?? {},
    tasks: row.tasks ?? {},
    signals: row.signals ?? [],
    children: row.children ?? {},
  })
  try {
    const { execution, history } = await world.run()
    return compare(row, world, execution, history.map(recordedForm))
  } catch (error) {
    if (error instanceof NotImplemented) return [`NotImplemented: ${error.feature}`]
    return [error instanceof Error ? `${error.name}: ${error.message}` : String(error)]
  }
}

type Outcome = Awaited<ReturnType<World['run']>>['execution']

function compare(row: Row, world: World, execution: Outcome, history: RecordedEvent[]): string[] {
  const { expected } = row
  const masked = row.placeholders === true
  const found: string[] = []
  const check = (what: string, same: boolean, wanted: unknown, had: unknown) => {
    if (!same) found.push(`${what}: expected ${JSON.stringify(wanted)} but had ${JSON.stringify(had)}`)
  }
  check('status', expected.status === execution.status, expected.status, execution.status)
  // A derived case states what it is about; a recording is the whole truth.
  const whole = row.authority === 'aws-recorded'
  const has = (key: 'output' | 'error' | 'cause') => whole || key in expected
  const error = execution.error ?? undefined
  if (has('output'))
    check('output', matches(expected.output, execution.output, masked), expected.output, execution.output)
  if (has('error')) check('error', matches(expected.error ?? undefined, error, masked), expected.error, error)
  if (has('cause'))
    check('cause', matchesCause(expected.cause ?? undefined, execution.cause, masked), expected.cause, execution.cause)
  compareCalls(row, world, check)
  if (row.history !== undefined) {
    // Recorders mask ARNs in histories even where nothing else is masked.
    const tagged = masked || /<[\w-]+>/.test(JSON.stringify(row.history))
    const difference = historyDifference(row.history, history, {
      ordered: row.historyOrdered !== false,
      masked: tagged,
    })
    if (difference !== undefined) found.push(`history ${difference}`)
  }
  return found
}

type Check = (what: string, same: boolean, wanted: unknown, had: unknown) => void

function compareCalls({ expected }: Row, world: World, check: Check): void {
  for (const [state, wanted] of Object.entries(expected.retryDelays ?? {})) {
    const had = world.retryDelaysSec[state] ?? []
    check(`retryDelays of ${state}`, JSON.stringify(wanted) === JSON.stringify(had), wanted, had)
  }
  for (const [state, wanted] of Object.entries(expected.attempts ?? {})) {
    const had = world.attempts[state] ?? 0
    check(`attempts of ${state}`, wanted === had, wanted, had)
  }
  for (const [state, wanted] of Object.entries(expected.payloads ?? {})) {
    const had = world.payloads[state] ?? []
    check(`payloads of ${state}`, matches([...wanted], had, false), wanted, had)
  }
  if (expected.elapsedSeconds !== undefined) {
    const had = (world.nowMs - world.startMs) / 1000
    check('elapsedSeconds', expected.elapsedSeconds === had, expected.elapsedSeconds, had)
  }
}

export async function main(path: string, judge: (row: never) => Promise<string[]>): Promise<void> {
  let failed = 0
  const rows = readRows<{ name: string }>(path)
  for (const row of rows) {
    const found = await judge(row as never)
    if (found.length === 0) continue
    failed++
    console.log(`${row.name}\n  ${found.join('\n  ')}`)
  }
  console.log(`${rows.length - failed} passed, ${failed} failed`)
  process.exitCode = failed > 0 ? 1 : 0
}

if (import.meta.main) await main(process.argv[2] ?? 'test/conformance/asl.jsonl', differences)
