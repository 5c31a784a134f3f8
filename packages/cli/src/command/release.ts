/** `houston release`: starts the release of a recorded build, and waits for its end where asked. */
import type { ReleaseItem } from '@houston/core/release'
import type { Command } from 'commander'
import { CommandFailure, exitStatus } from '../exit.ts'
import { follow } from '../view/follow.ts'
import { answer, clientOf, common, flagsOf } from './context.ts'

export function addRelease(program: Command): void {
  common(program.command('release <service> <version>'))
    .description('release a recorded version of a service; the same version again is the same release')
    .option('--wait', 'wait until it ends; exit status 5 where it does not complete')
    .addHelpText(
      'after',
      '\nExamples:\n  houston release checkout 9f31c2\n  houston release checkout 9f31c2 --wait --json',
    )
    .action(async (service: string, version: string, { wait }: { wait?: boolean }, command: Command) => {
      const client = clientOf(command)
      const started = await client.command<ReleaseItem>('release.start', { service, version })
      if (wait !== true) return answer(command, started, `${started.id} is ${started.state}`)
      const ended = await follow(client, [started.id], { quiet: flagsOf(command).json })
      const [view] = ended
      answer(command, view, `${started.id} ended ${view?.release.state}: ${view?.release.reason?.sentence ?? ''}`)
      if (view?.release.state !== 'completed')
        throw new CommandFailure(exitStatus.notCompleted, `${service} ${version} did not complete.`)
    })
}
