/** Families of adapters: what is there is made, what is not says what to do. */
import { describe, expect, it } from 'vitest'
import { adaptersNotCarried, chosen } from './adapters.ts'

const unknown = (known: readonly string[]): Error => new Error(`known: ${known.join(', ')}`)

describe('a family of adapters', () => {
  const adapters = { alb: () => 'made' }

  it('gives the one of that name', () => {
    expect(chosen(adapters, 'traffic', 'alb', unknown)()).toBe('made')
  })

  it.each(['ecs', 'toString', '__proto__'])('names those there are where there is no %s', (name) => {
    expect(() => chosen(adapters, 'traffic', name, unknown)).toThrow('known: alb')
  })

  it('says what to add where the function does not carry it', () => {
    expect(() => chosen(undefined, 'traffic', 'alb', unknown)).toThrow(adaptersNotCarried('traffic').message)
    expect(adaptersNotCarried('traffic').wayOut).toContain('infra/domain')
  })
})
