/** Words after /houston: each verb as help shows it, and a sentence for everything else. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readWords, usages } from './words.ts'

describe('words after /houston', () => {
  it.each([
    ['', { kind: 'help' }],
    ['  HELP ', { kind: 'help' }],
    ['incidents', { kind: 'incidents' }],
    ['oncall shop', { kind: 'oncall', schedule: 'shop' }],
    [
      'declare checkout sev2 Cards are refused',
      { kind: 'declare', service: 'checkout', severity: 'SEV2', title: 'Cards are refused' },
    ],
    ['declare checkout Cards are refused', { kind: 'declare', service: 'checkout', title: 'Cards are refused' }],
    ['have', { kind: 'have' }],
    ['have inc_1', { kind: 'have', incidentId: 'inc_1' }],
    ['role commander <@U012AB3CD|ann>', { kind: 'role', role: 'commander', person: 'ann', why: 'said in chat' }],
    [
      'role inc_1 Technical-Lead @bo knows it best',
      { kind: 'role', incidentId: 'inc_1', role: 'technical-lead', person: 'bo', why: 'knows it best' },
    ],
    ['decide roll it back', { kind: 'decide', text: 'roll it back' }],
    ['note inc_1 seen at one shop', { kind: 'note', incidentId: 'inc_1', text: 'seen at one shop' }],
    ['severity SEV1 half of all orders', { kind: 'severity', severity: 'SEV1', why: 'half of all orders' }],
    ['resolve errors are gone', { kind: 'resolve', why: 'errors are gone' }],
    ['clear an hour of quiet', { kind: 'clear', why: 'an hour of quiet' }],
  ])('reads %j', (text, request) => {
    expect(readWords(text)).toEqual(request)
  })

  it.each([
    ['note', 'note'],
    ['note inc_1', 'note'],
    ['severity SEV9 because', 'severity'],
    ['severity SEV1', 'severity'],
    ['role captain ann', 'role'],
    ['role commander', 'role'],
    ['declare checkout', 'declare'],
    ['declare checkout SEV2', 'declare'],
    ['resolve', 'resolve'],
  ] as const)('says what was expected instead of %j', (text, verb) => {
    expect(readWords(text)).toEqual({ kind: 'unreadable', sentence: `Expected \`/houston ${usages[verb]}\`.` })
  })

  it.each(['dance', 'constructor', '__proto__', 'toString now'])('knows no %s', (text) => {
    expect(readWords(text)).toMatchObject({ kind: 'unreadable', sentence: expect.stringContaining('/houston help') })
  })

  it('reads whatever is typed without a fall', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => typeof readWords(text).kind === 'string'))
  })
})
