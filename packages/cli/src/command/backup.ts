/** `houston backup` and `houston restore`: everything of a local Houston, taken while it runs. On AWS the table restores to any second. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { HoustonError } from '@houston/core/error.ts'
import { type BackupManifest, restoreBackup, takeBackup, verifyBackup } from '@houston/local/backup'
import type { Command } from 'commander'
import { CommandFailure, exitStatus } from '../exit.ts'
import { answer, common, flagsOf } from './context.ts'

export function addBackup(program: Command): void {
  common(program.command('backup [folder]'))
    .description('copy everything of the local Houston into a new folder, while it runs, and verify the copy')
    .option('--verify', 'only hold an existing backup against its manifest')
    .addHelpText(
      'after',
      '\nExamples:\n  houston backup /srv/backups/monday\n  houston backup /srv/backups/monday --verify',
    )
    .action((folder: string | undefined, { verify }: { verify?: boolean }, command: Command) => {
      const takenAt = new Date().toISOString()
      const target = folder ?? `houston-backup-${stamp(takenAt)}`
      const startedMs = performance.now()
      const manifest = refusing(() =>
        verify === true ? verifyBackup(target) : takeBackup(flagsOf(command).directory, target, takenAt).manifest,
      )
      const tookMs = Math.round(performance.now() - startedMs)
      const size = (['runtime.db', 'table.db'] as const).reduce(
        (sum, name) => sum + statSync(join(target, name)).size,
        0,
      )
      const text = `${target}: ${rowsOf(manifest)} rows, ${(size / 1e6).toFixed(1)} MB, ${verify ? 'whole' : 'taken and verified'} in ${tookMs} ms`
      answer(command, { folder: target, tookMs, bytes: size, ...manifest }, text)
    })
}

export function addRestore(program: Command): void {
  common(program.command('restore <folder>'))
    .description('make the directory what a backup holds; Houston must not run there')
    .option('--replace', 'put aside what is in the directory now')
    .addHelpText(
      'after',
      '\nExample:\n  houston restore /srv/backups/monday --directory .houston --replace && houston up',
    )
    .action(async (folder: string, { replace }: { replace?: boolean }, command: Command) => {
      const { directory } = flagsOf(command)
      const suffix = `before-restore-${stamp(new Date().toISOString())}`
      const restored = await refusing(() => restoreBackup(folder, directory, { replace: replace === true, suffix }))
      const aside = restored.putAside === undefined ? '' : `\nWhat was there is in ${restored.putAside}.`
      const { takenAt } = restored.manifest
      answer(
        command,
        restored,
        `${directory} is as of ${takenAt}: ${rowsOf(restored.manifest)} rows, verified.${aside}`,
      )
    })
}

const stamp = (isoTime: string): string => isoTime.slice(0, 19).replaceAll(/[:T]/g, '-')

const rowsOf = ({ databases }: BackupManifest): number =>
  Object.values(databases)
    .flatMap((tables) => Object.values(tables))
    .reduce((sum, { rows }) => sum + rows, 0)

/** A refusal as the command line tells it, whether it is thrown or rejected. */
function refusing<Result>(work: () => Result): Result {
  try {
    const result = work()
    return result instanceof Promise ? (result.catch(told) as Result) : result
  } catch (error) {
    return told(error)
  }
}

function told(error: unknown): never {
  if (!(error instanceof HoustonError)) throw error
  const { code, message, fields, wayOut } = error
  throw new CommandFailure(exitStatus.refused, `${message} (${code})\n${wayOut ?? ''}`, {
    code,
    message,
    fields,
    wayOut,
  })
}
