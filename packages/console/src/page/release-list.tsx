/** Releases under way, and those that ended today. */
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { ReleaseListDocument, ReleasesOfDayDocument } from '../generated/graph.ts'
import { useNow } from '../graph/clock.ts'
import { useGraph } from '../graph/use-graph.ts'
import { ReleaseTable } from '../part/release-table.tsx'
import { Shown } from '../part/shown.tsx'

export default function ReleaseList() {
  const view = useGraph(ReleaseListDocument, {})
  const day = new Date(useNow()).toISOString().slice(0, 10)
  const today = useGraph(ReleasesOfDayDocument, { day })
  return (
    <SpaceBetween size="l">
      <Header variant="h1">Releases</Header>
      <Shown view={view}>
        {({ releases }) => <ReleaseTable title="Under way" releases={releases?.nodes ?? []} empty="Nothing moves." />}
      </Shown>
      <Shown view={today}>
        {({ releases }) => (
          <ReleaseTable title="Ended today" releases={releases?.nodes ?? []} empty="None has ended today." />
        )}
      </Shown>
    </SpaceBetween>
  )
}
