/** The exhaustive search over the release machine, with bounds small enough for every run; `npm run search:release` has the large ones. */
import { expect, test } from 'vitest'
import { search } from './explore.ts'
import { type Rules, rules } from './rules.ts'

const small = { releases: 2, kills: 1, duplicates: 0, wants: 1 }

test('every state of two releases with a kill after any side effect and a person who wants one back holds what must hold', () => {
  const { states, whole, found } = search(rules, small)
  expect(found).toBeUndefined()
  expect(whole).toBe(true)
  expect(states).toBeGreaterThan(50_000)
}, 60_000)

test('every state of one release that is killed twice, with events late and twice and the edges of a freeze, holds it too', () => {
  const { states, whole, found } = search(rules, { releases: 1, kills: 2, duplicates: 2, wants: 2 })
  expect(found).toBeUndefined()
  expect(whole).toBe(true)
  expect(states).toBeGreaterThan(20_000)
}, 60_000)

const broken: readonly [string, Partial<Rules>, RegExp][] = [
  [
    'lets a release in though the target is held',
    { decideAdmission: () => ({ kind: 'admit' }) },
    /hold the target|lock names/,
  ],
  [
    'lets the next release in before the target is free',
    { decideNext: (_lock, waiting) => (waiting?.state === 'queued' ? 'admit' : 'nobody') },
    /hold the target|lock names/,
  ],
  [
    'believes that a promoted version has gone back',
    { decideTraffic: () => ({ kind: 'done' }) },
    /was taken back|for ever/,
  ],
  [
    'lets a waiting release start without the target',
    { transitions: { ...rules.transitions, queued: ['superseded'] } },
    /for ever|lock names/,
  ],
  [
    'completes a release that is not all of the traffic',
    { decidePromotion: () => 'done', decideCompletion: () => 'do' },
    /for ever|completed, and|lock names/,
  ],
]

test.each(broken)(
  'finds the mistake of a Houston that %s',
  (_, mistake, sentence) => {
    const { found } = search({ ...rules, ...mistake } as Rules, small, 400_000)
    expect(found?.sentence).toMatch(sentence)
    // The way there can be read: from the first build to the mistake.
    expect(found?.trace[0]).toBe('release 0 arrives')
  },
  60_000,
)
