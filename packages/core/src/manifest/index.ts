/** Operations as code: the files of a `houston/` folder. */

export { manifestCommands } from './command.ts'
export type { Difference } from './difference.ts'
export { type ManifestKind, manifestKinds } from './kind.ts'
export {
  type Manifest,
  type ManifestDocument,
  type ManifestFile,
  type ManifestProblem,
  parseManifest,
} from './manifest.ts'
export type { Rehearsed } from './rehearse.ts'
