/** What can be done in an incident's room: the next step as a button, the rest in a menu, none where the state forbids it. */
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import type { Room } from '../page/incident.tsx'
import { type CommandForm, FormModal } from './form-modal.tsx'

/** Which fields each command asks for. */
const forms: Readonly<Record<string, CommandForm>> = {
  'incident.acknowledge': { text: 'I have it', fields: [] },
  'incident.set-severity': {
    text: 'Set severity',
    fields: [
      { name: 'severity', label: 'Severity', options: ['SEV1', 'SEV2', 'SEV3', 'SEV4'] },
      { name: 'why', label: 'Why' },
    ],
  },
  'incident.open-war-room': {
    text: 'Open a war room',
    fields: [
      { name: 'channel', label: 'Chat channel' },
      { name: 'bridge', label: 'Bridge', isOptional: true },
    ],
  },
  'incident.note': { text: 'Write a note', fields: [{ name: 'text', label: 'Note' }] },
  'incident.assess': { text: 'Say a first judgement', fields: [{ name: 'text', label: 'What it looks like' }] },
  'incident.identify-cause': { text: 'Say the cause', fields: [{ name: 'text', label: 'Cause' }] },
  'incident.request-check': { text: 'Check that it is restored', fields: [{ name: 'why', label: 'Why' }] },
  'incident.resolve': { text: 'Say that it is restored', fields: [{ name: 'why', label: 'How you know' }] },
  'incident.close': { text: 'All clear', fields: [{ name: 'why', label: 'Why' }] },
}

/** What most often comes next, by state. */
const nextStep: Readonly<Record<Room['state'], string>> = {
  OPEN: 'incident.acknowledge',
  ACKNOWLEDGED: 'incident.note',
  MITIGATING: 'incident.request-check',
  VERIFYING: 'incident.note',
  RESOLVED: 'incident.close',
  CLOSED: 'incident.note',
  MERGED: 'incident.note',
}

export function IncidentActions({ room, onDone }: { readonly room: Room; readonly onDone: () => void }) {
  const [asked, setAsked] = useState<string>()
  const offered = room.actions.filter(({ command }) => command in forms)
  const next = offered.find(({ command }) => command === nextStep[room.state])
  const form = asked === undefined ? undefined : forms[asked]
  return (
    <>
      <SpaceBetween direction="horizontal" size="xs">
        {next !== undefined && (
          <Button
            variant="primary"
            disabled={!next.isAllowed}
            {...(next.reason !== null && { disabledReason: next.reason })}
            onClick={() => setAsked(next.command)}
          >
            {forms[next.command]?.text}
          </Button>
        )}
        <ButtonDropdown
          items={offered.map(({ command, isAllowed, reason }) => ({
            id: command,
            text: forms[command]?.text ?? command,
            disabled: !isAllowed,
            ...(reason !== null && { disabledReason: reason }),
          }))}
          onItemClick={({ detail }) => setAsked(detail.id)}
        >
          Actions
        </ButtonDropdown>
      </SpaceBetween>
      {asked !== undefined && form !== undefined && (
        <FormModal
          command={asked}
          form={form}
          input={{ incidentId: room.id }}
          subject={room.title}
          onDone={onDone}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  )
}
