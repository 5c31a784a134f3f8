/** Incidents: one harm to a service, the people on it, and its timeline. */
export * from './event.ts'
export {
  type IncidentId,
  type IncidentItem,
  type IncidentRole,
  incidentId,
  incidentIdSchema,
  incidentRoleSchema,
  incidentUnknown,
  roleNames,
} from './incident.ts'
export {
  activeStates,
  type IncidentState,
  incidentActions,
  incidentIllegalAction,
  incidentStateMeanings,
  incidentStates,
  incidentTransitions,
  isEnded,
  isLive,
} from './state.ts'
