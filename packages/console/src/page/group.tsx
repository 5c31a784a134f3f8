/** One group of alerts: what fires, what is likely behind it on the map of what needs what, what changed, what it was last time. */
import Alert from '@cloudscape-design/components/alert'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { lazy, Suspense } from 'react'
import { GroupViewDocument, type GroupViewQuery, type ServiceRowFragment } from '../generated/graph.ts'
import { useGraph } from '../graph/use-graph.ts'
import { Causes, RecentChanges, SimilarGroups } from '../part/group-cause.tsx'
import { PageLink } from '../part/page-link.tsx'
import { SeverityMark } from '../part/severity.tsx'
import { Empty, Shown } from '../part/shown.tsx'
import { Timeline } from '../part/timeline.tsx'

const OnsetCharts = lazy(() => import('../part/onset-chart.tsx'))
const ServiceMap = lazy(() => import('../part/service-map.tsx'))

export type GroupFacts = NonNullable<GroupViewQuery['group']>

export default function GroupPage({ id }: { readonly id: string }) {
  const view = useGraph(GroupViewDocument, { id })
  return (
    <Shown view={view}>
      {({ group, services }) =>
        group === null ? (
          <Empty>There is no group {id}.</Empty>
        ) : (
          <Group group={group} services={services?.nodes ?? []} />
        )
      }
    </Shown>
  )
}

interface GroupProps {
  readonly group: GroupFacts
  readonly services: readonly ServiceRowFragment[]
}

/** The harmed services and what they need: a cause is upstream of its symptoms. */
function neighbours({ serviceNames, causes }: GroupFacts, services: readonly ServiceRowFragment[]) {
  const harmed = new Set([...serviceNames, ...causes.flatMap(({ name, serviceName }) => [name, serviceName ?? name])])
  const needed = new Set(services.filter(({ name }) => harmed.has(name)).flatMap(({ dependsOn }) => dependsOn))
  return services.filter(({ name }) => harmed.has(name) || needed.has(name))
}

function Group({ group, services }: GroupProps) {
  const shown = neighbours(group, services)
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={group.severitySentence}>
        <SeverityMark severity={group.severity} /> {group.title}
      </Header>
      {group.mergedInto !== null && (
        <Alert type="info">
          It is part of <PageLink href={`/alerts/${group.mergedInto}`}>another group</PageLink>.
        </Alert>
      )}
      <ColumnLayout columns={2} minColumnWidth={340}>
        <Container header={<Header>What is likely behind it</Header>}>
          <Causes causes={group.causes} />
        </Container>
        <SpaceBetween size="l">
          <Container header={<Header counter={`(${group.firingCount} of ${group.alertCount})`}>Symptoms</Header>}>
            <Symptoms group={group} />
          </Container>
          <Container header={<Header>What changed before</Header>}>
            <RecentChanges changes={group.recentChanges} />
          </Container>
          <Container header={<Header>What it was the last time</Header>}>
            <SimilarGroups similar={group.similar} links={group.links} />
          </Container>
        </SpaceBetween>
      </ColumnLayout>
      <Container header={<Header>{group.chart?.serviceName ?? group.serviceName} around the onset</Header>}>
        <Suspense>
          <OnsetCharts chart={group.chart} />
        </Suspense>
      </Container>
      {shown.length > 0 && (
        <Suspense>
          <Container header={<Header>Where it shows</Header>}>
            <ServiceMap services={shown} marks={new Map(group.serviceNames.map((name) => [name, 'shows symptoms']))} />
          </Container>
        </Suspense>
      )}
      <Container header={<Header>What happened</Header>}>
        <Timeline entries={group.timeline?.nodes ?? []} />
      </Container>
    </SpaceBetween>
  )
}

const Symptoms = ({ group: { firing, resolved } }: { readonly group: GroupFacts }) => (
  <ul className="symptoms">
    {firing.map((text) => (
      <li key={text}>● {text}</li>
    ))}
    {resolved.map((text) => (
      <li key={text} className="soft">
        ✓ {text}, over
      </li>
    ))}
  </ul>
)
