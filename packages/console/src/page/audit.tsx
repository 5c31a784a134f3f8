/** What people and other services did on a day: who, what, to what, when. For admins. */
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useSearchParams } from 'wouter'
import { AuditDocument, type AuditQuery } from '../generated/graph.ts'
import { useNow } from '../graph/clock.ts'
import { useGraph } from '../graph/use-graph.ts'
import { PageLink } from '../part/page-link.tsx'
import { Rows } from '../part/rows.tsx'
import { Empty, Shown } from '../part/shown.tsx'
import { Time } from '../part/time.tsx'
import { eventWords } from '../part/timeline.tsx'

type Entry = NonNullable<AuditQuery['audit']>['nodes'][number]

const dayMs = 86_400_000
const dayOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10)
const pages: Readonly<Record<string, string>> = {
  release: '/releases/',
  incident: '/incidents/',
  group: '/alerts/',
  service: '/services/',
}

export default function Audit() {
  const [search, setSearch] = useSearchParams()
  const today = dayOf(useNow())
  const day = search.get('day') ?? today
  const view = useGraph(AuditDocument, { day })
  const turn = (days: number) => (
    <Button
      iconName={days < 0 ? 'angle-left' : 'angle-right'}
      variant="icon"
      ariaLabel={days < 0 ? 'The day before' : 'The day after'}
      disabled={days > 0 && day >= today}
      onClick={() => setSearch({ day: dayOf(Date.parse(day) + days * dayMs) })}
    />
  )
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description="What people and other services did; what Houston did stands on each thing's own timeline"
      >
        Audit
      </Header>
      <Shown view={view}>
        {({ audit }) => (
          <Rows<Entry>
            isDense
            items={audit?.nodes ?? []}
            trackBy="id"
            header={
              <Header
                counter={`(${audit?.nodes.length ?? 0}${audit?.pageInfo.hasNextPage === true ? '+' : ''})`}
                actions={
                  <SpaceBetween direction="horizontal" size="xs">
                    {turn(-1)}
                    {turn(1)}
                  </SpaceBetween>
                }
              >
                {day}, UTC
              </Header>
            }
            empty={<Empty>Nobody did anything that day.</Empty>}
            columns={columns}
          />
        )}
      </Shown>
    </SpaceBetween>
  )
}

const columns = [
  { id: 'at', header: 'When', cell: ({ at }: Entry) => <Time at={at} form="clock" /> },
  { id: 'actor', header: 'Who', cell: ({ actor }: Entry) => actor.replace(/^(person|service):/, '') },
  { id: 'type', header: 'What', isRowHeader: true, cell: ({ type }: Entry) => eventWords(type) },
  {
    id: 'subject',
    header: 'To what',
    cell: ({ noun, subjectId }: Entry) =>
      pages[noun] === undefined ? (
        `${noun} ${subjectId}`
      ) : (
        <PageLink href={`${pages[noun]}${subjectId}`}>{`${noun} ${subjectId}`}</PageLink>
      ),
  },
  {
    id: 'why',
    header: 'Why',
    cell: ({ data }: Entry) => (JSON.parse(data) as { readonly why?: string }).why ?? '–',
  },
]
