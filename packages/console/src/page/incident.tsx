/** The room of one incident: what hurts, who does what, what is due, what happened, and what can be done now. */
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { IncidentRoomDocument, type IncidentRoomQuery } from '../generated/graph.ts'
import { useGraph } from '../graph/use-graph.ts'
import { IncidentActions } from '../part/incident-action.tsx'
import { CommunicationsDue, OnCallNow, Roles } from '../part/incident-people.tsx'
import { PageLink } from '../part/page-link.tsx'
import { Phases } from '../part/phases.tsx'
import { IncidentStateMark, SeverityMark } from '../part/severity.tsx'
import { Empty, Shown } from '../part/shown.tsx'
import { Time } from '../part/time.tsx'
import { Timeline } from '../part/timeline.tsx'

export type Room = NonNullable<IncidentRoomQuery['incident']>

export default function IncidentPage({ id }: { readonly id: string }) {
  const view = useGraph(IncidentRoomDocument, { id })
  return (
    <Shown view={view}>
      {({ incident }) =>
        incident === null ? (
          <Empty>There is no incident {id}.</Empty>
        ) : (
          <SpaceBetween size="l">
            <RoomHeader room={incident} onDone={view.refresh} />
            <ColumnLayout columns={2} minColumnWidth={320}>
              <Container header={<Header>Who does what</Header>}>
                <Roles room={incident} onDone={view.refresh} />
              </Container>
              <Container header={<Header>Who must be told</Header>}>
                <CommunicationsDue room={incident} onDone={view.refresh} />
                <Box margin={{ top: 's' }}>
                  <OnCallNow duties={incident.onCall ?? []} />
                </Box>
              </Container>
            </ColumnLayout>
            <Phases figures={incident.figures} />
            <Container header={<Header>What happened</Header>}>
              <Timeline entries={incident.timeline?.nodes ?? []} />
            </Container>
          </SpaceBetween>
        )
      }
    </Shown>
  )
}

function RoomHeader({ room, onDone }: { readonly room: Room; readonly onDone: () => void }) {
  const { severity, state, stateMeaning, serviceName, releaseId } = room
  return (
    <SpaceBetween size="m">
      <Header variant="h1" actions={<IncidentActions room={room} onDone={onDone} />}>
        <SeverityMark severity={severity} /> {room.title}
      </Header>
      {room.mergedInto !== null && (
        <Alert type="info">
          It is part of <PageLink href={`/incidents/${room.mergedInto}`}>{room.mergedInto}</PageLink>.
        </Alert>
      )}
      <Container>
        <KeyValuePairs
          columns={4}
          items={[
            {
              label: 'State',
              value: <IncidentStateMark state={state} />,
              info: <span className="soft">{stateMeaning}</span>,
            },
            { label: 'Service', value: <PageLink href={`/services/${serviceName}`}>{serviceName}</PageLink> },
            { label: 'Owner', value: room.owner },
            { label: 'Reaches', value: room.serviceNames.length === 0 ? 'nothing else' : room.serviceNames.join(', ') },
            { label: 'Began', value: <Time at={room.startedAt} form="both" /> },
            { label: 'Restored', value: <Time at={room.resolvedAt} form="both" /> },
            {
              label: 'Likely cause',
              value:
                releaseId === null ? 'not known' : <PageLink href={`/releases/${releaseId}`}>the release</PageLink>,
            },
            {
              label: 'Meet',
              value: [room.channel, room.bridge].filter((place) => place !== null).join(', ') || 'no war room yet',
            },
          ]}
        />
      </Container>
    </SpaceBetween>
  )
}
