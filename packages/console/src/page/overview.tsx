/** What is burning, what is moving. */
import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type DutyFactsFragment, OverviewDocument, type ReleaseRowFragment } from '../generated/graph.ts'
import { useGraph } from '../graph/use-graph.ts'
import { GroupTable } from '../part/group-table.tsx'
import { OnCallNow } from '../part/incident-people.tsx'
import { IncidentTable } from '../part/incident-table.tsx'
import { PageLink } from '../part/page-link.tsx'
import { ReleaseStateMark } from '../part/release-state.tsx'
import { Empty, Shown } from '../part/shown.tsx'
import { Time } from '../part/time.tsx'
import { WavePath } from '../part/wave-path.tsx'

export default function Overview() {
  const view = useGraph(OverviewDocument, {})
  return (
    <SpaceBetween size="l">
      <Header variant="h1">What is burning, what is moving</Header>
      <Shown view={view}>
        {({ incidents, groups, releases, schedules }) => (
          <SpaceBetween size="l">
            <IncidentTable title="Incidents" incidents={incidents?.nodes ?? []} empty="Nothing burns." />
            <GroupTable
              title="Alerts with one cause"
              groups={groups?.nodes ?? []}
              empty="No alarm has anything to say."
            />
            <Moving releases={releases?.nodes ?? []} />
            <Answering duties={(schedules?.nodes ?? []).flatMap(({ onCall }) => onCall ?? [])} />
          </SpaceBetween>
        )}
      </Shown>
    </SpaceBetween>
  )
}

const Answering = ({ duties }: { readonly duties: readonly DutyFactsFragment[] }) => (
  <Container header={<Header>Who answers now</Header>}>
    {duties.length === 0 ? <Empty>No schedule is declared.</Empty> : <OnCallNow duties={duties} />}
  </Container>
)

function Moving({ releases }: { readonly releases: readonly ReleaseRowFragment[] }) {
  return (
    <Container header={<Header counter={`(${releases.length})`}>Releases under way</Header>}>
      {releases.length === 0 && <Empty>Nothing moves. The next push starts a release.</Empty>}
      <SpaceBetween size="l">
        {releases.map((release) => (
          <ReleaseLine key={release.id} release={release} />
        ))}
      </SpaceBetween>
    </Container>
  )
}

function ReleaseLine({ release }: { readonly release: ReleaseRowFragment }) {
  const { id, serviceName, version, state, isEnded, waves, createdAt } = release
  const sentence = waves?.[release.waveIndex]?.verdict?.sentence
  return (
    <article className="release-line">
      <div>
        <PageLink href={`/releases/${id}`} variant="primary">
          {serviceName} {version}
        </PageLink>
        <Box color="text-body-secondary" fontSize="body-s">
          <ReleaseStateMark state={state} /> · begun <Time at={createdAt} />
        </Box>
      </div>
      <WavePath waves={waves ?? []} isEnded={isEnded} />
      {sentence !== undefined && (
        <Box color="text-body-secondary" fontSize="body-s">
          {sentence}
        </Box>
      )}
    </article>
  )
}
