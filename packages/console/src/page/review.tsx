/** One review: what happened, why, what follows, and what is still to be done by whom. */
import ColumnLayout from '@cloudscape-design/components/column-layout'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { ReviewPageDocument, type ReviewPageQuery } from '../generated/graph.ts'
import { useGraph } from '../graph/use-graph.ts'
import { PageLink } from '../part/page-link.tsx'
import { Rows } from '../part/rows.tsx'
import { SeverityMark } from '../part/severity.tsx'
import { Empty, Shown } from '../part/shown.tsx'
import { Time } from '../part/time.tsx'
import { NextStage } from './review-list.tsx'

type Review = NonNullable<ReviewPageQuery['review']>
type Item = NonNullable<Review['items']>[number]

export default function ReviewPage({ id }: { readonly id: string }) {
  const view = useGraph(ReviewPageDocument, { id })
  return (
    <Shown view={view}>
      {({ review }) => (review === null ? <Empty>There is no review {id}.</Empty> : <Document review={review} />)}
    </Shown>
  )
}

function Document({ review }: { readonly review: Review }) {
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={
          <>
            {review.state} · written by {review.author} ·{' '}
            <PageLink href={`/incidents/${review.incidentId}`}>the incident</PageLink>
          </>
        }
      >
        <SeverityMark severity={review.severity} /> {review.title}
      </Header>
      <NextStage stage={review.nextStage} />
      <ColumnLayout columns={2} minColumnWidth={320}>
        <Text title="What happened">{review.summary}</Text>
        <Text title="Root cause">{review.rootCause}</Text>
      </ColumnLayout>
      <Container header={<Header>Why, and why again</Header>}>
        {review.whys.length === 0 && <Empty>Nobody has asked why yet.</Empty>}
        <ol>
          {review.whys.map(({ question, answer }) => (
            <li key={question}>
              <strong>{question}</strong> {answer}
            </li>
          ))}
        </ol>
      </Container>
      <ColumnLayout columns={2} minColumnWidth={320}>
        <List title="What contributed" texts={review.factors} />
        <List title="Lessons" texts={review.lessons} />
      </ColumnLayout>
      <Rows<Item>
        items={review.items ?? []}
        trackBy="id"
        header={<Header counter={`(${review.openItems} open)`}>What is done about it</Header>}
        empty={<Empty>No action is agreed yet.</Empty>}
        columns={columns}
      />
    </SpaceBetween>
  )
}

const Text = ({ title, children }: { readonly title: string; readonly children: string }) => (
  <Container header={<Header>{title}</Header>}>
    {children === '' ? <Empty>Not written yet.</Empty> : <p className="prose">{children}</p>}
  </Container>
)

const List = ({ title, texts }: { readonly title: string; readonly texts: readonly string[] }) => (
  <Container header={<Header>{title}</Header>}>
    {texts.length === 0 && <Empty>None is written yet.</Empty>}
    <ul>
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  </Container>
)

const columns = [
  { id: 'title', header: 'What', isRowHeader: true, cell: ({ title }: Item) => title },
  { id: 'owner', header: 'Who', cell: ({ owner }: Item) => owner },
  { id: 'priority', header: 'Priority', cell: ({ priority, kind }: Item) => `${priority}, ${kind}` },
  {
    id: 'due',
    header: 'By when',
    cell: ({ isDone, isOverdue, dueAt, outcome }: Item) => (
      <StatusIndicator type={isDone ? 'success' : isOverdue ? 'warning' : 'pending'}>
        {isDone ? (outcome ?? 'done') : <Time at={dueAt} />}
      </StatusIndicator>
    ),
  },
]
