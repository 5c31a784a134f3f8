import { expect, it } from 'vitest'
import { hasEnded, promotionActions, promotionStates, promotionTransitions } from './state.ts'

it('leads from every state to an end, and from no end anywhere', () => {
  for (const state of promotionStates) {
    const reached = new Set(promotionTransitions[state])
    for (const next of reached) for (const further of promotionTransitions[next]) reached.add(further)
    expect(hasEnded(state) || [...reached].some(hasEnded)).toBe(true)
  }
  expect(promotionStates.filter(hasEnded)).toEqual(['completed', 'stopped', 'superseded'])
})

it('lets people act only on what has not ended, and stop everything that has not', () => {
  for (const states of Object.values(promotionActions)) expect(states.some(hasEnded)).toBe(false)
  expect(promotionActions.stop).toEqual(promotionStates.filter((state) => !hasEnded(state)))
})
