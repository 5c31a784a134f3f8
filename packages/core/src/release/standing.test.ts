/** What is known of a target's versions. */
import { describe, expect, it } from 'vitest'
import { limits } from '../limits.ts'
import { completed, standingOf, type TargetHistory, takenBack, tookAllTraffic, vouched } from './standing.ts'

const empty: TargetHistory = { revision: 0, target: 'checkout.production.local', versions: [] }

describe('the standing of a version', () => {
  it('is healthy once it took all traffic or completed, and not once it was taken back', () => {
    const met = tookAllTraffic(empty, 'v1', 1)
    expect([met.serving, standingOf(met, 'v1').kind, standingOf(met, 'v2').kind]).toEqual([
      'v1',
      'healthy',
      'not-healthy',
    ])
    const done = completed(met, { version: 'v2' }, 2)
    expect([done.serving, standingOf(done, 'v2').kind]).toEqual(['v2', 'healthy'])
    const back = takenBack(done, { version: 'v2', stableVersion: 'v1' }, 3)
    expect(back.serving).toBe('v1')
    expect(standingOf(back, 'v2')).toMatchObject({ kind: 'not-healthy', reason: 'taken-back' })
    expect(standingOf(back, 'v1').kind).toBe('healthy')
  })

  it('does not heal by being put back by hand, only by a person who says so', () => {
    const back = takenBack(empty, { version: 'v2', stableVersion: 'v1' }, 3)
    const byHand = tookAllTraffic(back, 'v2', 4)
    expect([byHand.serving, standingOf(byHand, 'v2').kind]).toEqual(['v2', 'not-healthy'])
    expect(standingOf(vouched(byHand, 'v2', 'ann', 5), 'v2')).toMatchObject({ kind: 'healthy', known: { by: 'ann' } })
  })

  it('is forgotten at the limit, the oldest first, and each version is there once', () => {
    const most = limits.versionsPerTarget.value
    let history = empty
    for (let index = 0; index <= most; index++) history = completed(history, { version: `v${index}` }, index)
    history = completed(history, { version: `v${most}` }, most + 1)
    expect(history.versions.length).toBe(most)
    expect(standingOf(history, 'v0')).toMatchObject({ reason: 'never-seen' })
  })
})
