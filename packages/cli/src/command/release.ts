/** `houston release`: takes a recorded build through the stages of its pipeline, and waits for its end where asked. */
import type { PromotionItem } from '@houston/core/promotion'
import type { Command } from 'commander'
import { CommandFailure, exitStatus } from '../exit.ts'
import { followPromotion } from '../view/promotion.ts'
import { answer, clientOf, common, flagsOf } from './context.ts'

interface Flags {
  readonly wait?: boolean
  readonly again?: boolean
  readonly hotfix?: boolean
  readonly why?: string
}

export function addRelease(program: Command): void {
  common(program.command('release <service> <version>'))
    .description('take a recorded version through the stages of its pipeline; the same version again changes nothing')
    .option('--wait', 'wait until it ends; exit status 5 where it does not complete')
    .option('--again', 'once more, as the newest: a version that was overtaken or taken back')
    .option('--hotfix', 'in the hotfix lane: past freezes, hurried, with one approval; --why says why')
    .option('--why <reason>', 'why it is a hotfix, for the record')
    .addHelpText(
      'after',
      '\nExamples:\n  houston release checkout 9f31c2\n  houston release checkout 9f31c2 --wait --json',
    )
    .action(async (service: string, version: string, { wait, again = false, hotfix, why }: Flags, command: Command) => {
      const client = clientOf(command)
      if (hotfix === true && why === undefined)
        throw new CommandFailure(exitStatus.usage, 'A hotfix needs --why: everybody will read it.')
      const started = await client.command<PromotionItem>('promotion.start', { service, version, again })
      if (hotfix === true) await client.command('promotion.hotfix', { promotionId: started.id, why })
      if (wait !== true) return answer(command, started, `${started.id} is ${started.state}`)
      const view = await followPromotion(client, started.id, { quiet: flagsOf(command).json })
      const { state, reason } = view.promotion
      answer(command, view, `${started.id} ended ${state}: ${reason?.sentence ?? ''}`)
      if (state !== 'completed')
        throw new CommandFailure(exitStatus.notCompleted, `${service} ${version} did not complete.`)
    })
}
