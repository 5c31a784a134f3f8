/** Reviews that are not done: what went wrong, what is asked for next, and by when. */
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { type ReviewFactsFragment, ReviewListDocument } from '../generated/graph.ts'
import { useGraph } from '../graph/use-graph.ts'
import { PageLink } from '../part/page-link.tsx'
import { Rows } from '../part/rows.tsx'
import { SeverityMark } from '../part/severity.tsx'
import { Empty, Shown } from '../part/shown.tsx'
import { Time } from '../part/time.tsx'

export default function ReviewList() {
  const view = useGraph(ReviewListDocument, {})
  return (
    <SpaceBetween size="l">
      <Header variant="h1">Reviews</Header>
      <Shown view={view}>
        {({ reviews }) => (
          <Rows<ReviewFactsFragment>
            items={reviews?.nodes ?? []}
            trackBy="id"
            header={<Header counter={`(${reviews?.nodes.length ?? 0})`}>Not done yet</Header>}
            empty={<Empty>None is open. An incident has one once its service is restored.</Empty>}
            columns={columns}
          />
        )}
      </Shown>
    </SpaceBetween>
  )
}

export function NextStage({ stage }: { readonly stage: ReviewFactsFragment['nextStage'] }) {
  if (stage === null) return <StatusIndicator type="success">all is done</StatusIndicator>
  return (
    <StatusIndicator type={stage.isOverdue ? 'warning' : 'pending'}>
      {stage.asks} <Time at={stage.dueAt} />
    </StatusIndicator>
  )
}

const columns = [
  {
    id: 'severity',
    header: 'Severity',
    width: 100,
    cell: ({ severity }: ReviewFactsFragment) => <SeverityMark severity={severity} />,
  },
  {
    id: 'title',
    header: 'What',
    isRowHeader: true,
    cell: ({ id, title }: ReviewFactsFragment) => <PageLink href={`/reviews/${id}`}>{title}</PageLink>,
  },
  { id: 'service', header: 'Service', cell: ({ serviceName }: ReviewFactsFragment) => serviceName },
  {
    id: 'next',
    header: 'Asked for next',
    cell: ({ nextStage }: ReviewFactsFragment) => <NextStage stage={nextStage} />,
  },
  { id: 'items', header: 'Items open', cell: ({ openItems }: ReviewFactsFragment) => openItems },
  { id: 'author', header: 'Writes it', cell: ({ author }: ReviewFactsFragment) => author },
]
