/** Definitions are taken and refused as by AWS; whatever AWS ran is taken. */
import { validateDefinition } from '@houston/local/stepfunctions/validate.ts'
import { describe, expect, it } from 'vitest'
import { type Row, readRows } from './asl.ts'
import { type ValidationRow, validationDifferences } from './asl-validation.ts'

const file = (name: string) => new URL(name, import.meta.url).pathname

describe('state machine definitions', () => {
  for (const row of readRows<ValidationRow>(file('asl-validation.jsonl')))
    it(row.name, async () => expect(await validationDifferences(row)).toEqual([]))

  it('has no complaint about any definition that was executed', () => {
    for (const { name, definition } of readRows<Row>(file('asl.jsonl')))
      expect({ name, found: validateDefinition(JSON.stringify(definition)) }).toEqual({ name, found: [] })
  })
})
