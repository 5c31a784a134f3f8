/**
 * `npm run cost -- --releases 50000 --alerts 1000000`: what a load costs on AWS by list price, per service and per release.
 * `--days 1` the time it is spread over, `--soak-minutes 5,3,3,3` how long each wave is under judgement, `--cloudwatch-series 0` metrics
 * that a wave reads from CloudWatch each minute.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { table } from '../../bench/judge/table.ts'
import { type CostLine, type Counts, estimate, type Load, type Prices, total } from './model.ts'

const { values } = parseArgs({
  options: {
    releases: { type: 'string', default: '50000' },
    alerts: { type: 'string', default: '1000000' },
    days: { type: 'string', default: '1' },
    'soak-minutes': { type: 'string' },
    'cloudwatch-series': { type: 'string', default: '0' },
  },
})
const dataOf = <Data>(file: string): Data => JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8')) as Data
const counts = dataOf<Counts>('counts.json')
const prices = dataOf<Prices>('prices.json')

/** Dollars. */
const targets = { release: 0.02, millionAlerts: 2 }
/** Of the seed's schedule: 15 minutes, 2, 4 and 24 hours. */
const longSoakMinutes = [15, 120, 240, 1_440]

const soak = values['soak-minutes']
const load: Load = {
  days: Number(values.days),
  releases: Number(values.releases),
  alerts: Number(values.alerts),
  ...(soak !== undefined && { soakMinutes: soak.split(',').map(Number) }),
  cloudWatchSeries: Number(values['cloudwatch-series']),
}
const say = (text: string): boolean => process.stdout.write(`${text}\n`)
const dollars = (amount: number): string => amount.toFixed(amount < 1 ? 5 : 2)
const number = (amount: number): string => (amount < 100 ? amount.toFixed(2) : Math.round(amount).toLocaleString('en'))

function show(title: string, lines: readonly CostLine[], per: number): void {
  if (lines.length === 0) return
  say(`\n${title}\n`)
  const rows = lines.map(({ service, what, quantity, dollars: cost }) => [
    service,
    what,
    number(quantity),
    dollars(cost),
    per === 0 ? '' : (cost / per).toFixed(6),
  ])
  const all = total(lines)
  rows.push(['all', '', '', dollars(all), per === 0 ? '' : (all / per).toFixed(6)])
  say(table(['service', 'what', 'quantity', '$', '$ each'], rows))
}

say(
  `${load.releases} releases and ${load.alerts} alarm events in ${load.days} days; ${(load.soakMinutes ?? counts.release.soakMinutes).join(' + ')} minutes under ` +
    `judgement; counted ${counts.measuredAt}, list prices of ${prices.region} as of ${prices.asOf}`,
)
const made = estimate(counts, prices, load)
show('Releases', made.release, load.releases)
show('The judge, over all of them', made.judge, load.releases)
show('Alarm events', made.alert, load.alerts)

const verdict = (cost: number, target: number): string => (cost <= target ? 'within' : 'OVER')
say(
  `\nPer release: $${made.dollarsPerRelease.toFixed(4)}, ${verdict(made.dollarsPerRelease, targets.release)} the target of $${targets.release}`,
)
say(
  made.dollarsPerMillionAlerts === undefined
    ? 'Per million alarm events: not counted, the topology takes none yet'
    : `Per million alarm events: $${made.dollarsPerMillionAlerts.toFixed(2)}, ${verdict(made.dollarsPerMillionAlerts, targets.millionAlerts)} the target of $${targets.millionAlerts}`,
)
const other = (title: string, change: Partial<Load>): void => {
  const cost = estimate(counts, prices, { ...load, ...change }).dollarsPerRelease
  say(`  ${title}: $${cost.toFixed(4)} per release, ${verdict(cost, targets.release)}`)
}
say('\nWhat moves it:')
other('30 hours under judgement (15 min, 2 h, 4 h, 24 h)', { soakMinutes: longSoakMinutes })
other('8 series from CloudWatch for each wave and minute', { cloudWatchSeries: 8 })
other('50 releases a day, not 50,000', { releases: 50, days: 1 })
const month = monthly()
say(`\nStanding, whatever is released: $${month.toFixed(2)} a month for alarms and dashboards.`)

function monthly(): number {
  const lines = readFileSync(join(import.meta.dirname, '../../test/golden/resources-production.txt'), 'utf8').split(
    '\n',
  )
  const count = (type: string): number => lines.filter((line) => line.startsWith(`${type} `)).length
  return count('MetricAlarm') * prices.alarmMonth + count('Dashboard') * prices.dashboardMonth
}
