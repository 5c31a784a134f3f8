import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { testContext } from '../../../test/harness/context.ts'
import { type Role, roles } from './actor.ts'
import { durationMsSchema } from './duration.ts'
import {
  declaredOperations,
  defineOperation,
  fieldPath,
  inputInvalid,
  operationDenied,
  parseInput,
} from './operation.ts'

const ran: unknown[] = []
const boil = defineOperation(
  {
    name: 'kettle.boil',
    summary: 'Boil water',
    input: z.object({ litres: z.number().positive(), waves: z.array(z.object({ weight: z.number() })).default([]) }),
    allowedTo: ['responder', 'admin'],
  },
  async (_, input) => {
    ran.push(input)
    return { boiled: input.litres }
  },
)
const as = (...held: Role[]) => testContext({ actor: { kind: 'person', id: 'ann', roles: held } })
const coded = (code: string) => expect.objectContaining({ code })

describe('an operation', () => {
  it('runs for every role it is open to, and for Houston itself', async () => {
    for (const role of ['responder', 'admin', 'system'] as const)
      expect(await boil(as('viewer', role), { litres: 2 })).toEqual({ boiled: 2 })
  })

  it('runs for nobody else, whatever other roles they hold', async () => {
    ran.length = 0
    const others = roles.filter((role) => !['responder', 'admin', 'system'].includes(role))
    await fc.assert(
      fc.asyncProperty(fc.subarray(others), async (held) => {
        await expect(boil(as(...held), { litres: 2 })).rejects.toEqual(coded('operation.denied'))
      }),
    )
    expect(ran).toEqual([])
  })

  it('tells a stranger who may, before it says anything about the input', async () => {
    const denied = await boil(as('viewer'), { litres: 'much' } as never).catch((error: unknown) => error)
    expect(operationDenied.is(denied) && denied.message).toBe(
      'person:ann may not kettle.boil: it needs one of responder, admin.',
    )
  })

  it('is given its input as the schema makes it', async () => {
    ran.length = 0
    await boil(as('admin'), { litres: 1, unknown: true } as never)
    expect(ran).toEqual([{ litres: 1, waves: [] }])
  })

  it('does not run on a wrong input, and lists every field at fault', async () => {
    ran.length = 0
    const input = { litres: -1, waves: [{ weight: 1 }, { weight: 'x' }, {}] } as never
    const error = await boil(as('admin'), input).catch((thrown: unknown) => thrown)
    if (!inputInvalid.is(error)) throw new Error('not refused')
    expect(error.fields.map(({ path }) => path)).toEqual(['litres', 'waves[1].weight', 'waves[2].weight'])
    expect(error.message).toMatch(/^kettle\.boil: litres: .+; waves\[1\]\.weight: .+; waves\[2\]\.weight: .+$/)
    expect(ran).toEqual([])
  })

  it('is declared once, with what documentation needs', () => {
    expect(() => defineOperation({ ...boil, name: 'kettle.boil' }, async () => 1)).toThrow('declared twice')
    expect(declaredOperations().map(({ name, summary, allowedTo }) => ({ name, summary, allowedTo }))).toEqual([
      { name: 'kettle.boil', summary: 'Boil water', allowedTo: ['responder', 'admin'] },
    ])
  })
})

describe('a field at fault', () => {
  const problems = (schema: z.ZodType, input: unknown) => {
    try {
      return parseInput('x.y', schema, input)
    } catch (error) {
      return inputInvalid.is(error) ? error.fields : error
    }
  }
  const gate = z.union([z.enum(['health', 'strict']), z.object({ metrics: z.array(z.object({ id: z.string() })) })])
  const pipeline = z.object({ soak: durationMsSchema, gate })

  it('is named as people write it', () => {
    expect(fieldPath(['waves', 2, 'weightPercent'])).toBe('waves[2].weightPercent')
    expect(fieldPath([0, 'a'])).toBe('[0].a')
    expect(fieldPath([])).toBe('')
  })

  it('is the whole input where that is no object', () => {
    expect(problems(pipeline, 'text')).toEqual([{ path: '', message: expect.stringContaining('expected object') }])
  })

  it('says what the fitting alternative lacks, not merely that none fits', () => {
    expect(problems(pipeline, { soak: 'soon', gate: { metrics: [{ id: 'a' }, {}] } })).toEqual([
      { path: 'soak', message: 'must be a duration such as 15m, 2h or 1h30m' },
      { path: 'gate.metrics[1].id', message: expect.stringContaining('expected string') },
    ])
    expect(problems(pipeline, { soak: '1h', gate: 'helth' })).toEqual([
      { path: 'gate', message: expect.stringContaining('"health"|"strict"') },
    ])
    expect(problems(pipeline, { soak: true, gate: 'health' })).toEqual([
      { path: 'soak', message: 'must be a duration such as 15m, 2h or 1h30m' },
    ])
  })
})
