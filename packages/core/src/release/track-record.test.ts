import { expect, it } from 'vitest'
import { testStartMs } from '../../../../test/harness/context.ts'
import { releaseItem } from '../../../../test/harness/release-item.ts'
import { seededRandom } from '../random.ts'
import { type ReleaseItem, releaseId } from './release.ts'
import { trackRecordOf } from './track-record.ts'

const random = seededRandom(1)
const release = (version: string, state: ReleaseItem['state'], more: Partial<ReleaseItem> = {}) =>
  releaseItem(releaseId.create(testStartMs, random), { version, state, ...more })
const here = { driver: 'router', address: 'http://127.0.0.1:1', stage: 'production', region: 'local' }
const now = { service: 'checkout', target: here, author: 'ann' }

it('a service’s track record counts each version once, as failed where it failed anywhere, and nothing that is under way', () => {
  const gamma = { target: { ...here, stage: 'gamma' } }
  const recent = [
    release('4', 'soaking'),
    release('3', 'rolled-back', { author: 'bob' }),
    release('3', 'completed', { ...gamma, author: 'bob' }),
    release('2', 'completed', { endedAtMs: testStartMs }),
    release('1', 'completed', { endedAtMs: testStartMs + 1 }),
    release('0', 'superseded'),
  ]
  expect(trackRecordOf(recent, now)).toMatchObject({
    live: { version: '1' },
    service: { releases: 3, failures: 1 },
    author: { releases: 2, failures: 0 },
  })
  expect(trackRecordOf(recent, { ...now, target: gamma.target }).live?.version).toBe('3')
  expect(trackRecordOf([], now)).toEqual({
    live: undefined,
    service: { releases: 0, failures: 0 },
    author: { releases: 0, failures: 0 },
  })
})
