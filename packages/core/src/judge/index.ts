/** Judging a wave: see judge.ts. */
export * as Judge from './judge.ts'
