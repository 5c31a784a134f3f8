import { expect, test } from 'vitest'
import { firstSelector } from './promql.ts'

test.each([
  ['sum(increase(a_total{x="1"}[$window]))', { name: 'a_total', selector: 'a_total{x="1"}' }],
  ['a{x="}"} / b{y="2"}', { name: 'a', selector: 'a{x="}"}' }],
  ["a {x='\\'}'}", { name: 'a', selector: "a {x='\\'}'}" }],
  ['sum(a_total)', undefined],
  ['a{x="1"', undefined],
  ['a{x="1}', undefined],
  ['{__name__="a"}', undefined],
])('the first selector of %s', (expression, expected) => {
  expect(firstSelector(expression)).toEqual(expected)
})
