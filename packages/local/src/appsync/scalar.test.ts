/** AWS's scalars, value by value. */
import { buildASTSchema, isScalarType, parse } from 'graphql'
import { expect, test } from 'vitest'
import { withBuiltins } from './builtin.ts'
import { equipScalars } from './scalar.ts'

const schema = equipScalars(buildASTSchema(withBuiltins(parse('type Query { a: Int }'))))

function accepts(name: string, value: unknown): boolean {
  const type = schema.getType(name)
  if (!isScalarType(type)) throw new Error(`no scalar ${name}`)
  const tries = [() => type.parseValue(value), () => type.serialize(value)]
  const took = tries.map((attempt) => {
    try {
      attempt()
      return true
    } catch {
      return false
    }
  })
  expect(new Set(took).size, `${name} ${String(value)} differs between in and out`).toBe(1)
  return took[0] === true
}

test.each([
  ['AWSDate', ['1970-01-01', '1970-01-01Z', '1970-01-01-07:00', '1970-01-01+05:30', '2024-02-29']],
  ['AWSTime', ['12:30Z', '12:30:24-07:00', '12:30:24.500+05:30', '12:30:24.500', '00:00']],
  ['AWSDateTime', ['1970-01-01T12:00Z', '1970-01-01T12:30:24-07:00', '1970-01-01T12:30:24.500+05:30:12']],
  ['AWSTimestamp', [0, -1, 1_700_000_000]],
  ['AWSEmail', ['ann@example.com', 'a.b+c@x-y.org', 'root@localhost']],
  ['AWSURL', ['https://example.com/a?b=c', 'mailto:ann@example.com', 'http://example.com:80/']],
  ['AWSPhone', ['+44 20 7946 0000', '415-234-5678', '+1 (206) 555-0100']],
  ['AWSIPAddress', ['127.0.0.1', '10.0.0.0/8', '1a2b:3c4b::1234:4567', '::1/128']],
])('%s takes what AWS documents', (name, values) => {
  expect(values.filter((value) => !accepts(name, value))).toEqual([])
})

test.each([
  ['AWSDate', ['1970-1-1', '2023-02-29', '1970-13-01', '70-01-01', 'today', 0, null]],
  ['AWSTime', ['24:00', '12:60', '12', '12:30:24.', 'noon']],
  [
    'AWSDateTime',
    ['1970-01-01T12:00', '1970-01-01', '1970-02-30T12:00Z', '1970-01-01 12:00Z', '1970-01-01T12:00+25:00'],
  ],
  ['AWSTimestamp', [1.5, '1700000000', Number.NaN]],
  ['AWSEmail', ['ann', 'ann@', '@example.com', 'a b@example.com', 'a@b@c']],
  ['AWSURL', ['example.com', '/path', 'https://example.com/a//b', 'https://']],
  ['AWSPhone', ['12', '+0 123 456 7890', '123 456 7890', 'call me', '+1234567890123456']],
  ['AWSIPAddress', ['256.0.0.1', '127.0.0.1/33', '[::1]', '::1/129', 'fe80::1%eth0', '1.2.3']],
])('%s refuses what it is not', (name, values) => {
  expect(values.filter((value) => accepts(name, value))).toEqual([])
})

test('AWSJSON is text in and out, and a value between', () => {
  const json = schema.getType('AWSJSON')
  if (!isScalarType(json)) throw new Error('no AWSJSON')
  expect(json.parseValue('{"a":1}')).toEqual({ a: 1 })
  expect(() => json.parseValue({ a: 1 })).toThrow()
  expect(() => json.parseValue('unquoted')).toThrow()
  expect(json.serialize({ a: 1 })).toBe('{"a":1}')
  expect(json.serialize('{"a":1}')).toBe('{"a":1}')
  expect(() => json.serialize('unquoted')).toThrow()
})
