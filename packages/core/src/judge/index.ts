/** Judging a wave: see judge.ts. */
export { metricSourceSchema } from './gate.ts'
export * as Judge from './judge.ts'
