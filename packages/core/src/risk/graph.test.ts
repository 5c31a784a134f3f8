/** Walks over the dependency graph. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callersOf, dependenciesOf, type GraphService, makeGraph } from './graph.ts'

const service = (name: string, ...dependsOn: string[]): GraphService => ({ name, tier: 3, dependsOn })
const names = (reach: { reached: readonly { name: string; depth: number }[] }): string[] =>
  reach.reached.map(({ name, depth }) => `${name}@${depth}`)

describe('the graph', () => {
  const graph = makeGraph([
    service('web', 'shop', 'search'),
    service('app', 'shop'),
    service('shop', 'payments', 'bank'),
    service('payments', 'ledger'),
    service('ledger', 'payments'),
    service('search'),
  ])

  it('finds callers of callers, nearest first, and stops at cycles', () => {
    expect(names(callersOf(graph, 'payments'))).toEqual(['ledger@1', 'shop@1', 'app@2', 'web@2'])
    expect(names(callersOf(graph, 'web'))).toEqual([])
  })

  it('finds dependencies, also undeclared ones, down to a depth', () => {
    expect(names(dependenciesOf(graph, 'web'))).toEqual(['search@1', 'shop@1', 'bank@2', 'payments@2', 'ledger@3'])
    expect(names(dependenciesOf(graph, 'web', 1))).toEqual(['search@1', 'shop@1'])
  })

  it('knows nothing of a service that nobody declared and nobody calls', () => {
    expect(names(callersOf(graph, 'elsewhere'))).toEqual([])
  })

  it('says so where it is cut', () => {
    const star = makeGraph(Array.from({ length: 10 }, (_, index) => service(`s${index}`, 'hub')))
    expect(callersOf(star, 'hub', 10)).toMatchObject({ complete: true })
    expect(callersOf(star, 'hub', 9)).toMatchObject({ complete: false })
  })

  it('reaches each service once, and each caller is one whose dependencies lead back', () => {
    const ids = fc.integer({ min: 0, max: 9 })
    const edges = fc.array(fc.tuple(ids, ids), { maxLength: 30 })
    fc.assert(
      fc.property(edges, (pairs) => {
        const all = Array.from({ length: 10 }, (_, id) =>
          service(`s${id}`, ...pairs.filter(([from]) => from === id).map(([, to]) => `s${to}`)),
        )
        const any = makeGraph(all)
        const callers = callersOf(any, 's0').reached.map(({ name }) => name)
        expect(new Set(callers).size).toBe(callers.length)
        for (const { name } of all.slice(1)) {
          const leads = dependenciesOf(any, name).reached.some((reached) => reached.name === 's0')
          expect(callers.includes(name)).toBe(leads)
        }
      }),
    )
  })
})
