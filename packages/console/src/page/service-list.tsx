/** The catalog: a list with what runs, who answers and what hurts; and the map of what needs what. */
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { lazy, Suspense } from 'react'
import { useSearchParams } from 'wouter'
import { ServiceListDocument, type ServiceRowFragment } from '../generated/graph.ts'
import { useGraph } from '../graph/use-graph.ts'
import { PageLink } from '../part/page-link.tsx'
import { ReleaseStateMark } from '../part/release-state.tsx'
import { Rows } from '../part/rows.tsx'
import { SeverityMark } from '../part/severity.tsx'
import { Empty, Shown } from '../part/shown.tsx'

const ServiceMap = lazy(() => import('../part/service-map.tsx'))

export default function ServiceList() {
  const view = useGraph(ServiceListDocument, {})
  const [search, setSearch] = useSearchParams()
  const isMap = search.get('as') === 'map'
  const choice = (
    <SegmentedControl
      label="Show as"
      selectedId={isMap ? 'map' : 'list'}
      onChange={({ detail }) => setSearch({ as: detail.selectedId })}
      options={[
        { id: 'list', text: 'List' },
        { id: 'map', text: 'Map' },
      ]}
    />
  )
  return (
    <SpaceBetween size="l">
      <Header variant="h1" actions={choice}>
        Services
      </Header>
      <Shown view={view}>
        {({ services }) =>
          isMap ? (
            <Suspense>
              <Container>
                <ServiceMap services={services?.nodes ?? []} />
              </Container>
            </Suspense>
          ) : (
            <ServiceTable services={services?.nodes ?? []} />
          )
        }
      </Shown>
    </SpaceBetween>
  )
}

const primaryOf = ({ onCall }: ServiceRowFragment): string => {
  const duty = onCall?.find(({ role }) => role === 'primary')
  return duty === undefined || duty.people.length === 0 ? 'nobody' : duty.people.join(', ')
}

const ServiceTable = ({ services }: { readonly services: readonly ServiceRowFragment[] }) => (
  <Rows<ServiceRowFragment>
    items={services}
    trackBy="name"
    header={<Header counter={`(${services.length})`}>Catalog</Header>}
    empty={<Empty>The catalog is empty. `houston apply` fills it from houston/.</Empty>}
    columns={[
      {
        id: 'name',
        header: 'Service',
        isRowHeader: true,
        cell: ({ name }) => <PageLink href={`/services/${name}`}>{name}</PageLink>,
      },
      { id: 'tier', header: 'Tier', width: 80, cell: ({ tier }) => tier },
      { id: 'owner', header: 'Owner', cell: ({ owner }) => owner },
      { id: 'on-call', header: 'On call', cell: primaryOf },
      {
        id: 'release',
        header: 'Last release',
        cell: ({ lastRelease }) =>
          lastRelease === null ? (
            '–'
          ) : (
            <SpaceBetween size="xxxs">
              <PageLink href={`/releases/${lastRelease.id}`}>{lastRelease.version}</PageLink>
              <ReleaseStateMark state={lastRelease.state} />
            </SpaceBetween>
          ),
      },
      {
        id: 'incidents',
        header: 'Burns',
        cell: ({ openIncidents }) =>
          openIncidents === null || openIncidents.length === 0 ? (
            '–'
          ) : (
            <SpaceBetween direction="horizontal" size="xxs">
              {openIncidents.map(({ id, severity }) => (
                <PageLink key={id} href={`/incidents/${id}`}>
                  <SeverityMark severity={severity} />
                </PageLink>
              ))}
            </SpaceBetween>
          ),
      },
    ]}
  />
)
