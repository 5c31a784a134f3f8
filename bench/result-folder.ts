/** Where benchmarks write: the kept results, or a folder of its own for a small run that must not pass for a full one. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const keptResults = join(import.meta.dirname, 'results')

/** `HOUSTON_BENCH_RESULTS` names another folder. */
export const resultFolder = (): string => process.env.HOUSTON_BENCH_RESULTS ?? keptResults

/** The path of a benchmark's own file, `NAME.json`; its folder is there. */
export function resultFile(name: string): string {
  mkdirSync(resultFolder(), { recursive: true })
  return join(resultFolder(), `${name}.json`)
}

export function keepResult(name: string, result: unknown): void {
  writeFileSync(resultFile(name), `${JSON.stringify(result, null, 2)}\n`)
}
