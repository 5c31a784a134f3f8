import { describe, expect, test } from 'vitest'
import { behaviourArguments, locationOf, parseLocation } from './behaviour.ts'

describe('parseLocation', () => {
  test('fills in the defaults and reads back what locationOf wrote', () => {
    const parsed = parseLocation(locationOf({ errorRate: 0.004 }))
    expect(parsed).toMatchObject({ kind: 'behaviour', behaviour: { errorRate: 0.004, latencyMs: 5, orderRate: 0.9 } })
    expect(parsed.kind === 'behaviour' && 'crashesAfterMs' in parsed.behaviour).toBe(false)
  })

  test('names every field at fault, unknown ones included', () => {
    expect(parseLocation('fleet:{"errorRate":1.1,"latencyMs":"5","errorrate":0}')).toEqual({
      kind: 'invalid',
      problems: [
        'errorrate is not a behaviour',
        'errorRate must be a number from 0 to 1',
        'latencyMs must be a number from 0 to 10000',
      ],
    })
  })

  test.each(['docker:x', 'fleet:[]', 'fleet:null', 'fleet:{'])('refuses %s', (location) => {
    expect(parseLocation(location).kind).toBe('invalid')
  })
})

test('behaviourArguments gives the flags of the service process', () => {
  const parsed = parseLocation('fleet:{"errorRate":0.5}')
  const flags = parsed.kind === 'behaviour' ? behaviourArguments(parsed.behaviour) : []
  expect(flags.slice(0, 2)).toEqual(['--error-rate', '0.5'])
  expect(flags).not.toContain('--crashes-after-ms')
})
