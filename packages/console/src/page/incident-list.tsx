/** Incidents that people work on or watch, and those that ended today. */
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { IncidentListDocument, IncidentsOfDayDocument } from '../generated/graph.ts'
import { useNow } from '../graph/clock.ts'
import { useGraph } from '../graph/use-graph.ts'
import { IncidentTable } from '../part/incident-table.tsx'
import { Shown } from '../part/shown.tsx'

export default function IncidentList() {
  const view = useGraph(IncidentListDocument, {})
  const day = new Date(useNow()).toISOString().slice(0, 10)
  const today = useGraph(IncidentsOfDayDocument, { day })
  return (
    <SpaceBetween size="l">
      <Header variant="h1">Incidents</Header>
      <Shown view={view}>
        {({ incidents }) => (
          <IncidentTable title="Worked on or watched" incidents={incidents?.nodes ?? []} empty="Nothing burns." />
        )}
      </Shown>
      <Shown view={today}>
        {({ incidents }) => (
          <IncidentTable title="Ended today" incidents={incidents?.nodes ?? []} empty="None has ended today." />
        )}
      </Shown>
    </SpaceBetween>
  )
}
