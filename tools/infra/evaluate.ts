/**
 * Evaluates sst.config.ts with SST's real components against a Pulumi mock, and records every resource it would create. Every
 * handler is really bundled. Runs in a process of its own, because a stage is baked into what is evaluated:
 *   node tools/infra/evaluate.ts --stage dev --out FILE [--bundles FILE]
 * With `--bundles`, what another stage recorded stands for the bundles: the handlers are the same, and packing some hundred of them
 * is most of the work.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { type Bundle, bundleHandler } from './bundle.ts'
import { configBundle } from './config-bundle.ts'
import { mockedCall, mockedState, plainInputs, type RecordedResource } from './mock.ts'

const { values } = parseArgs({
  options: {
    stage: { type: 'string', default: 'dev' },
    out: { type: 'string', default: '.sst/recorded.json' },
    bundles: { type: 'string' },
  },
})
const root = join(import.meta.dirname, '../..')
const platform = join(root, '.sst/platform')
const known =
  values.bundles === undefined
    ? undefined
    : (JSON.parse(readFileSync(values.bundles, 'utf8')) as { bundles: readonly Bundle[] }).bundles
const bundles: Bundle[] = [...(known ?? [])]
const resources: RecordedResource[] = []

/** SST asks for all handlers at once: packed all at once they take 20 GB, and each waits for the others' memory. */
const packers: Promise<unknown>[] = [Promise.resolve(), Promise.resolve(), Promise.resolve()]
let asked = 0
function inTurn<Result>(pack: () => Promise<Result>): Promise<Result> {
  const place = asked++ % packers.length
  const made = (packers[place] ?? Promise.resolve()).then(pack, pack)
  packers[place] = made
  return made
}

interface BuildRequest {
  readonly functionID: string
  readonly handler: string
  readonly bundle?: string
  /** The function's own settings of its bundler. */
  readonly properties?: { readonly esbuild?: { readonly define?: Readonly<Record<string, string>> } }
}

/** What SST's components ask of the CLI around them while they are evaluated. */
const calls: Record<string, (input: never) => Promise<unknown>> = {
  'Provider.Aws.Bootstrap': async () => ({
    asset: 'assets',
    assetEcrRegistryId: '123456789012',
    assetEcrUrl: 'ecr',
    state: 'state',
    appsyncHttp: 'http',
    appsyncRealtime: 'realtime',
  }),
  'Provider.Aws.Appsync': async () => ({ http: 'http', realtime: 'realtime' }),
  'Runtime.Build': async ({ functionID, handler, bundle, properties }: BuildRequest) => {
    if (bundle !== undefined) return { handler, out: bundle, errors: [], sourcemaps: [] }
    // Not the folder itself: SST writes the archive there, and would pack it into itself for as long as it grows.
    const out = join(root, '.sst/artifacts', `${functionID}-src`)
    if (known !== undefined) return { handler, out: standIn(out, handler), errors: [], sourcemaps: [] }
    // What an earlier run left would be packed with it.
    rmSync(out, { recursive: true, force: true })
    mkdirSync(out, { recursive: true })
    const made = await inTurn(() => bundleHandler(root, handler, out, properties?.esbuild?.define ?? {}))
    const name = handler.slice(handler.lastIndexOf('.') + 1)
    bundles.push(made)
    const errors = made.exports.includes(name) ? [] : [`${handler}: the file exports no ${name}`]
    return { handler, out, errors, sourcemaps: [] }
  },
}

/** A folder with a file of the handler's name, where the bundle itself was made for another stage. */
function standIn(out: string, handler: string): string {
  const folder = `${out}-known`
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${handler.slice(handler.lastIndexOf('/') + 1, handler.lastIndexOf('.'))}.mjs`), '')
  return folder
}

const server = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  const { method, params } = JSON.parse(body) as { method: string; params?: readonly unknown[] }
  try {
    const call = calls[method]
    if (call === undefined) throw new Error(`rpc: can't find method ${method}`)
    response.end(JSON.stringify({ result: await call((params?.[0] ?? {}) as never) }))
  } catch (error) {
    response.end(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }))
  }
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
process.env.SST_SERVER = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
process.env.SST_SECRETS ??= '{}'

interface Pulumi {
  readonly runtime: {
    setMocks(mocks: unknown, project: string, stack: string, preview: boolean): Promise<void>
    runInPulumiStack(program: () => Promise<unknown>): Promise<unknown>
    disconnect?(): Promise<void>
  }
}

const file = await configBundle(root, platform, values.stage)
process.chdir(root)
const { pulumi, program } = (await import(pathToFileURL(file).href)) as {
  pulumi: Pulumi
  program: () => Promise<unknown>
}
await pulumi.runtime.setMocks(
  {
    newResource: (resource: { type: string; name: string; inputs: Record<string, unknown> }) => {
      const { type, name, inputs } = resource
      resources.push({ type, name, inputs: plainInputs(inputs) })
      return mockedState(type, name, inputs)
    },
    call: mockedCall,
  },
  'houston',
  values.stage,
  false,
)
await pulumi.runtime.runInPulumiStack(program)
await pulumi.runtime.disconnect?.()
mkdirSync(dirname(values.out), { recursive: true })
const measured = bundles
  .map(({ handler, own, ownAtStart, sdk, file: bundleFile }) => ({ handler, own, ownAtStart, sdk, file: bundleFile }))
  .sort((a, b) => (a.handler < b.handler ? -1 : 1))
writeFileSync(values.out, JSON.stringify({ stage: values.stage, resources, bundles: measured }, null, 2))
server.close()
process.exit(0)
