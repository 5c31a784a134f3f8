/** Who does what in an incident, who must be told next, and who answers now. */
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { DutyFactsFragment } from '../generated/graph.ts'
import { useSession } from '../graph/session.tsx'
import type { Room } from '../page/incident.tsx'
import { Time } from './time.tsx'
import { useCommand } from './use-command.ts'

const roleNames: Readonly<Record<string, string>> = {
  commander: 'Commander',
  'technical-lead': 'Technical lead',
  'communications-lead': 'Communications lead',
  executive: 'Executive',
}

interface RoomProps {
  readonly room: Room
  readonly onDone: () => void
}

export function Roles({ room, onDone }: RoomProps) {
  const { person } = useSession()
  const run = useCommand(onDone)
  const assign = room.actions.find(({ command }) => command === 'incident.assign')
  return (
    <KeyValuePairs
      columns={2}
      items={room.roles.map(({ role, person: holder }) => ({
        label: roleNames[role] ?? role,
        value: (
          <SpaceBetween direction="horizontal" size="xs" alignItems="center">
            {holder ?? <Box color="text-body-secondary">nobody yet</Box>}
            {holder !== person.id && (
              <Button
                variant="inline-link"
                ariaLabel={`take it: ${roleNames[role] ?? role}`}
                disabled={assign?.isAllowed !== true}
                {...(assign?.reason && { disabledReason: assign.reason })}
                onClick={() =>
                  void run(
                    'incident.assign',
                    { incidentId: room.id, role, person: person.id, why: 'taken in the room' },
                    'The role is yours.',
                  )
                }
              >
                take it
              </Button>
            )}
          </SpaceBetween>
        ),
      }))}
    />
  )
}

const audienceNames: Readonly<Record<string, string>> = {
  internal: 'Inside',
  'status-page': 'Status page',
  customers: 'Customers',
}

export function CommunicationsDue({ room, onDone }: RoomProps) {
  const run = useCommand(onDone)
  const due = room.communicationsDue ?? []
  const communicate = room.actions.find(({ command }) => command === 'incident.communicate')
  if (due.length === 0)
    return <Box color="text-body-secondary">Nobody is due to be told. It counts from the first commander.</Box>
  return (
    <SpaceBetween size="xs">
      {due.map(({ audience, dueAt, isOverdue }) => (
        <SpaceBetween key={audience} direction="horizontal" size="xs" alignItems="center">
          <StatusIndicator type={isOverdue ? 'warning' : 'pending'}>
            {audienceNames[audience] ?? audience} <Time at={dueAt} />
          </StatusIndicator>
          <Button
            variant="inline-link"
            ariaLabel={`send the draft: ${audienceNames[audience] ?? audience}`}
            disabled={communicate?.isAllowed !== true}
            {...(communicate?.reason && { disabledReason: communicate.reason })}
            onClick={() => void run('incident.communicate', { incidentId: room.id, audience }, `Told: ${audience}.`)}
          >
            send the draft
          </Button>
        </SpaceBetween>
      ))}
    </SpaceBetween>
  )
}

export const OnCallNow = ({ duties }: { readonly duties: readonly DutyFactsFragment[] }) => (
  <div>
    {duties.map(({ schedule, role, people, gapReason }) => (
      <div key={`${schedule} ${role}`}>
        <span className="soft">
          {schedule}, {role}:
        </span>{' '}
        {people.length > 0 ? people.join(', ') : <StatusIndicator type="warning">nobody ({gapReason})</StatusIndicator>}
      </div>
    ))}
  </div>
)
