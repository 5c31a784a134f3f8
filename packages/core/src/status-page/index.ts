/** The public status page: which parts of the service are well, what the public was told, and who wants to hear of it. */
export type { Board } from './board.ts'
export { statusPageCommands } from './command.ts'
export { statusPageRecorded } from './event.ts'
export type { IncidentFact } from './follow.ts'
export { statusPageSpecSchema } from './page.ts'
export { publicStateOf } from './standing.ts'
export * as StatusPage from './surface.ts'
