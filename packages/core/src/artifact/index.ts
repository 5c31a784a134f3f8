/** Artifacts: what builds made, immutable and found by digest. */

export * from './artifact.ts'
export { exportedLocation, exportedVersion } from './codebuild.ts'
export { artifactCommands } from './command.ts'
export { artifactRecorded, artifactRemoved } from './operation.ts'
export * as Artifact from './surface.ts'
