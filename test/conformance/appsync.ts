/** Holds schema merging and subscription filters to their cases: `node test/conformance/appsync.ts FILE.jsonl`, either format. */
import { type FilterCase, judgeFilterCase } from './appsync-filter.ts'
import { judgeMergeCase, type MergeCase } from './appsync-merge.ts'
import { type CaseResult, runFile } from './eventbridge-file.ts'

export type AppSyncCase = MergeCase | FilterCase

/** A row with a function's name is of the filters, one with sources is of the merge; anything else is no case. */
export function judgeAppSyncCase(row: AppSyncCase): CaseResult {
  let problem: string | undefined
  try {
    if ('fn' in row) problem = judgeFilterCase(row)
    else if ('sources' in row) problem = judgeMergeCase(row)
    else problem = 'the row is of neither format'
  } catch (error) {
    problem = `threw ${error instanceof Error ? error.stack : String(error)}`
  }
  return { name: row.id, problem }
}

if (import.meta.main) runFile('test/conformance/appsync.ts', judgeAppSyncCase)
