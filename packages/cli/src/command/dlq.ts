/** `houston dlq`: what could not be delivered: look at it, send it again, let it go. */
import type { Command } from 'commander'
import { print, printJson, table } from '../output.ts'
import { answer, clientOf, common, flagsOf } from './context.ts'

interface Letter {
  readonly id: string
  readonly from: string
  readonly target: string
  readonly code: string
  readonly message: string
  readonly attempts: number
  readonly atMs: number
  readonly body: unknown
}

const path = '/local/dead-letters'

export function addDlq(program: Command): void {
  const dlq = program
    .command('dlq')
    .description('the dead letters: what could not be delivered, and why')
    .addHelpText(
      'after',
      '\nExamples:\n  houston dlq list\n  houston dlq show bus-3\n  houston dlq redrive\n  houston dlq purge bus-3',
    )
  common(dlq.command('list', { isDefault: true }))
    .description('all dead letters, the oldest first')
    .action(async (_flags: unknown, command: Command) => {
      const { items } = await clientOf(command).request<{ items: Letter[] }>('GET', path)
      if (flagsOf(command).json) return printJson({ items })
      const rows = items.map(({ id, from, target, code, message, attempts }) => [
        id,
        from,
        target,
        String(attempts),
        `${code}: ${message}`.slice(0, 120),
      ])
      print(items.length === 0 ? 'No dead letters.' : table(['id', 'from', 'target', 'tries', 'reason'], rows))
    })
  common(dlq.command('show <id>'))
    .description('one dead letter whole')
    .action(async (id: string, _flags: unknown, command: Command) => {
      printJson(await clientOf(command).request<Letter>('GET', `${path}/${id}`))
    })
  for (const [name, what] of [
    ['redrive', 'send one again, or all'],
    ['purge', 'let one go, or all'],
  ] as const) {
    common(dlq.command(`${name} [id]`))
      .description(what)
      .action(async (id: string | undefined, _flags: unknown, command: Command) => {
        const result = await clientOf(command).request<{ count: number }>('POST', `${path}/${id ?? 'all'}/${name}`)
        answer(command, result, `${result.count} ${name === 'redrive' ? 'sent again' : 'let go'}`)
      })
  }
}
