/** How handlers are bundled: the deployment and the offline check both read this. */
import type { FunctionNeeds } from './topology-types.ts'

/** Bytes of our own code and its libraries in one function, minified, AWS's clients not counted. */
export const bundleLimits = {
  /** What is read before the handler can be called: this is what a cold start pays for. */
  atStart: 400_000,
  /** With every adapter that a call may load later. */
  carried: 400_000,
} as const

/** What may be larger, at the start and in all, and why. */
export const mayBeLarger: Readonly<Record<string, { readonly limit: number; readonly reason: string }>> = {
  'functions/commands/remedy.handler': {
    limit: 410_000,
    reason: 'what acts against the harm of an incident reaches releases, flags and their metrics at once',
  },
}

/** What the bundler puts in place of each name: an adapter that a function has not declared is not in its bundle. */
export const carried = ({ targets, pages, secrets = [] }: FunctionNeeds) => ({
  HOUSTON_CARRIES_TRAFFIC: String(targets === 'traffic'),
  HOUSTON_CARRIES_METRICS: String(targets === 'metrics' || targets === 'flags'),
  HOUSTON_CARRIES_FLAGS: String(targets === 'flags'),
  HOUSTON_CARRIES_PROCEDURES: String(targets === 'procedures'),
  HOUSTON_CARRIES_HOSTS: String(targets === 'traffic' || targets === 'hosts'),
  HOUSTON_CARRIES_PAGERS: String(pages === true),
  // What is sent outside is sealed.
  HOUSTON_CARRIES_COURIERS: String(pages === true || secrets.includes('HOUSTON_SEAL_SECRETS')),
  HOUSTON_CARRIES_TRACKERS: String(secrets.includes('HOUSTON_GITHUB_TOKEN')),
})

/**
 * AWS's clients are in the bundle, as SST does by default: the version that was tested is the version that runs, and one file is
 * read sooner than the hundreds of the runtime's own copy. What is imported dynamically becomes a file of its own.
 * Names of functions are not kept: defining them anew took 5 to 9 % of a start, and nothing reads them.
 */
export const bundling = (needs: FunctionNeeds) =>
  ({ minify: true, format: 'esm', splitting: true, esbuild: { keepNames: false, define: carried(needs) } }) as const
