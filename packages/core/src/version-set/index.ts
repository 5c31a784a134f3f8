/** Version sets: versions of several services that were tested together. */
export { versionSetCommands } from './command.ts'
export * as VersionSets from './operation.ts'
export { type ReleasedMember, versionSetRecorded, versionSetReleased } from './operation.ts'
export { type VersionSet, versionSetSchema } from './version-set.ts'
