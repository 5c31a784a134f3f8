/** Who answers now, and the weeks ahead: layers, overrides and gaps, in the viewer's own zone. */
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { OnCallDocument, type OnCallQuery } from '../generated/graph.ts'
import { useNow } from '../graph/clock.ts'
import { useGraph } from '../graph/use-graph.ts'
import { CalendarStrip } from '../part/calendar-strip.tsx'
import { OnCallNow } from '../part/incident-people.tsx'
import { Empty, Shown } from '../part/shown.tsx'

const dayMs = 86_400_000
type Schedule = NonNullable<OnCallQuery['schedules']>['nodes'][number]

/** The begin of today where the viewer is. */
function midnightBefore(timeMs: number): number {
  const date = new Date(timeMs)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone

export default function OnCall() {
  const [days, setDays] = useState(14)
  const fromMs = midnightBefore(useNow())
  const untilMs = fromMs + days * dayMs
  const period = { from: new Date(fromMs).toISOString(), until: new Date(untilMs).toISOString() }
  const view = useGraph(OnCallDocument, period)
  const choice = (
    <SegmentedControl
      label="Days"
      selectedId={String(days)}
      onChange={({ detail }) => setDays(Number(detail.selectedId))}
      options={[7, 14, 28].map((count) => ({ id: String(count), text: `${count} days` }))}
    />
  )
  return (
    <SpaceBetween size="l">
      <Header variant="h1" actions={choice} description={`Times in ${zone}; UTC when pointed at`}>
        On call
      </Header>
      <Shown view={view}>
        {({ schedules }) =>
          schedules === null || schedules.nodes.length === 0 ? (
            <Empty>No schedule is declared. Write a Schedule into houston/ and run `houston apply`.</Empty>
          ) : (
            <SpaceBetween size="l">
              {schedules.nodes.map((schedule) => (
                <ScheduleCard key={schedule.name} schedule={schedule} fromMs={fromMs} untilMs={untilMs} />
              ))}
            </SpaceBetween>
          )
        }
      </Shown>
    </SpaceBetween>
  )
}

interface ScheduleCardProps {
  readonly schedule: Schedule
  readonly fromMs: number
  readonly untilMs: number
}

const ScheduleCard = ({ schedule, fromMs, untilMs }: ScheduleCardProps) => (
  <Container header={<Header description={schedule.description}>{schedule.name}</Header>}>
    <SpaceBetween size="m">
      <OnCallNow duties={schedule.onCall ?? []} />
      {(schedule.calendar ?? []).map(({ role, layers, spans }) => (
        <div key={role}>
          <div className="soft">
            {role} · {layers.join(' over ')}
          </div>
          <CalendarStrip role={role} spans={spans} fromMs={fromMs} untilMs={untilMs} />
        </div>
      ))}
    </SpaceBetween>
  </Container>
)
