/** Operations as code: the files of a `houston/` folder. */
export { type ManifestKind, manifestKinds } from './kind.ts'
export {
  type Manifest,
  type ManifestDocument,
  type ManifestFile,
  type ManifestProblem,
  parseManifest,
} from './manifest.ts'
