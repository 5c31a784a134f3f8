/** docs/gates.md says what the code says, and its examples are read. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import * as z from 'zod'
import {
  calendarDocumentSchema,
  freezeDocumentSchema,
  gateCheckNames,
  gatePolicySchema,
  gateReasons,
  policyDocumentSchema,
} from './index.ts'

const page = readFileSync(new URL('../../../../docs/gates.md', import.meta.url), 'utf8')
const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => parseAllDocuments(text)[0]?.toJS())

describe('the page on gates', () => {
  it('has every check, and every reason with its meaning', () => {
    for (const name of gateCheckNames) expect(page).toContain(`\`${name}\``)
    for (const [reason, meaning] of Object.entries(gateReasons))
      expect(page).toContain(`| \`${reason}\` | ${meaning} |`)
  })

  it('shows a policy, a freeze and a calendar that are taken as they stand', () => {
    const [policy, freeze, calendar] = examples
    expect(policyDocumentSchema.safeParse(policy).error?.issues ?? []).toEqual([])
    expect(freezeDocumentSchema.safeParse(freeze).error?.issues ?? []).toEqual([])
    expect(calendarDocumentSchema.safeParse(calendar).error?.issues ?? []).toEqual([])
  })

  it.each([freezeDocumentSchema, calendarDocumentSchema, gatePolicySchema])(
    'has schemas that can be published',
    (schema) => {
      expect(z.toJSONSchema(schema, { io: 'input' })).toMatchObject({ type: 'object' })
    },
  )
})
