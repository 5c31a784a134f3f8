/** One start of a bundle in a Node process of its own. */
import { execFileSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'

export interface Start {
  /** Of the process, user and system, from the import until the handler is there. Other work on the machine does not change it much. */
  readonly cpuMs: number
  readonly wallMs: number
}

const probe = (file: string): string => `
const before = process.cpuUsage()
const startedMs = performance.now()
const { handler } = await import(${JSON.stringify(pathToFileURL(file).href)})
const wallMs = performance.now() - startedMs
const { user, system } = process.cpuUsage(before)
if (typeof handler !== 'function') throw new Error('no handler')
process.stdout.write(JSON.stringify({ cpuMs: (user + system) / 1000, wallMs }), () => process.exit(0))
`

/** What Lambda sets, as far as anything reads it at the start. */
const environment = {
  AWS_REGION: 'eu-west-1',
  AWS_LAMBDA_FUNCTION_NAME: 'coldstart',
  HOUSTON_TABLE: 'table',
  HOUSTON_BUS: 'bus',
}

export function startOnce(file: string): Start {
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', probe(file)], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...environment },
  })
  return JSON.parse(output) as Start
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return Number((sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(1))
}
