/** sst.config.ts and SST's components as one module, with the globals that the SST command would put in. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'

const requireBanner = [
  "import { createRequire as __makeRequire } from 'node:module'",
  "import { fileURLToPath as __toPath } from 'node:url'",
  'const require = __makeRequire(import.meta.url)',
  'const __filename = __toPath(import.meta.url)',
  "const __dirname = __toPath(new URL('.', import.meta.url))",
].join(';')

/** Our own files use `aws` and `sst` as globals; SST's command adds these imports, so do we. */
const globals = (root: string, platform: string): Plugin => ({
  name: 'sst-globals',
  setup: (setup) => {
    setup.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const ours = path === join(root, 'sst.config.ts') || path.startsWith(join(root, 'infra/aws'))
      if (!ours) return undefined
      const imports = `import * as aws from '@pulumi/aws';import * as sst from '${platform}/src/components';`
      return { contents: `${imports}\n${readFileSync(path, 'utf8')}`, loader: 'ts' }
    })
  },
})

export async function configBundle(root: string, platform: string, stage: string): Promise<string> {
  const production = stage === 'production'
  const app = {
    name: 'houston',
    stage,
    home: 'aws',
    removal: production ? 'retain' : 'remove',
    protect: production,
    providers: { aws: { region: 'eu-west-1' } },
  }
  const paths = { home: join(root, '.sst'), root, work: join(root, '.sst'), platform }
  const entry = [
    "import * as pulumi from '@pulumi/pulumi'",
    `import { run } from '${platform}/src/auto/run.ts'`,
    `import config from '${root}/sst.config.ts'`,
    'export { pulumi }',
    'export const program = () => run(config.run)',
  ]
  const outfile = join(platform, `evaluated-${stage}.mjs`)
  await build({
    stdin: { contents: entry.join('\n'), resolveDir: root, loader: 'ts', sourcefile: 'evaluated.ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    nodePaths: [join(platform, 'node_modules')],
    external: [
      '@pulumi/*',
      'undici',
      '@pulumiverse/*',
      '@sst-provider/*',
      '@aws-sdk/*',
      'esbuild',
      'archiver',
      'glob',
      'vite',
    ],
    define: {
      $app: JSON.stringify(app),
      $cli: JSON.stringify({ command: 'deploy', dev: false, paths, state: { version: {} } }),
      $dev: 'false',
    },
    inject: [join(platform, 'src/shim/run.js')],
    banner: { js: requireBanner },
    plugins: [globals(root, platform)],
    logLevel: 'error',
  })
  return outfile
}
