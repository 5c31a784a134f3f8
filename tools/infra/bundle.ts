/** Bundles one Lambda handler as the deployment does: ESM, minified, AWS's clients left to the runtime. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

export interface Bundle {
  readonly handler: string
  readonly file: string
  readonly bytes: number
  readonly exports: readonly string[]
}

/** SST's own banner: CommonJS inside ESM needs `require`. */
const banner =
  "import { createRequire as topLevelCreateRequire } from 'node:module'; const require = topLevelCreateRequire(import.meta.url);"

export async function bundleHandler(root: string, handler: string, directory: string): Promise<Bundle> {
  const dot = handler.lastIndexOf('.')
  const file = join(directory, `${handler.slice(0, dot)}.mjs`)
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join(root, `${handler.slice(0, dot)}.ts`)],
    outfile: file,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    external: ['@aws-sdk/*'],
    banner: { js: banner },
    metafile: true,
    logLevel: 'silent',
  })
  const exports = Object.values(metafile.outputs)[0]?.exports ?? []
  return { handler, file, bytes: statSync(file).size, exports }
}
