/** The pages of docs/generated say what the declarations say. */
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import type { EntityDeclaration } from '../packages/core/src/entity.ts'
import { fieldRows } from '../tools/gen/field.ts'
import { finderForm, indexForms, keyForms } from '../tools/gen/key-form.ts'
import { type Machine, machineDiagram } from '../tools/gen/machine-diagram.ts'
import { table } from '../tools/gen/markdown.ts'
import { schemaFiles } from '../tools/gen/schema-file.ts'

describe('a table', () => {
  it('keeps its columns, whatever stands in a cell', () => {
    expect(table(['A', 'B'], [['x | y', 'two\nlines']])).toBe('| A | B |\n|---|---|\n| x \\| y | two lines |')
  })
})

describe('fields', () => {
  it('are told with their type, their bounds and whether they may be left out', () => {
    const schema = z.object({
      name: z.string().min(1).max(63),
      tier: z.int().min(1).max(4).optional(),
      state: z.enum(['on', 'off']).default('on'),
      waves: z.array(z.object({ weight: z.number().gt(0) })),
    })
    expect(fieldRows(schema)).toEqual([
      ['`name`', 'string', '', 'length ≥ 1, length ≤ 63'],
      ['`tier`', 'integer', 'optional', '≥ 1, ≤ 4'],
      ['`state`', '`on`, `off`', 'optional', 'default `"on"`'],
      ['`waves`', 'list of object', '', ''],
      ['`waves[].weight`', 'number', '', '> 0'],
    ])
  })
})

describe('keys', () => {
  const hash = (id: string): number => (id.charCodeAt(id.length - 1) + id.charCodeAt(id.length - 2)) % 4
  const entity: EntityDeclaration = {
    name: 'kettle',
    itemVersion: 1,
    schema: z.object({ id: z.string(), place: z.object({ room: z.string() }), hot: z.boolean(), boiledAtMs: z.int() }),
    keyFields: ['id'],
    key: ({ id, place }: { id: string; place: { room: string } }) => ({ pk: `room#${place.room}`, sk: `kettle#${id}` }),
    indexes: ({ id, hot, boiledAtMs }: { id: string; hot: boolean; boiledAtMs: number }) => ({
      gsi1: { pk: hot ? `hot#${hash(id)}` : `cold#${new Date(boiledAtMs).toISOString().slice(0, 10)}`, sk: id },
    }),
  }

  it('show the fields they are made of, and every form they can take', () => {
    expect(keyForms(entity)).toEqual(['room#{place.room} · kettle#{id}'])
    expect(indexForms(entity, 'gsi1')).toEqual(['hot#{shard} · {id}', 'cold#{day} · {id}'])
    expect(indexForms(entity, 'gsi2')).toEqual([])
  })

  it('of finders show their parameters', () => {
    expect(finderForm((room: string, number: number) => ({ pk: `room#${room}`, skPrefix: `n#${number}#` }))).toBe(
      'room#{room} · n#{number}#…',
    )
    expect(finderForm({ index: 'gsi1', pk: 'all' })).toBe('gsi1: all')
    expect(finderForm('all#active')).toBe('all#active')
  })

  it('are not looked for in what is no finder', () => {
    for (const other of [4, entity, async () => 'x', (ctx: unknown) => `${ctx}`, () => ({ sk: 'x' })])
      expect(finderForm(other)).toBeUndefined()
  })
})

describe('the diagram of a state machine', () => {
  it('has every way from state to state', () => {
    const machine: Machine = {
      StartAt: 'Try',
      States: {
        Try: { Type: 'Task', Next: 'Ask', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'GiveUp' }] },
        Ask: { Type: 'Choice', Choices: [{ Condition: '{% $a: 1 %}', Next: 'Each' }], Default: 'GiveUp' },
        Each: {
          Type: 'Map',
          ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Pass', End: true } } },
          End: true,
        },
        GiveUp: { Type: 'Fail' },
      },
    }
    expect(machineDiagram(machine)).toEqual([
      'stateDiagram-v2',
      '  [*] --> Try',
      '  Try --> Ask',
      '  Try --> GiveUp: States.ALL',
      '  Ask --> Each: $a, 1',
      '  Ask --> GiveUp: otherwise',
      '  state Each {',
      '    [*] --> One',
      '    One --> [*]',
      '  }',
      '  Each --> [*]',
      '  GiveUp --> [*]: fails',
    ])
  })
})

describe('the schemas of files', () => {
  it('let everything out that has a default, and name what must be there', () => {
    const document = JSON.parse(new Map(schemaFiles()).get('schema/pipeline.json') ?? '{}')
    expect(document.required).toEqual(['apiVersion', 'kind', 'metadata', 'spec'])
    const { spec } = document.properties
    expect(spec.required).toEqual(['service', 'source', 'metrics'])
    const [listed, named] = spec.properties.waves.anyOf
    expect(listed).toMatchObject({ type: 'array', minItems: 1, maxItems: 20 })
    expect(named.enum).toContain('alpha-beta-gamma-production')
  })
})
