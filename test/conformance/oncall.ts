/**
 * Holds on-call to recorded cases: `node test/conformance/oncall.ts FILE.json`. Reads GoAlert's rotations, clock and schedule rules and
 * LinkedIn Oncall's schedules, told apart by what is in them.
 */
import { readFileSync } from 'node:fs'
import type { CaseResult } from './oncall/case.ts'
import { type ClockCase, clockFunctions, judgeClock } from './oncall/goalert-clock.ts'
import { judgeRotations, type RotationsFile } from './oncall/goalert-rotations.ts'
import { judgeRules, type RuleCase, ruleFunctions } from './oncall/goalert-rules.ts'
import { judgeLinkedin, type LinkedinCase } from './oncall/linkedin.ts'

interface CasesFile extends RotationsFile {
  readonly cases?: readonly { readonly fn?: string; readonly timezone?: string }[]
}

/** Reads and judges the file; throws where it is of none of the formats or holds no case. */
export function judgeFile(path: string): CaseResult[] {
  const file: CasesFile = JSON.parse(readFileSync(path, 'utf8'))
  const results = judgeCases(file)
  if (results.length === 0) throw new Error(`${path} holds no cases`)
  return results
}

export function judgeCases(file: CasesFile): CaseResult[] {
  const { cases = [] } = file
  const some = (known: readonly string[]): boolean => cases.some(({ fn }) => fn !== undefined && known.includes(fn))
  if (cases.length === 0) return judgeRotations(file)
  if (some(clockFunctions)) return judgeClock(cases as readonly ClockCase[])
  if (some(ruleFunctions)) return judgeRules(cases as readonly RuleCase[])
  if (cases.some(({ timezone }) => timezone !== undefined)) return judgeLinkedin(cases as readonly LinkedinCase[])
  throw new Error('the cases are of no format that is known')
}

function main(path: string | undefined): number {
  if (path === undefined) {
    console.error('usage: node test/conformance/oncall.ts FILE.json')
    return 2
  }
  try {
    const results = judgeFile(path)
    const failed = results.filter(({ problem }) => problem !== undefined)
    for (const { name, problem } of failed) console.log(`${name}: ${problem}`)
    console.log(`${results.length - failed.length} passed, ${failed.length} failed`)
    return failed.length === 0 ? 0 : 1
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    return 2
  }
}

if (import.meta.main) process.exitCode = main(process.argv[2])
