/** Incidents: one harm to a service, the people on it, and its timeline. */
export { type ChainVerdict, verifyChain } from './chain.ts'
export { incidentCommands } from './command.ts'
export { draftFor } from './communication.ts'
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
export { type Figures, figuresOf, type Phase, type PhaseName, phases, sev1Targets } from './phase.ts'
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
export * as Incident from './surface.ts'
