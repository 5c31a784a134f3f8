/** TestState answers as AWS's does, for every JSONata state recorded there. */
import { describe, expect, it } from 'vitest'
import { readRows } from './asl.ts'
import { type TestStateRow, testStateDifferences } from './asl-teststate.ts'

describe('TestState', () => {
  for (const row of readRows<TestStateRow>(new URL('asl-teststate.jsonl', import.meta.url).pathname))
    it.skipIf(row.queryLanguage === 'JSONPath')(row.name, async () => {
      expect(await testStateDifferences(row)).toEqual([])
    })
})
