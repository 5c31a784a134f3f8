/** The last days from above: DORA's measures, what incidents and pages cost, where changes waited. */
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { InsightDocument, type InsightQuery, type LeadTimeFiguresFragment } from '../generated/graph.ts'
import { useGraph } from '../graph/use-graph.ts'
import { InsightFigures } from '../part/insight-figures.tsx'
import { Rows } from '../part/rows.tsx'
import { Empty, Shown } from '../part/shown.tsx'
import { durationText } from '../part/time.tsx'

type Row = NonNullable<InsightQuery['leadTime']>['pipelines'][number]

const slowly = 5 * 60_000
const seconds = (value: number | null): string => (value === null ? '–' : durationText(value * 1_000))
const waits: Readonly<Record<string, string>> = {
  queue: 'In line',
  approval: 'For people',
  gate: 'At a gate',
  soak: 'Watched',
}

export default function Insight() {
  const [days, setDays] = useState(30)
  const view = useGraph(InsightDocument, { days }, { everyMs: slowly })
  const choice = (
    <SegmentedControl
      label="Days"
      selectedId={String(days)}
      onChange={({ detail }) => setDays(Number(detail.selectedId))}
      options={[7, 30].map((count) => ({ id: String(count), text: `${count} days` }))}
    />
  )
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        actions={choice}
        description="How changes reach production, and what incidents and pages cost"
      >
        Insight
      </Header>
      <Shown view={view}>
        {({ insight, leadTime }) =>
          leadTime === null ? (
            <Empty>Nothing was measured.</Empty>
          ) : (
            <SpaceBetween size="l">
              {insight !== null && <InsightFigures insight={insight} leadTimeSec={leadTime.all.medianSec} />}
              <Total figures={leadTime.all} />
              <Rows<Row>
                items={leadTime.pipelines}
                trackBy="pipelineName"
                header={<Header>By pipeline</Header>}
                empty={<Empty>No pipeline is declared.</Empty>}
                columns={columns}
              />
            </SpaceBetween>
          )
        }
      </Shown>
    </SpaceBetween>
  )
}

const Total = ({ figures }: { readonly figures: LeadTimeFiguresFragment }) => (
  <Container header={<Header counter={`(${figures.changes})`}>Lead time of all changes</Header>}>
    <KeyValuePairs
      columns={4}
      items={[
        { label: 'Half are faster than', value: seconds(figures.medianSec) },
        { label: 'Nine in ten are faster than', value: seconds(figures.p90Sec) },
        { label: 'Built within', value: seconds(figures.medianBuildSec) },
        ...figures.waited.map(({ kind, medianSec }) => ({ label: waits[kind] ?? kind, value: seconds(medianSec) })),
      ]}
    />
  </Container>
)

const columns = [
  { id: 'pipeline', header: 'Pipeline', isRowHeader: true, cell: ({ pipelineName }: Row) => pipelineName },
  { id: 'changes', header: 'Changes', cell: ({ figures }: Row) => figures.changes },
  { id: 'median', header: 'Median', cell: ({ figures }: Row) => seconds(figures.medianSec) },
  { id: 'p90', header: 'Nine in ten', cell: ({ figures }: Row) => seconds(figures.p90Sec) },
  {
    id: 'waited',
    header: 'Waited, median',
    cell: ({ figures }: Row) =>
      figures.changes === 0
        ? '–'
        : figures.waited.map(({ kind, medianSec }) => `${waits[kind] ?? kind} ${seconds(medianSec)}`).join(', '),
  },
]
