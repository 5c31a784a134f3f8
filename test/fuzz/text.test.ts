/** Texts that people, providers and metrics sources write: parsed or refused by name, in time, whatever they hold. */
import { decodeCursor } from '@houston/core/cursor.ts'
import { parseDurationMs } from '@houston/core/duration.ts'
import { parsePage } from '@houston/core/http/openmetrics-text.ts'
import { parseAnswer } from '@houston/core/http/prometheus-answer.ts'
import { firstSelector } from '@houston/core/http/promql.ts'
import { parseSelector } from '@houston/core/http/selector.ts'
import { linearRegex } from '@houston/core/linear-regex.ts'
import { parseManifest } from '@houston/core/manifest'
import { parseMatchers, parseTimeInterval } from '@houston/core/silence'
import { AwsError } from '@houston/local/aws-service.ts'
import { testEventPattern } from '@houston/local/eventbridge/match.ts'
import { describe, it } from 'vitest'
import { hold } from './held.ts'
import { nastyText, nastyValue } from './hostile.ts'

const yamlPieces = [
  ...['apiVersion: houston.dev/v1\n', 'kind: Pipeline\n', 'kind: Component\n', 'metadata:\n', '  name: a\n', 'spec:\n'],
  ...[
    '&a ',
    '*a',
    '<<: *a\n',
    '- ',
    '? ',
    '| \n',
    '> \n',
    '---\n',
    '!!js/function ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '\t',
    '  ',
  ],
  ...[
    'a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c]\n',
    '__proto__: {polluted: true}\n',
  ],
]
const metricPieces = [
  ...[
    '# TYPE a counter\n',
    '# HELP a ',
    'a_total',
    '{',
    '}',
    'b="c"',
    ',',
    '\\"',
    ' 1',
    ' NaN',
    ' +Inf',
    ' 1e999',
    '\n',
    '# EOF\n',
    ' # {x="y"} 1\n',
  ],
]
const selectorPieces = [
  'sum(',
  'rate(',
  'a',
  '{',
  '}',
  'b="c"',
  '=~',
  '!~',
  '!=',
  ',',
  '[5m]',
  ')',
  '"',
  '\\',
  '`',
  '#',
  '\n',
  '(.+)+$',
]
const regexPieces = [
  '(',
  ')',
  '*',
  '+',
  '?',
  '{1,1000}',
  '[a-z',
  ']',
  '|',
  '^',
  '$',
  '\\',
  '.',
  '(?=',
  '(?<a>',
  '\\1',
  'a',
  '\\p{L}',
  '(a+)+$',
]
const patternPieces = [
  ...[
    '{',
    '}',
    '[',
    ']',
    '"a"',
    ':',
    ',',
    '"prefix"',
    '"numeric"',
    '">"',
    '"wildcard"',
    '"*a*b*"',
    '"anything-but"',
    '"$or"',
    '1',
    'null',
  ],
]
const answerPieces = [
  '{"status":"success","data":',
  '{"resultType":"vector","result":[',
  '{"metric":{},"value":[1,"1"]}',
  ']}',
  '}',
  '"',
  ',',
  '1e999',
]

describe('texts', { timeout: 120_000 }, () => {
  it('of a houston folder', () => {
    hold({ input: nastyText(yamlPieces), parse: (text) => parseManifest([{ file: 'a.yaml', text }]), runs: 100 })
  })
  it('of a metrics page, in either dialect', () => {
    hold({ input: nastyText(metricPieces), parse: (text) => parsePage(text, 'openmetrics') })
    hold({ input: nastyText(metricPieces), parse: (text) => parsePage(text, 'prometheus') })
  })
  it('of Prometheus, as queries and as answers', () => {
    hold({ input: nastyText(selectorPieces), parse: firstSelector })
    hold({ input: nastyText(selectorPieces), parse: parseSelector })
    hold({ input: nastyText(answerPieces), parse: (text) => parseAnswer(200, text) })
  })
  it('of matchers and times', () => {
    hold({ input: nastyText(selectorPieces), parse: (text) => parseMatchers(text) })
    hold({ input: nastyText(selectorPieces), parse: (text) => parseMatchers(text, 'classic') })
    hold({ input: nastyValue, parse: parseTimeInterval })
    hold({ input: nastyText(['1', 'h', 'm', 's', 'ms', 'd', ' ', '-', '.', '9'.repeat(400)]), parse: parseDurationMs })
  })
  it('of patterns: regular expressions that are compiled also run in time', () => {
    const parse = (pattern: string): void => {
      const compiled = linearRegex(pattern)
      if (compiled.kind === 'regex') compiled.test(`${'a'.repeat(5_000)}!`)
    }
    hold({ input: nastyText(regexPieces), parse })
  })
  it('of event patterns', () => {
    const event = '{"source":"a","detail":{"b":[1,"c"]}}'
    hold({
      input: nastyText(patternPieces),
      parse: (pattern) => testEventPattern(pattern, event),
      refusals: [AwsError],
    })
    hold({
      input: nastyText(patternPieces),
      parse: (text) => testEventPattern('{"a":["b"]}', text),
      refusals: [AwsError],
    })
  })
  it('of cursors', () => {
    hold({ input: nastyText(['eyJ', 'a', '=', '-', '_', 'e30', 'bnVsbA']), parse: decodeCursor })
  })
})
