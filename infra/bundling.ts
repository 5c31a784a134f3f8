/** How handlers are bundled: the deployment and the offline check both read this. */

/**
 * AWS's clients are in the bundle, as SST does by default: the version that was tested is the version that runs, and one file is
 * read sooner than the hundreds of the runtime's own copy. What is imported dynamically becomes a file of its own.
 */
export const bundling = { minify: true, format: 'esm', splitting: true } as const

/** Bytes of our own code and its libraries in one function, minified, AWS's clients not counted. */
export const bundleLimits = {
  /** What is read before the handler can be called: this is what a cold start pays for. */
  atStart: 400_000,
  /** With every adapter that a call may load later: all traffic drivers and metrics sources are among them. */
  carried: 450_000,
} as const

/** A graphlet's function answers for the whole domain and loads its nouns whole: more than the goal, and not to grow. */
export const graphletBundleLimits = { atStart: 600_000, carried: 750_000 } as const
