/**
 * Bundles one Lambda handler as SST does (sst/sst, pkg/runtime/node/build.go, of 4.17): one file for what is loaded at
 * the start, and one for each thing that is loaded later.
 */
import { basename, join } from 'node:path'
import { type BuildOptions, build, type Metafile } from 'esbuild'
import { bundling } from '../../infra/bundling.ts'

const { minify, splitting, format, esbuild } = bundling({})

/** Bytes, minified. */
export interface BundleSize {
  /** Ours and our libraries', whenever it is loaded. */
  readonly own: number
  /** Of `own`, what is read before the handler can be called. */
  readonly ownAtStart: number
  /** AWS's clients, whenever they are loaded. */
  readonly sdk: number
}

export interface Bundle extends BundleSize {
  readonly handler: string
  readonly file: string
  readonly exports: readonly string[]
}

const banner = [
  `import { createRequire as topLevelCreateRequire } from 'module';`,
  `const require = topLevelCreateRequire(import.meta.url);`,
  `import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url"`,
  `const __filename = topLevelFileUrlToPath(import.meta.url)`,
  `const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url))`,
].join('\n')

/** Options of SST's bundler, for any entry point. */
export function bundlerOptions(root: string, directory: string) {
  return {
    absWorkingDir: root,
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify,
    splitting,
    format,
    keepNames: esbuild.keepNames,
    platform: 'node',
    target: 'esnext',
    mainFields: ['module', 'main'] as string[],
    external: ['sharp', 'pg-native'] as string[],
    banner: { js: banner },
    metafile: true,
    logLevel: 'silent',
  } as const satisfies BuildOptions
}

/** `define` as the function's own settings give it: what stands for each name. */
export async function bundleHandler(
  root: string,
  handler: string,
  directory: string,
  define: Readonly<Record<string, string>>,
): Promise<Bundle> {
  const source = handler.slice(0, handler.lastIndexOf('.'))
  const { metafile } = await build({
    ...bundlerOptions(root, directory),
    define,
    entryPoints: [join(root, `${source}.ts`)],
  })
  const entry = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === `${source}.ts`)
  if (entry === undefined) throw new Error(`${handler} gave no bundle`)
  const [path, { exports }] = entry
  return { handler, file: join(directory, basename(path)), exports, ...sizeOf(metafile, path) }
}

/** AWS's clients and what only they bring. */
const ofSdk =
  /node_modules\/(@aws-sdk|@smithy|@aws-crypto|@aws\/lambda-invoke-store|bowser|mnemonist|obliterator|fast-xml-parser|strnum|tslib)\//

export function sizeOf({ outputs }: Metafile, entry: string): BundleSize {
  const sdkOf = (path: string): number =>
    Object.entries(outputs[path]?.inputs ?? {})
      .filter(([input]) => ofSdk.test(input))
      .reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0)
  const bytesOf = (path: string): number => outputs[path]?.bytes ?? 0
  // A file of AWS's clients alone is all theirs, the bundler's few lines around it included.
  const ownOf = (path: string): number =>
    Object.keys(outputs[path]?.inputs ?? {}).every((input) => ofSdk.test(input)) ? 0 : bytesOf(path) - sdkOf(path)
  const sum = (paths: Iterable<string>, of: (path: string) => number): number =>
    [...paths].reduce((total, path) => total + of(path), 0)
  const own = sum(Object.keys(outputs), ownOf)
  return {
    own,
    ownAtStart: sum(staticClosure(outputs, entry), ownOf),
    sdk: sum(Object.keys(outputs), bytesOf) - own,
  }
}

function staticClosure(outputs: Metafile['outputs'], entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(entry)) return seen
  seen.add(entry)
  for (const { path, kind, external } of outputs[entry]?.imports ?? [])
    if (kind === 'import-statement' && external !== true) staticClosure(outputs, path, seen)
  return seen
}
