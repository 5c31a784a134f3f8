/** `houston rollback retry`: after a person mended what stood in the way. */
import type { ReleaseItem } from '@houston/core/release'
import type { Command } from 'commander'
import { answer, clientOf, common } from './context.ts'

export function addRollback(program: Command): void {
  const rollback = program.command('rollback').description('releases whose rollback failed')
  common(rollback.command('retry <release>'))
    .description('take a release back again, once what stood in the way is mended')
    .requiredOption('--why <reason>', 'what was mended, for the record')
    .addHelpText('after', '\nExample:\n  houston rollback retry rel_01… --why "the router is up again"')
    .action(async (releaseId: string, { why }: { why: string }, command: Command) => {
      const release = await clientOf(command).command<ReleaseItem>('rollback.retry', { releaseId, why })
      answer(command, release, `${release.service} ${release.version} (${release.id}) is ${release.state}`)
    })
}
