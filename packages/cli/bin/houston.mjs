#!/usr/bin/env node
// Starts the CLI on the Node that the project brings along: sources run by type stripping, which older ones lack.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const [major = 0] = process.versions.node.split('.').map(Number)
let node = process.execPath
if (major < 24) {
  const own = createRequire(import.meta.url)
    .resolve('node/package.json')
    .replace(/package\.json$/, 'bin/node')
  if (existsSync(own)) node = own
}
const { status, signal } = spawnSync(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
process.exit(status ?? (signal === null ? 1 : 130))
