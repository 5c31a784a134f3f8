import { describe, expect, it } from 'vitest'
import { lintItems, lintWhys, timelineGaps } from './lint.ts'

const answers = (...last: string[]) =>
  ['The checkout failed', 'The price was rounded twice', 'Two modules round', 'No test covers both', ...last].map(
    (answer, index) => ({ question: `Why ${index}?`, answer }),
  )
const rules = (...last: string[]) => lintWhys(answers(...last), ['ann', 'bo']).map(({ rule }) => rule)

describe('five whys', () => {
  it('that end at what the system lets happen are clean', () => {
    expect(rules('The pipeline does not ask for a test of both modules')).toEqual([])
  })

  it.each([
    'Human error',
    'The operator made a mistake: operator error',
    'He forgot to run it',
    'Somebody did not follow the runbook',
    "The engineer didn't check",
    'A typo',
    'It was overlooked',
    'They should have known',
  ])('do not end at a person: %s', (answer) => {
    expect(rules(answer)).toEqual(['ends-at-human-error'])
  })

  it('may pass a mistake on the way to what let it do harm', () => {
    expect(rules('A typo in the table', 'The table is not checked before it is loaded')).toEqual([])
  })

  it('name no person, as a word of its own; a short name is in too many words to look for', () => {
    expect(rules('Ann deployed it')).toEqual(['names-a-person'])
    expect(rules('The annual table, and the bo-row')).toEqual([])
  })

  it('are five, and go further each time', () => {
    expect(rules()).toEqual(['too-few-whys'])
    expect(rules('two modules round!')).toEqual(['repeats-itself'])
    expect(lintWhys([], []).map(({ rule }) => rule)).toEqual(['no-whys'])
  })
})

describe('action items', () => {
  it.each([
    [0, ['too-few-items']],
    [5, ['too-few-items']],
    [6, []],
    [8, []],
    [9, ['too-many-items']],
  ] as const)('%i of them', (count, expected) => {
    expect(lintItems(count).map(({ rule }) => rule)).toEqual(expected)
  })
})

describe('gaps of a timeline', () => {
  const fact = (minute: number) => ({ atMs: minute * 60_000, what: `fact ${minute}` })

  it('are longer than ten minutes, by when things happened', () => {
    const gaps = timelineGaps([fact(0), fact(21), fact(10)], 60 * 60_000)
    expect(gaps).toEqual([
      { fromMs: 600_000, toMs: 1_260_000, sentence: '11 minutes between “fact 10” and “fact 21”: what happened?' },
    ])
  })

  it('end with the restoration: the hour of watching is meant to be quiet', () => {
    expect(timelineGaps([fact(0), fact(5), fact(65)], 5 * 60_000)).toEqual([])
  })
})
