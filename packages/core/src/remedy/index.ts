/** Remedies: what is done against the harm of an incident, one command each, recorded on its timeline. */
export { remedyCommands } from './command.ts'
export * as Remedy from './surface.ts'
