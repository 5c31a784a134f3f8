/** `houston slo`: what services promise, what is left of their error budgets, and how fast they burn. */
import { Slo, type SloView } from '@houston/core/slo'
import type { Command } from 'commander'
import { paint, table } from '../output.ts'
import { answer, clientOf, common } from './context.ts'

export function addSlo(program: Command): void {
  const slo = common(program.command('slo'))
    .description('service level objectives, with the error budget that is left of each and how fast it burns')
    .option('--service <name>', 'those of one service')
    .addHelpText(
      'after',
      '\nExamples:\n  houston slo\n  houston slo --service checkout --json\n  houston slo remove checkout-speed --why "measured by checkout-latency now"',
    )
    .action(async ({ service }: { service?: string }, command: Command) => {
      const shown = await clientOf(command).command<{ items: SloView[] }>('slo.list', { ...(service && { service }) })
      answer(command, shown, sloText(shown.items))
    })
  common(slo.command('remove <name>'))
    .description('take an objective away; a file that still declares it brings it back')
    .requiredOption('--why <reason>', 'the reason, for the record')
    .action(async (name: string, { why }: { why: string }, command: Command) => {
      await clientOf(command).command('slo.remove', { name, why })
      answer(command, { removed: name }, `removed: ${name}`)
    })
}

export function sloText(slos: readonly SloView[]): string {
  if (slos.length === 0)
    return 'No objective is declared; a document of kind SLO (openslo/v1) in houston/ declares one.'
  const rows = slos.map((slo) => [
    slo.name,
    slo.service,
    `${percent(slo.target, 3)} in ${Slo.windowText(slo.window)}`,
    leftText(slo),
    burnText(slo),
    slo.trouble === undefined ? seenText(slo) : paint('yellow', slo.trouble),
  ])
  return table(['objective', 'service', 'target', 'budget left', 'burns', 'counted'], rows)
}

/** A new objective of which nothing is known before is counted from now on. */
const seenText = ({ seenShare }: SloView): string =>
  seenShare > 0 && seenShare < 0.01 ? '< 1 % of the window' : `${percent(seenShare, 0)} of the window`

const percent = (share: number, digits: number): string => `${Number((share * 100).toFixed(digits))} %`

function leftText({ budget, leftShare }: SloView): string {
  if (budget === 'unknown' || leftShare === undefined) return paint('yellow', 'not known')
  const style = budget === 'spent' ? 'red' : leftShare < 0.1 ? 'yellow' : 'green'
  return paint(style, percent(leftShare, 1))
}

/** Over the windows of the alert that fires, else over the last hour. */
function burnText({ burn, burnRates }: SloView): string {
  if (burn === 'unknown') return paint('yellow', 'not known')
  const rates = Object.entries(burnRates).map(([window, rate]) => `${rate}× ${window}`)
  if (burn === 'none') return rates.find((text) => text.endsWith(' 1h')) ?? ''
  return paint(burn === 'fast' ? 'red' : 'yellow', `${burn}: ${rates.join(', ')}`)
}
