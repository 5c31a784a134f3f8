/**
 * SST's components and their types in .sst/platform, from the npm registry alone. `sst install` only wants to see a Pulumi engine of
 * the right version; it is shown a stand-in that answers its version. Enough to type-check and to evaluate, not to deploy.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Of the Pulumi engine that SST 4.17 asks for; another one is learnt from its complaint. */
const firstGuess = 'v3.215.0'
const installTimeoutMs = 8 * 60_000

export function installPlatform(root: string): string {
  const version = sstVersion(root)
  const versionFile = join(root, '.sst/platform/version')
  if (existsSync(versionFile) && readFileSync(versionFile, 'utf8').trim() === version) return version
  const home = join(tmpdir(), 'houston-sst')
  putStandIn(home, firstGuess)
  const first = install(root, home)
  if (first.status !== 0) {
    const wanted = /pulumi\/releases\/download\/(v[\d.]+)/.exec(first.output)?.[1]
    if (wanted === undefined) throw new Error(`SST's components could not be installed:\n${first.output}`)
    putStandIn(home, wanted)
    const second = install(root, home)
    if (second.status !== 0) throw new Error(`SST's components could not be installed:\n${second.output}`)
  }
  return version
}

function sstVersion(root: string): string {
  return (JSON.parse(readFileSync(join(root, 'node_modules/sst/package.json'), 'utf8')) as { version: string }).version
}

function putStandIn(home: string, version: string): void {
  const file = join(home, 'sst/bin/pulumi')
  mkdirSync(join(home, 'sst/bin'), { recursive: true })
  writeFileSync(file, `#!/bin/sh\n[ "$1" = version ] && echo ${version}\nexit 0\n`)
  chmodSync(file, 0o755)
}

function install(root: string, home: string): { status: number; output: string } {
  const environment = {
    ...process.env,
    XDG_CONFIG_HOME: home,
    SST_NO_BUN: '1',
    SST_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    SST_STAGE: 'dev',
  }
  const { status, stdout, stderr } = spawnSync('npx', ['sst', 'install'], {
    cwd: root,
    env: environment,
    encoding: 'utf8',
    timeout: installTimeoutMs,
  })
  return { status: status ?? 1, output: `${stdout}${stderr}` }
}

/** The problems in our own files: SST's components bring type errors of their own, which are not ours to mend. */
export function typeProblems(root: string): string[] {
  try {
    execFileSync('npx', ['tsc', '--noEmit', '-p', 'infra/tsconfig.json'], {
      cwd: root,
      encoding: 'utf8',
      stdio: 'pipe',
    })
    return []
  } catch (error) {
    const output = String((error as { stdout?: string }).stdout ?? '')
    return output.split('\n').filter((line) => /^(infra|sst\.config|packages|functions)/.test(line))
  }
}
