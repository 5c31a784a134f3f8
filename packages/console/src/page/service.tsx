/** One service: who answers for it, what it needs, what was released, what hurt. */
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { ServiceViewDocument, type ServiceViewQuery } from '../generated/graph.ts'
import { useGraph } from '../graph/use-graph.ts'
import { OnCallNow } from '../part/incident-people.tsx'
import { IncidentTable } from '../part/incident-table.tsx'
import { ObjectiveTable } from '../part/objective-table.tsx'
import { PageLink } from '../part/page-link.tsx'
import { ReleaseTable } from '../part/release-table.tsx'
import { SeverityMark } from '../part/severity.tsx'
import { Empty, Shown } from '../part/shown.tsx'

type Service = NonNullable<ServiceViewQuery['service']>

export default function ServicePage({ name }: { readonly name: string }) {
  const view = useGraph(ServiceViewDocument, { name })
  return (
    <Shown view={view}>
      {({ service }) =>
        service === null ? (
          <Empty>The catalog has no service {name}.</Empty>
        ) : (
          <SpaceBetween size="l">
            <Header variant="h1" description={service.description}>
              {service.name}
            </Header>
            <Facts service={service} />
            {(service.objectives ?? []).length > 0 && <ObjectiveTable objectives={service.objectives ?? []} />}
            <IncidentTable title="Incidents" incidents={service.incidents?.nodes ?? []} empty="None so far." />
            <ReleaseTable title="Releases" releases={service.releases?.nodes ?? []} empty="None so far." />
          </SpaceBetween>
        )
      }
    </Shown>
  )
}

function Facts({ service }: { readonly service: Service }) {
  const known = new Set(service.dependencies?.map(({ name }) => name))
  return (
    <Container>
      <KeyValuePairs
        columns={4}
        items={[
          { label: 'Owner', value: service.owner },
          { label: 'Tier', value: String(service.tier) },
          { label: 'Answers now', value: <OnCallNow duties={service.onCall ?? []} /> },
          {
            label: 'Needs',
            value:
              service.dependsOn.length === 0 ? (
                'nothing'
              ) : (
                <SpaceBetween size="xxs">
                  {service.dependsOn.map((name) =>
                    known.has(name) ? (
                      <Needed key={name} name={name} service={service} />
                    ) : (
                      <span key={name}>{name}, not in the catalog</span>
                    ),
                  )}
                </SpaceBetween>
              ),
          },
        ]}
      />
    </Container>
  )
}

function Needed({ name, service }: { readonly name: string; readonly service: Service }) {
  const [incident] = service.dependencies?.find((candidate) => candidate.name === name)?.openIncidents ?? []
  return (
    <span>
      <PageLink href={`/services/${name}`}>{name}</PageLink>{' '}
      {incident !== undefined && <SeverityMark severity={incident.severity} />}
    </span>
  )
}
