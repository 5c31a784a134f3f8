/** What the judge says of a wave and what it saw: its sentence, its evidence metric by metric, canary against stable over time. */
import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import { lazy, Suspense, useState } from 'react'
import type { VerdictOutcome, WaveFactsFragment } from '../generated/graph.ts'
import { Empty } from './shown.tsx'

const MetricCharts = lazy(() => import('./metric-chart.tsx'))

const outcomes: Readonly<Record<VerdictOutcome, readonly [StatusIndicatorProps.Type, string]>> = {
  HARM: ['error', 'Harm'],
  BLIND: ['warning', 'Blind'],
  UNDECIDED: ['pending', 'Undecided'],
  SAFE: ['success', 'Safe'],
}

type Verdict = NonNullable<WaveFactsFragment['verdict']>
type Finding = Verdict['findings'][number]

export interface WaveDetailProps {
  readonly waves: readonly WaveFactsFragment[]
  /** The wave under way. */
  readonly waveIndex: number
}

export function WaveDetail({ waves, waveIndex }: WaveDetailProps) {
  const [chosen, setChosen] = useState<number>()
  const begun = waves.filter(({ startedAt }) => startedAt !== null)
  const wave = waves[chosen ?? Math.max(0, waveIndex)]
  if (begun.length === 0 || wave === undefined)
    return (
      <Container header={<Header>What the judge sees</Header>}>
        <Empty>No wave has begun: the new version takes no traffic yet.</Empty>
      </Container>
    )
  const choice = (
    <SegmentedControl
      label="Wave"
      selectedId={String(wave.index)}
      onChange={({ detail }) => setChosen(Number(detail.selectedId))}
      options={begun.map(({ index, name }) => ({ id: String(index), text: name }))}
    />
  )
  return (
    <Container header={<Header actions={choice}>What the judge sees</Header>}>
      <SpaceBetween size="l">
        {wave.verdict === null ? <Empty>The judge has not looked yet.</Empty> : <Said verdict={wave.verdict} />}
        <Suspense fallback={<Spinner />}>
          <MetricCharts charts={wave.ticks ?? []} />
        </Suspense>
        {wave.verdict !== null && <Findings findings={wave.verdict.findings} />}
      </SpaceBetween>
    </Container>
  )
}

function Said({ verdict: { outcome, sentence } }: { readonly verdict: Verdict }) {
  const [type, text] = outcomes[outcome]
  return (
    <div>
      <StatusIndicator type={type}>{text}</StatusIndicator>
      <Box padding={{ top: 'xxs' }}>{sentence}</Box>
    </div>
  )
}

const count = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 })
const exact = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3 })
const share = (events: number, requests: number): string =>
  requests > 0 ? `${exact.format((100 * events) / requests)} %` : '–'

function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  return (
    <Table<Finding>
      variant="embedded"
      contentDensity="compact"
      trackBy="metric"
      items={findings}
      header={<Header variant="h3">Evidence</Header>}
      columnDefinitions={[
        {
          id: 'metric',
          header: 'Metric',
          isRowHeader: true,
          cell: ({ metric, isCritical }) => (isCritical ? metric : `${metric}, advisory`),
        },
        { id: 'canary', header: 'Canary', cell: (found) => share(found.canaryEvents, found.canaryRequests) },
        { id: 'canary-requests', header: 'of requests', cell: (found) => count.format(found.canaryRequests) },
        { id: 'stable', header: 'Stable', cell: (found) => share(found.stableEvents, found.stableRequests) },
        { id: 'stable-requests', header: 'of requests', cell: (found) => count.format(found.stableRequests) },
        {
          id: 'harm',
          header: 'Evidence of harm',
          cell: (found) => `${exact.format(found.eValue)} of ${exact.format(found.needs)}`,
        },
        { id: 'safe', header: 'Evidence of safety', cell: (found) => exact.format(found.safeEValue) },
        {
          id: 'blamed',
          header: 'Found',
          cell: ({ isBlamed }) => (isBlamed ? <StatusIndicator type="error">guilty</StatusIndicator> : '–'),
        },
      ]}
    />
  )
}
