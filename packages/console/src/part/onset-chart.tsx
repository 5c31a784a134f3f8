/** The metrics of a group's service around its onset, one small chart each; what is missing is said, not drawn. */
import ColumnLayout from '@cloudscape-design/components/column-layout'
import Header from '@cloudscape-design/components/header'
import LineChart from '@cloudscape-design/components/line-chart'
import type { GroupViewQuery } from '../generated/graph.ts'
import { Empty } from './shown.tsx'

type Chart = NonNullable<NonNullable<GroupViewQuery['group']>['chart']>
type Series = Chart['series'][number]

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const exact = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 2 })

export default function OnsetCharts({ chart }: { readonly chart: Chart | null }) {
  if (chart === null) return <Empty>It is drawn within a minute.</Empty>
  if (chart.series.length === 0) return <Empty>{chart.missing ?? 'There is no metric.'}</Empty>
  return (
    <ColumnLayout columns={2} minColumnWidth={320}>
      {chart.series.map((series) => (
        <OnsetChart key={series.metric} chart={chart} series={series} />
      ))}
    </ColumnLayout>
  )
}

function OnsetChart({ chart, series }: { readonly chart: Chart; readonly series: Series }) {
  const { title, kind, values, missing } = series
  const [factor, unit] = kind === 'share' ? [100, ' %'] : [1, '']
  const valueFormatter = (value: number): string => `${exact.format(value)}${unit}`
  const fromMs = Date.parse(chart.fromAt)
  const data = values.flatMap((value, place) =>
    value === null ? [] : [{ x: new Date(fromMs + place * chart.pointSec * 1_000), y: value * factor }],
  )
  const highest = Math.max(0, ...data.map(({ y }) => y))
  return (
    <div>
      <Header variant="h3" description={data.length < values.length ? missing : undefined}>
        {title}
      </Header>
      <LineChart
        height={140}
        hideFilter
        hideLegend
        xScaleType="time"
        xTitle=""
        yTitle=""
        xDomain={[new Date(fromMs), new Date(fromMs + values.length * chart.pointSec * 1_000)]}
        yDomain={[0, highest > 0 ? highest * 1.15 : 1]}
        ariaLabel={`${title} of ${chart.serviceName} around the onset`}
        i18nStrings={{ xTickFormatter: (at) => clock.format(at), yTickFormatter: valueFormatter }}
        series={[
          { title, type: 'line', data, valueFormatter, color: 'var(--busy)' },
          { title: 'It began', type: 'threshold', x: new Date(chart.onsetAt), color: 'var(--rail-strong)' },
        ]}
        empty={missing ?? 'There is no data.'}
      />
    </div>
  )
}
