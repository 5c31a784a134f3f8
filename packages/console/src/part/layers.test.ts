import { expect, it } from 'vitest'
import { placesOf } from './layers.ts'

const node = (name: string, ...dependsOn: string[]) => ({ name, dependsOn })

it('puts callers to the left of what they need, by the longest way', () => {
  const places = placesOf([node('shop', 'checkout', 'stock'), node('checkout', 'stock'), node('stock')])
  expect(['shop', 'checkout', 'stock'].map((name) => places.get(name)?.layer)).toEqual([0, 1, 2])
})

it('gives each of a layer a row of its own, near to its callers', () => {
  const places = placesOf([node('a', 'd'), node('b', 'c'), node('c'), node('d')])
  expect([places.get('a')?.row, places.get('b')?.row]).toEqual([0, 1])
  expect([places.get('d')?.row, places.get('c')?.row]).toEqual([0, 1])
})

it('ends on services that need each other, and leaves out what the catalog does not know', () => {
  const places = placesOf([node('a', 'b'), node('b', 'a', 'gone')])
  expect([...places.keys()].sort()).toEqual(['a', 'b'])
})
