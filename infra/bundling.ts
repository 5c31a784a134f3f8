/** How handlers are bundled: the deployment and the offline check both read this. */

/**
 * AWS's clients are in the bundle, as SST does by default: the version that was tested is the version that runs, and one file is
 * read sooner than the hundreds of the runtime's own copy. What is imported dynamically becomes a file of its own.
 */
export const bundling = { minify: true, format: 'esm', splitting: true } as const

/** Of our own code and its libraries in one function, minified, AWS's clients not counted. */
export const bundleBytesLimit = 400_000
