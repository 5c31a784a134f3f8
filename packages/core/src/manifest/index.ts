/** Operations as code: the files of a `houston/` folder. */
export { type Manifest, type ManifestFile, type ManifestProblem, parseManifest } from './manifest.ts'
