/** The console's files, wherever they are served from: what each is, and how long a browser may keep it. */
import { extname } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** By the ending of its name; undefined for what is no file of a site. */
export const contentTypeOf = (path: string): string | undefined => types[extname(path)]

/** `key` is the path from the site's root, without a slash before it. A name that holds a hash never means anything else. */
export const cacheControlOf = (key: string): string =>
  key.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
