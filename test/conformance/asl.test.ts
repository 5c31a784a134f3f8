/** Every recorded execution replays; the exceptions are the ones docs/local/stepfunctions.md lists. */
import { describe, expect, it } from 'vitest'
import { differences, type Row, readRows } from './asl.ts'

/** Features the embedded runtime refuses by name. */
const refused = new Map([
  ['TestBaseScenarios::test_map_item_reader_base_json_max_items_jsonata', "NotImplemented: a Map state's ItemReader"],
  [
    'TestBaseScenarios::test_map_item_batching_base_json_max_per_batch_jsonata',
    "NotImplemented: a Map state's ItemReader",
  ],
])

describe('state machine executions', () => {
  for (const row of readRows<Row>(new URL('asl.jsonl', import.meta.url).pathname))
    it(row.name, async () => {
      const refusal = refused.get(row.name)
      expect(await differences(row)).toEqual(refusal === undefined ? [] : [refusal])
    })
})
