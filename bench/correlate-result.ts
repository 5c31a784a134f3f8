/** Writes a bench's figures with the machine and the day they were measured on. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { arch, cpus, totalmem } from 'node:os'
import { join } from 'node:path'

export function writeResult(name: string, figures: Readonly<Record<string, unknown>>): void {
  const directory = join(import.meta.dirname, 'results')
  mkdirSync(directory, { recursive: true })
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    arch: arch(),
    node: process.version,
  }
  const result = { bench: name, date: new Date().toISOString().slice(0, 10), machine, ...figures }
  writeFileSync(join(directory, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`)
}
