import { describe, expect, it } from 'vitest'
import { evaluateTemplate, type Scope } from './expression.ts'

const scope: Scope = {
  place: { state: 'S', index: 1 } as never,
  states: { input: {} },
  variables: { n: 3 },
  facts: {} as never,
}
const evaluate = (text: string) => evaluateTemplate(`{% ${text} %}`, 'Output', scope)

describe('an expression', () => {
  it('that never ends is stopped as a failure of its state, and the next one is not', async () => {
    await expect(evaluate('($f := function($x) { $f($x + 1) }; $f(1))')).rejects.toThrow(/takes more than 500000 steps/)
    expect(await evaluate('$sum([1..100]) + $n')).toBe(5_053)
  })

  it('that works hard gets what it needs', async () => {
    expect(await evaluate('$count($map([1..50000], function($x) { $x * 2 }))')).toBe(50_000)
  })
})
