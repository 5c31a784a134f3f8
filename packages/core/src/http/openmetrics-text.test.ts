import { describe, expect, test } from 'vitest'
import { type Dialect, parsePage } from './openmetrics-text.ts'

function samples(text: string, dialect: Dialect = 'prometheus') {
  const parsed = parsePage(text, dialect)
  if (parsed.kind !== 'page') throw new Error(JSON.stringify(parsed))
  return parsed.page.samples.map(({ labels, ...sample }) => ({ ...sample, labels: { ...labels } }))
}

describe('parsePage', () => {
  test('reads names, labels, values and milliseconds of the older format', () => {
    expect(samples('up 1\nreq_total{ a="1", b = "x" , } 2.5e3 1395066363000\n\n# comment\n')).toEqual([
      { name: 'up', labels: {}, value: 1 },
      { name: 'req_total', labels: { a: '1', b: 'x' }, value: 2_500, timestampMs: 1_395_066_363_000 },
    ])
  })

  test('reads seconds and exemplars of OpenMetrics', () => {
    const line = 'foo_bucket{le="10.0"} 17 1520879607.789 # {trace_id="a # b"} 9.8 1520879607.789'
    expect(samples(`${line}\n# EOF\n`, 'openmetrics')).toEqual([
      { name: 'foo_bucket', labels: { le: '10.0' }, value: 17, timestampMs: 1_520_879_607_789 },
    ])
  })

  test('undoes the three escapes and keeps a # or } inside a value', () => {
    expect(samples('m{a="\\"\\\\\\n#}"} 1')).toEqual([{ name: 'm', labels: { a: '"\\\n#}' }, value: 1 }])
  })

  test.each([
    ['NaN', Number.NaN],
    ['+Inf', Number.POSITIVE_INFINITY],
    ['-inf', Number.NEGATIVE_INFINITY],
    ['.5', 0.5],
    ['1.', 1],
  ])('reads the number %s', (text, value) => {
    expect(samples(`m ${text}`)[0]?.value).toBe(value)
  })

  test('keeps declared types, and takes lines ended by CR LF', () => {
    const parsed = parsePage('# TYPE m counter\r\nm_total 1\r\n', 'prometheus')
    expect(parsed.kind === 'page' && parsed.page.types.get('m')).toBe('counter')
  })

  test('an OpenMetrics page without its end is truncated, whatever it holds', () => {
    expect(parsePage('m_total 1\n', 'openmetrics').kind).toBe('truncated')
    expect(parsePage('', 'openmetrics').kind).toBe('truncated')
    expect(parsePage('# EOF\nm_total 1\n', 'openmetrics').kind).toBe('malformed')
  })

  test.each([
    'm',
    'm x',
    'm 0x10',
    'm 1 2 3',
    'm{a="b} 1',
    'm{a="b" c="d"} 1',
    'm{a="1",a="2"} 1',
    'm{,} 1',
    '{} 1',
    'm 1 # x',
    '<html>',
  ])('does not believe a page with the line %s', (line) => {
    expect(parsePage(`ok_total 1\n${line}\n`, 'prometheus')).toMatchObject({ kind: 'malformed' })
  })

  test('a label called __proto__ is a label', () => {
    const parsed = parsePage('m{__proto__="x"} 1', 'prometheus')
    expect(parsed.kind === 'page' && Object.keys(parsed.page.samples[0]?.labels ?? {})).toEqual(['__proto__'])
  })
})
