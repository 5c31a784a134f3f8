import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { declaredEvents, defineEvent, eventId } from './event.ts'

const kettleBoiled = defineEvent('kettle.boiled', 2, 'Water is hot.', { litres: z.number() })
const detail = {
  id: eventId.derive(1_700_000_000_000, 'kettle', 'k1', '3'),
  type: 'kettle.boiled',
  version: 2,
  time: '2023-11-14T22:13:20.000Z',
  actor: 'system:Test',
  correlationId: 'cor_1',
  aggregate: { noun: 'kettle', id: 'k1', sequence: 3 },
  data: { litres: 1.5 },
}

describe('an event declaration', () => {
  it('gives the bus its source and detail-type', () => {
    expect(kettleBoiled).toMatchObject({ name: 'kettle.boiled', noun: 'kettle', source: 'houston.kettle', version: 2 })
  })

  it('reads its own events', () => {
    expect(kettleBoiled.parse(detail)).toEqual(detail)
    expect(kettleBoiled.parse({ ...detail, causationId: 'evt_0' }).causationId).toBe('evt_0')
  })

  it.each([
    ['of another type', { type: 'kettle.cooled' }],
    ['of an older version', { version: 1 }],
    ['of a newer version', { version: 3 }],
    ['with other data', { data: { litres: '1.5' } }],
    ['without data', { data: undefined }],
    ['without a correlation id', { correlationId: undefined }],
    ['with a time that is none', { time: 'yesterday' }],
    ['with a sequence before the first', { aggregate: { noun: 'kettle', id: 'k1', sequence: 0 } }],
  ])('refuses one %s', (_, change) => {
    expect(() => kettleBoiled.parse({ ...detail, ...change })).toThrow(z.ZodError)
  })

  it('is made once', () => {
    expect(() => defineEvent('kettle.boiled', 3, 'Again.', {})).toThrow('declared twice')
    expect(declaredEvents().map(({ name }) => name)).toEqual(['kettle.boiled'])
  })
})
