import type { JsonObject } from '@houston/core/json.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileInput, type TargetInput } from './target-input.ts'

const context = { ruleArn: 'arn:rule', ruleName: 'r', ingestionTime: '2026-01-02T03:04:05Z' }
const event: JsonObject = {
  id: 'e',
  'detail-type': 't',
  detail: { text: 'say "hi"\\', list: [{ n: 1 }], nothing: null },
}
const render = (input: TargetInput): unknown => compileInput('x', input)(event, context)
const template = (text: string, paths: Record<string, string> = {}): unknown =>
  render({ kind: 'transformer', paths, template: text })

test('reads names, quoted names and indexes in a path', () => {
  expect(render({ kind: 'path', path: "$.detail.list[0]['n']" })).toEqual({ kind: 'rendered', payload: 1 })
  expect(render({ kind: 'path', path: '$' })).toEqual({ kind: 'rendered', payload: event })
  expect(render({ kind: 'path', path: '$.detail.toString' })).toEqual({ kind: 'rendered', payload: null })
})

test('refuses paths that AWS does not take', () => {
  for (const path of ['detail', '$.', '$..a', '$.a[*]', '$.*', '$.a[-1]', '$.a b'])
    expect(() => render({ kind: 'path', path }), path).toThrow('InputPath for target x is invalid.')
})

test('a text with quotes stays one JSON string wherever the template puts it', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const input: TargetInput = { kind: 'transformer', paths: { t: '$.t' }, template: '{"in":"a <t> b","out":<t>}' }
      const payload = { in: `a ${text} b`, out: text }
      expect(compileInput('x', input)({ t: text }, context)).toEqual({ kind: 'rendered', payload })
    }),
  )
})

test('an object shown in a string template loses its quotes and stays valid whatever it holds', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string()), (object) => {
      const input: TargetInput = { kind: 'transformer', paths: { o: '$.o' }, template: '"got <o>"' }
      expect(compileInput('x', input)({ o: object }, context).kind).toBe('rendered')
    }),
  )
  expect(template('"<l>"', { l: '$.detail.list' })).toEqual({ kind: 'rendered', payload: '[{n:1}]' })
})

test('an object inside a JSON string makes the payload invalid, not wrong', () => {
  expect(template('{"a":"<d>"}', { d: '$.detail' })).toMatchObject({ kind: 'invalid-json' })
})

test('a missing value is an empty string, a null stays null', () => {
  const payload = { a: '', b: null }
  expect(template('{"a":<a>,"b":<b>}', { a: '$.nowhere', b: '$.detail.nothing' })).toEqual({
    kind: 'rendered',
    payload,
  })
})

test('refuses a constant that is no JSON before any event comes', () => {
  expect(() => render({ kind: 'constant', json: '{' })).toThrow('JSON syntax error')
})

test('a name of a built-in is no placeholder', () => {
  expect(() => template('<constructor>')).toThrow('contains invalid placeholder constructor.')
})
