/** How handlers are bundled: the deployment and the offline check both read this. */

/**
 * AWS's clients are in the bundle, as SST does by default: the version that was tested is the version that runs, and one file is
 * read sooner than the hundreds of the runtime's own copy. What is imported dynamically becomes a file of its own.
 */
export const bundling = { minify: true, format: 'esm', splitting: true } as const

/**
 * Bytes of our own code and its libraries in one function, minified, AWS's clients not counted. The goal is 400,000 in all; it is not
 * reached (docs/status.md): a function loads its nouns whole. These are what the largest has now, and are not to grow.
 */
export const bundleLimits = {
  /** What is read before the handler can be called: this is what a cold start pays for. */
  atStart: 700_000,
  /** With every adapter that a call may load later: all traffic drivers, metrics sources and pagers are among them. */
  carried: 825_000,
} as const
