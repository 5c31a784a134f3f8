/** `houston status-page`: what the public sees, and where. */
import type { Board } from '@houston/core/status-page'
import type { Command } from 'commander'
import { table } from '../output.ts'
import { answer, clientOf, common } from './context.ts'

export function addStatusPage(program: Command): void {
  common(program.command('status-page'))
    .description('what the public sees: its components, what it was told, how many subscribed')
    .action(async (_flags: unknown, command: Command) => {
      const view = await clientOf(command).command<{ board: Board; subscribers: string }>('status-page.show', {})
      answer(command, view, textOf(view.board, view.subscribers))
    })
}

function textOf({ page, components, incidents, maintenances }: Board, subscribers: string): string {
  const rows = components.map(({ name, group = '', status, uptime }) => [
    name,
    group,
    status.replaceAll('_', ' '),
    uptime.percent === undefined ? '' : `${uptime.percent.toFixed(2)} %`,
  ])
  const open = incidents.filter(({ state }) => state !== 'resolved')
  const lines = [
    `${page.title}  ${page.url === '' ? 'GET /status (declare a StatusPage document to name its address)' : page.url}`,
    components.length === 0
      ? 'No service is public: give one the annotation houston.dev/public-name.'
      : table(['component', 'group', 'status', 'uptime'], rows),
    ...open.map(({ title, state, updates }) => `${state}: ${title} (told ${updates.length} times)`),
    ...maintenances.slice(0, 3).map(({ title, fromMs }) => `${new Date(fromMs).toISOString().slice(0, 16)}Z ${title}`),
    `${subscribers} subscribers`,
  ]
  return lines.join('\n')
}
