import { describe, expect, it } from 'vitest'
import {
  holdingStates,
  isEnded,
  type ReleaseState,
  releaseActions,
  releaseStates,
  releaseTransitions,
} from './state.ts'

const next = (state: ReleaseState): readonly ReleaseState[] => releaseTransitions[state]

/** Every state that can be come to from `start`, itself included. */
function reachable(start: ReleaseState): Set<ReleaseState> {
  const seen = new Set([start])
  for (const state of seen) for (const to of next(state)) seen.add(to)
  return seen
}

describe('the life of a release', () => {
  it('comes to every state', () => {
    expect([...reachable('queued')].sort()).toEqual([...releaseStates].sort())
  })

  it('leads to an end from everywhere', () => {
    for (const state of releaseStates) expect([...reachable(state)].some(isEnded), state).toBe(true)
  })

  it('ends in three ways, and only a completed release can leave its end', () => {
    expect(releaseStates.filter(isEnded)).toEqual(['completed', 'rolled-back', 'superseded'])
    expect(releaseStates.filter((state) => isEnded(state) && next(state).length > 0)).toEqual(['completed'])
    for (const state of releaseStates) if (next(state).length === 0) expect(isEnded(state), state).toBe(true)
  })

  it('has no step from a state to itself, and none twice', () => {
    for (const state of releaseStates) {
      expect(next(state), state).not.toContain(state)
      expect(new Set(next(state)).size, state).toBe(next(state).length)
    }
  })

  it('can be taken back whenever traffic may have moved', () => {
    const moved = ['shifting', 'soaking', 'awaiting-approval', 'promoting', 'rollback-failed'] as const
    for (const state of moved) expect(next(state), state).toContain('rolling-back')
  })

  it('never completes without having been promoted, nor is rolled back without a rollback', () => {
    expect(releaseStates.filter((state) => next(state).includes('completed'))).toEqual(['promoting'])
    expect(releaseStates.filter((state) => next(state).includes('rolled-back'))).toEqual(['rolling-back'])
  })

  it('holds its target from when it is let in until it ends', () => {
    expect([...holdingStates].sort()).toEqual([...reachable('admitted')].filter((state) => !isEnded(state)).sort())
  })
})

describe('what people may do', () => {
  it('stops only what can still be stopped', () => {
    for (const state of releaseActions.abort) {
      const ways = next(state).filter((to) => to === 'rolling-back' || to === 'superseded')
      expect(ways, state).not.toEqual([])
    }
    expect(releaseActions.abort).not.toContain('promoting')
  })

  it('names only states that are not ends, but for a rollback, which may come after one', () => {
    for (const [action, states] of Object.entries(releaseActions))
      if (action !== 'roll-back')
        for (const state of states) expect(isEnded(state), `${action} while ${state}`).toBe(false)
  })
})
