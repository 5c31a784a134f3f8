/** Reads a file of cases, one JSON object a line, and reports how they went, the same way for every runner of EventBridge's cases. */
import { readFileSync } from 'node:fs'

/** `problem` is undefined where the case passes. */
export interface CaseResult {
  readonly name: string
  readonly problem: string | undefined
}

export function readCases<Case>(path: string): Case[] {
  const cases: Case[] = []
  for (const [index, line] of readText(path).split('\n').entries()) {
    if (line.trim() === '') continue
    try {
      cases.push(JSON.parse(line))
    } catch {
      throw new Error(`${path}:${index + 1} is not JSON`)
    }
  }
  if (cases.length === 0) throw new Error(`${path} holds no cases`)
  return cases
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Error(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

/** Runs the file named on the command line, prints the failing cases and the counts, and sets the exit code. */
export function runFile<Case>(command: string, judge: (testCase: Case) => CaseResult): void {
  const path = process.argv[2]
  if (path === undefined) {
    console.error(`usage: node ${command} FILE.jsonl`)
    process.exitCode = 2
    return
  }
  let cases: Case[]
  try {
    cases = readCases<Case>(path)
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 2
    return
  }
  const failed = cases.map(judge).filter(({ problem }) => problem !== undefined)
  for (const { name, problem } of failed) console.log(`${name}: ${problem}`)
  console.log(`${cases.length - failed.length} passed, ${failed.length} failed`)
  process.exitCode = failed.length === 0 ? 0 : 1
}
