/** Artifacts: what builds made, immutable and found by digest. */
export * from './artifact.ts'
export * as Artifact from './operation.ts'
