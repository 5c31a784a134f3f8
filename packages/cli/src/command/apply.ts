/** `houston apply`: services and pipelines from files, checked whole before anything changes. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Manifest, type ManifestFile, parseManifest } from '@houston/core/manifest'
import type { Command } from 'commander'
import type { Client } from '../client.ts'
import { CommandFailure, exitStatus } from '../exit.ts'
import { rehearse, rehearsedText } from '../rehearsal.ts'
import { answer, clientOf, common } from './context.ts'

interface Applied {
  readonly kind: string
  readonly name: string
  readonly changed: boolean
}

export function addApply(program: Command): void {
  common(program.command('apply <path...>'))
    .description(
      'declare services (Backstage catalog-info.yaml), pipelines and policies (houston.dev/v1) from files or folders',
    )
    .option('--check', 'only check the files, without a Houston')
    .option('--dry-run', 'say what would change, field by field, and change nothing')
    .addHelpText(
      'after',
      '\nExamples:\n  houston apply houston/\n  houston apply --dry-run houston/\n  houston apply --check catalog-info.yaml',
    )
    .action(async (paths: string[], { check, dryRun }: { check?: boolean; dryRun?: boolean }, command: Command) => {
      const manifest = checked(paths.flatMap(readFiles))
      if (check === true) return answer(command, { applied: [] }, `${counted(manifest)}: no problems`)
      const client = clientOf(command)
      const rehearsed = await rehearse(client, manifest)
      if (dryRun === true) return answer(command, { documents: rehearsed }, rehearsedText(rehearsed))
      const applied = await applyManifest(client, manifest)
      const lines = applied.map(({ kind, name, changed }) => `${changed ? 'changed  ' : 'unchanged'}  ${kind} ${name}`)
      answer(command, { applied }, lines.join('\n'))
    })
}

/** `2 Component, 1 Pipeline`. */
function counted({ documents }: Manifest): string {
  const kinds = Map.groupBy(documents, ({ kind }) => kind)
  return [...kinds].map(([kind, { length }]) => `${length} ${kind}`).join(', ') || 'No documents'
}

/** In the manifest's order: what is named by others comes first. */
export async function applyManifest(client: Client, { documents }: Manifest): Promise<Applied[]> {
  const applied: Applied[] = []
  for (const { kind, name, operation, input } of documents) {
    const { changed } = await client.command<{ changed: boolean }>(operation, input)
    applied.push({ kind, name, changed })
  }
  return applied
}

/** The manifest of the files; fails with every problem of all of them. */
export function checked(files: readonly ManifestFile[]): Manifest {
  const manifest = parseManifest(files)
  if (manifest.problems.length === 0) return manifest
  const lines = manifest.problems.map(
    ({ file, line, field, message }) => `${file}:${line}: ${field === '' ? '' : `${field}: `}${message}`,
  )
  throw new CommandFailure(exitStatus.refused, lines.join('\n'), {
    code: 'manifest.invalid',
    problems: manifest.problems,
  })
}

function readFiles(path: string): ManifestFile[] {
  if (!statSync(path, { throwIfNoEntry: false })) throw new CommandFailure(exitStatus.usage, `There is no ${path}.`)
  if (!statSync(path).isDirectory()) return [{ file: path, text: readFileSync(path, 'utf8') }]
  const names = readdirSync(path, { recursive: true }).map(String)
  return names
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => ({ file: join(path, name), text: readFileSync(join(path, name), 'utf8') }))
}
