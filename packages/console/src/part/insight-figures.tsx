/** DORA's four measures and what incidents and pages cost, each with what it counts. */
import Alert from '@cloudscape-design/components/alert'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { InsightFiguresFragment } from '../generated/graph.ts'
import { durationText } from './time.tsx'

const exact = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 2 })
const seconds = (value: number | null): string => (value === null ? '–' : durationText(value * 1_000))
const share = (value: number | null): string => (value === null ? '–' : `${exact.format(100 * value)} %`)
const number = (value: number | null): string => (value === null ? '–' : exact.format(value))

interface Figure {
  readonly label: string
  readonly value: string
  /** What is counted, and over what. */
  readonly of: string
}

const Figures = ({ figures }: { readonly figures: readonly Figure[] }) => (
  <dl className="figures">
    {figures.map(({ label, value, of }) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd className="figure">{value}</dd>
        <dd className="soft">{of}</dd>
      </div>
    ))}
  </dl>
)

export interface InsightFiguresProps {
  readonly insight: InsightFiguresFragment
  /** Median, from check-in to production. */
  readonly leadTimeSec: number | null
}

/** https://dora.dev/guides/dora-metrics-four-keys/ */
const doraText = 'DORA’s measures, of releases to the last stage of their pipeline.'

function deliveryFigures({ insight, leadTimeSec }: InsightFiguresProps): Figure[] {
  const { delivery, response } = insight
  const { deployments, deploymentsPerDay, failures, caughtInWaves, failureShare } = delivery
  return [
    {
      label: 'Deployment frequency',
      value: `${exact.format(deploymentsPerDay)} a day`,
      of: `${deployments} took all of production’s traffic and kept it`,
    },
    { label: 'Lead time for changes', value: seconds(leadTimeSec), of: 'median, from check-in to production' },
    {
      label: 'Change failure rate',
      value: share(failureShare),
      of: `${failures} of ${deployments + failures} were taken back, ${caughtInWaves} of them with a part of the traffic`,
    },
    {
      label: 'Time to restore',
      value: seconds(response.restoreSecP50),
      of: 'median, from the begin of the harm to its end',
    },
  ]
}

function responseFigures({ response, paging }: InsightFiguresFragment): Figure[] {
  const { incidents, detectSecMean, acknowledgeSecMean, restoreSecMean, unacknowledged } = response
  return [
    { label: 'To detect (MTTD)', value: seconds(detectSecMean), of: 'mean, from the harm to its first sign' },
    {
      label: 'To acknowledge (MTTA)',
      value: seconds(acknowledgeSecMean),
      of: `mean, to somebody who has it; ${unacknowledged} of ${incidents} nobody took`,
    },
    { label: 'To restore (MTTR)', value: seconds(restoreSecMean), of: 'mean, from the harm to its end' },
    {
      label: 'Pages a person',
      value: number(paging.pagesPerPersonMean),
      of: `${paging.pages} pages woke ${paging.people} people`,
    },
    { label: 'Noise', value: share(paging.noiseShare), of: 'of the pages belong to no incident' },
  ]
}

export function InsightFigures({ insight, leadTimeSec }: InsightFiguresProps) {
  const { paging, isPartial } = insight
  return (
    <SpaceBetween size="l">
      {isPartial && <Alert type="warning">A day had more than is read of one: these are figures of a part.</Alert>}
      <Container header={<Header description={doraText}>Delivery</Header>}>
        <Figures figures={deliveryFigures({ insight, leadTimeSec })} />
      </Container>
      <Container header={<Header description="Incidents that ended, and those that are live.">Response</Header>}>
        <SpaceBetween size="m">
          <Figures figures={responseFigures(insight)} />
          {paging.byPerson.length > 0 && (
            <div>
              <span className="soft">Paged most: </span>
              {paging.byPerson.map(({ person, pages }) => `${person} ${pages}`).join(', ')}
            </div>
          )}
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  )
}
