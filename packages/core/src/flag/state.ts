/** The states of a flag and the ways between them. There is no way from off to on but to ship anew. */
export const flagStates = ['dark', 'exposing', 'soaking', 'on', 'turning-off', 'off'] as const
export type FlagState = (typeof flagStates)[number]

export const flagTransitions: Readonly<Record<FlagState, readonly FlagState[]>> = {
  dark: ['exposing', 'turning-off'],
  exposing: ['soaking', 'turning-off'],
  soaking: ['exposing', 'on', 'turning-off'],
  on: ['turning-off'],
  'turning-off': ['off'],
  off: ['dark'],
}
