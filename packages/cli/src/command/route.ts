/** `houston route --explain`: who would hear of the alerts that are recorded, before a route is declared. */

import { readFileSync } from 'node:fs'
import { describeRouted, type RouteExplanation } from '@houston/core/alert'
import type { ManifestFile } from '@houston/core/manifest'
import type { Command } from 'commander'
import { CommandFailure, exitStatus } from '../exit.ts'
import { checked } from './apply.ts'
import { answer, clientOf, common } from './context.ts'

export function addRoute(program: Command): void {
  common(program.command('route'))
    .description('try routes over the alerts that are recorded: who would hear of what, and what differs from today')
    .requiredOption('--explain <file>', 'a file with Route documents')
    .addHelpText('after', '\nExample:\n  houston route --explain houston/routes.yaml')
    .action(async ({ explain }: { explain: string }, command: Command) => {
      const file: ManifestFile = { file: explain, text: readFileSync(explain, 'utf8') }
      const routes = checked([file]).documents.filter(({ kind }) => kind === 'Route')
      if (routes.length === 0) throw new CommandFailure(exitStatus.usage, `${explain} holds no Route.`)
      const input = { routes: routes.map((document) => document.input) }
      const explanation = await clientOf(command).command<RouteExplanation>('alert.explain-routes', input)
      answer(command, explanation, explained(explanation))
    })
}

function explained({ alerts, byReceiver, different }: RouteExplanation): string {
  const receivers = Object.entries(byReceiver).sort((a, b) => b[1] - a[1])
  return [
    `${alerts} recorded alerts:`,
    ...receivers.map(([receiver, count]) => `  ${String(count).padStart(6)}  ${receiver}`),
    different.length === 0 ? 'Nobody would hear of other alerts than today.' : 'Others would hear of these:',
    ...different.map(
      (routed) => `  ${describeRouted(routed)}\n${routed.steps.map((step) => `      ${step}`).join('\n')}`,
    ),
  ].join('\n')
}
