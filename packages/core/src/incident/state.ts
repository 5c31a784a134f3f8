/** The life of an incident as a table: read by operations, documentation and the console. */
import { defineError } from '../error.ts'

export const incidentStates = [
  'open',
  'acknowledged',
  'mitigating',
  'verifying',
  'resolved',
  'closed',
  'merged',
] as const
export type IncidentState = (typeof incidentStates)[number]

export const incidentStateMeanings: Readonly<Record<IncidentState, string>> = {
  open: 'Nobody has said that they have it.',
  acknowledged: 'Somebody has it and looks for the cause.',
  mitigating: 'Something is being done against it.',
  verifying: 'Something was done; whether the service is restored is measured.',
  resolved: 'The service was seen restored; it is watched for an hour.',
  closed: 'All clear.',
  merged: 'It is part of another incident, which goes on.',
}

/** From each state, where an incident can go. No entry leads out of an end. */
export const incidentTransitions: Readonly<Record<IncidentState, readonly IncidentState[]>> = {
  open: ['acknowledged', 'mitigating', 'verifying', 'resolved', 'merged'],
  acknowledged: ['mitigating', 'verifying', 'resolved', 'merged'],
  mitigating: ['verifying', 'resolved', 'merged'],
  // Not restored after all: somebody has to do more.
  verifying: ['open', 'acknowledged', 'mitigating', 'resolved', 'merged'],
  // It came back within the hour.
  resolved: ['mitigating', 'closed', 'merged'],
  closed: [],
  merged: [],
}

const running: readonly IncidentState[] = ['open', 'acknowledged', 'mitigating', 'verifying']
const live: readonly IncidentState[] = [...running, 'resolved']

/** Which actions people may take in which state; the console disables the others with this table. */
export const incidentActions = {
  acknowledge: live,
  assign: live,
  'change-severity': live,
  'open-war-room': live,
  note: [...live, 'closed'],
  assess: live,
  'identify-cause': [...live, 'closed'],
  remedy: live,
  communicate: live,
  'request-check': running,
  resolve: running,
  close: ['resolved'],
  merge: live,
  relate: [...live, 'closed'],
} as const satisfies Record<string, readonly IncidentState[]>
export type IncidentAction = keyof typeof incidentActions

/** States in which the harm goes on: such an incident stands in a release's way. */
export const activeStates: readonly IncidentState[] = running

export const isEnded = (state: IncidentState): boolean => incidentTransitions[state].length === 0
/** Whether people still work on it or watch it. */
export const isLive = (state: IncidentState): boolean => live.includes(state)

export const incidentIllegalTransition = defineError(
  'incident.illegal-transition',
  'conflict',
  'An incident cannot go from the state it is in to the one asked for.',
  (id: string, from: IncidentState, to: IncidentState) => ({
    message: `Incident ${id} is ${from} and cannot become ${to}.`,
    fields: [{ path: 'state', message: `${from} leads to ${incidentTransitions[from].join(', ') || 'nothing'}` }],
    wayOut: 'Read the incident again; it has moved on.',
  }),
)

export const incidentIllegalAction = defineError(
  'incident.illegal-action',
  'conflict',
  'The action is not possible in the state the incident is in.',
  (id: string, action: IncidentAction, state: IncidentState) => ({
    message: `Incident ${id} is ${state}: ${action} is possible only while it is ${incidentActions[action].join(', ')}.`,
    fields: [{ path: 'incidentId', message: `is ${state}` }],
    wayOut: 'Look at it with `houston incident show`.',
  }),
)
