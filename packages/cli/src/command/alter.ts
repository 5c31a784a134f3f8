/** `houston approve` and `houston abort`: what people decide about a release or a promotion, with the reason. */
import type { PromotionItem } from '@houston/core/promotion'
import type { ReleaseItem } from '@houston/core/release'
import type { Command } from 'commander'
import { answer, clientOf, common } from './context.ts'

const actions = {
  approve: {
    what: 'let the waiting wave of a release start, or a version into the stage that waits for people',
    done: 'approved',
    ofPromotion: 'promotion.approve',
  },
  refuse: {
    what: 'hold the waiting wave of a release back until you approve it, or stop a version on its way',
    done: 'refused',
    ofPromotion: 'promotion.stop',
  },
  'pass-wave': {
    what: 'let the undecided wave of a release pass, where the judge asks for a person',
    done: 'passed',
    ofPromotion: 'promotion.approve',
  },
  abort: {
    what: 'stop a release and take it back, or stop a version on its way through the stages',
    done: 'aborting',
    ofPromotion: 'promotion.stop',
  },
} as const

export function addAlterCommands(program: Command): void {
  for (const [name, { what, done, ofPromotion }] of Object.entries(actions)) {
    common(program.command(`${name} <release-or-promotion>`))
      .description(what)
      .requiredOption('--why <reason>', 'the reason, for the record')
      .addHelpText('after', `\nExample:\n  houston ${name} rel_01… --why "checked with the payments team"`)
      .action(async (id: string, { why }: { why: string }, command: Command) => {
        const client = clientOf(command)
        const moved = id.startsWith('pro_')
          ? await client.command<PromotionItem>(ofPromotion, { promotionId: id, why })
          : await client.command<ReleaseItem>(`release.${name}`, { releaseId: id, why })
        answer(command, moved, `${done}: ${moved.service} ${moved.version} (${moved.id}) is ${moved.state}`)
      })
  }
}
