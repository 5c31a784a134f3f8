/** Writes a bench's figures with the machine and the day they were measured on. */
import { arch, cpus, totalmem } from 'node:os'
import { keepResult } from './result-folder.ts'

export function writeResult(name: string, figures: Readonly<Record<string, unknown>>): void {
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    arch: arch(),
    node: process.version,
  }
  keepResult(name, { bench: name, date: new Date().toISOString().slice(0, 10), machine, ...figures })
}
