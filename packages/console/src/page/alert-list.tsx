/** What alarms say: groups, each with its likeliest cause; and alerts one by one, with why somebody was told or nobody. */
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { AlertListDocument } from '../generated/graph.ts'
import { useGraph } from '../graph/use-graph.ts'
import { AlertTable } from '../part/alert-table.tsx'
import { GroupTable } from '../part/group-table.tsx'
import { Shown } from '../part/shown.tsx'

export default function AlertList() {
  const view = useGraph(AlertListDocument, {})
  return (
    <SpaceBetween size="l">
      <Header variant="h1">Alerts</Header>
      <Shown view={view}>
        {({ groups, alerts }) => (
          <SpaceBetween size="l">
            <GroupTable title="Open groups" groups={groups?.nodes ?? []} empty="No alarm has anything to say." />
            <AlertTable alerts={alerts?.nodes ?? []} />
          </SpaceBetween>
        )}
      </Shown>
    </SpaceBetween>
  )
}
