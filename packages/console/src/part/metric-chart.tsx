/** Canary against stable over the time of a wave, one chart for each metric. */
import ColumnLayout from '@cloudscape-design/components/column-layout'
import Header from '@cloudscape-design/components/header'
import LineChart from '@cloudscape-design/components/line-chart'
import type { WaveFactsFragment } from '../generated/graph.ts'
import { Empty } from './shown.tsx'

type Chart = NonNullable<WaveFactsFragment['ticks']>[number]

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const exact = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 2 })

export default function MetricCharts({ charts }: { readonly charts: readonly Chart[] }) {
  if (charts.length === 0) return <Empty>There is no evidence yet.</Empty>
  return (
    <ColumnLayout columns={2} minColumnWidth={320}>
      {charts.map((chart) => (
        <MetricChart key={chart.metric} chart={chart} />
      ))}
    </ColumnLayout>
  )
}

const sideOf = (points: Chart['points'], side: 'canary' | 'stable', factor: number) =>
  points.flatMap(({ at, [side]: value }) => (value === null ? [] : [{ x: new Date(at), y: value * factor }]))

function MetricChart({ chart: { title, kind, points } }: { readonly chart: Chart }) {
  const factor = kind === 'share' ? 100 : 1
  const unit = kind === 'share' ? ' %' : ''
  const valueFormatter = (value: number): string => `${exact.format(value)}${unit}`
  const canary = sideOf(points, 'canary', factor)
  const stable = sideOf(points, 'stable', factor)
  const highest = Math.max(0, ...[...canary, ...stable].map(({ y }) => y))
  return (
    <div>
      <Header variant="h3">{title}</Header>
      <LineChart
        height={180}
        hideFilter
        xScaleType="time"
        xTitle=""
        yTitle=""
        yDomain={[0, highest > 0 ? highest * 1.15 : 1]}
        ariaLabel={`${title}, canary against stable`}
        i18nStrings={{ xTickFormatter: (at) => clock.format(at), yTickFormatter: valueFormatter }}
        series={[
          { title: 'Stable', type: 'line', data: stable, valueFormatter, color: 'var(--rail-strong)' },
          { title: 'Canary', type: 'line', data: canary, valueFormatter, color: 'var(--busy)' },
        ]}
        empty="There is no data."
      />
    </div>
  )
}
