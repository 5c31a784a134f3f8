/** Where one target is on its way to the new version or back, and which ways there are. */
export const phases = [
  'waiting',
  'updating',
  'checking',
  'updated',
  'failed',
  'reverting',
  'rechecking',
  'reverted',
] as const
export type Phase = (typeof phases)[number]

export const transitions: Readonly<Record<Phase, readonly Phase[]>> = {
  waiting: ['updating'],
  updating: ['checking', 'failed', 'reverting'],
  checking: ['updated', 'failed', 'reverting'],
  updated: ['failed', 'reverting'],
  failed: ['reverting'],
  reverting: ['rechecking', 'failed'],
  rechecking: ['reverted', 'failed'],
  reverted: [],
}

/** Taken out of service for the update, and not known to be back. */
export const underWay: ReadonlySet<Phase> = new Set(['updating', 'checking', 'reverting', 'rechecking'])
/** Touched by the update, and to be brought back where it is taken back. */
export const touched: ReadonlySet<Phase> = new Set(['updating', 'checking', 'updated', 'failed'])

/** The new phase; a way that the table does not have is a bug. */
export function enter(from: Phase, to: Phase): Phase {
  if (!transitions[from].includes(to))
    throw new Error(`a target goes from ${from} to none of ${transitions[from]}, not ${to}`)
  return to
}
