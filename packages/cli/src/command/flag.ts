/** `houston flags` and `houston flag`: who has which feature, letting one out in waves, turning one off. */
import type { FlagItem } from '@houston/core/flag'
import type { Command } from 'commander'
import { print, printJson, table } from '../output.ts'
import { answer, clientOf, common, flagsOf } from './context.ts'

const verbs = {
  expose: 'let a flag go out in its waves, the next one when the judge calls this one safe',
  off: 'turn a flag off, from wherever it is',
} as const

export function addFlag(program: Command): void {
  common(program.command('flags'))
    .description('all flags, who has them and why')
    .action(async (_: unknown, command: Command) => {
      const { items } = await clientOf(command).command<{ items: readonly FlagItem[] }>('flag.list')
      if (flagsOf(command).json) return printJson(items)
      if (items.length === 0) return print('No flag is declared.')
      print(table(['flag', 'service', 'state', 'wave', 'why'], items.map(rowOf)))
    })
  const flag = program.command('flag').description('one feature flag')
  for (const [verb, description] of Object.entries(verbs)) {
    common(flag.command(`${verb} <key>`))
      .description(description)
      .requiredOption('--why <reason>', 'the reason, for the record')
      .addHelpText('after', `\nExample:\n  houston flag ${verb} new-checkout --why "the sale begins"`)
      .action(async (key: string, { why }: { why: string }, command: Command) => {
        const changed = await clientOf(command).command<FlagItem>(`flag.${verb}`, { key, why })
        answer(command, changed, `${changed.key} is ${changed.state}: ${changed.sentence}`)
      })
  }
}

const rowOf = ({ key, service, state, waves, waveIndex, experiment, outcome, sentence }: FlagItem): string[] => [
  key,
  service,
  state,
  experiment === undefined ? (waves[waveIndex]?.name ?? '') : `experiment ${outcome ?? ''}`.trim(),
  sentence,
]
