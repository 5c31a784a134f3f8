/** `houston init`: writes commented examples of everything that a repository declares, and never over a file that is there. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { answer, common } from './context.ts'

const examples = new URL('../../../../examples/init/', import.meta.url)

export interface Written {
  readonly file: string
  readonly written: boolean
}

export function addInit(program: Command): void {
  common(program.command('init [folder]'))
    .description('write commented examples of a service, a pipeline and who is on call into houston/')
    .addHelpText(
      'after',
      '\nExamples:\n  houston init\n  houston init ops/houston && houston apply --check ops/houston',
    )
    .action((folder: string | undefined, _: unknown, command: Command) => {
      const target = folder ?? 'houston'
      const files = writeExamples(target)
      const lines = files.map(({ file, written }) => `${written ? 'wrote' : 'kept '}  ${file}`)
      answer(command, { files }, [...lines, `Edit them, then: houston apply --check ${target}`].join('\n'))
    })
}

/** Each example that is not there yet. */
export function writeExamples(folder: string): Written[] {
  mkdirSync(folder, { recursive: true })
  return readdirSync(examples)
    .sort()
    .map((name) => {
      const file = join(folder, name)
      if (existsSync(file)) return { file, written: false }
      writeFileSync(file, readFileSync(new URL(name, examples)), { flag: 'wx' })
      return { file, written: true }
    })
}
