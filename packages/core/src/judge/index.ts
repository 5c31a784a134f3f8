/** Judging a wave: see judge.ts. */
export { type CounterMark, counterAmount, nextMark } from './amount.ts'
export { metricSourceSchema } from './gate.ts'
export * as Judge from './judge.ts'
