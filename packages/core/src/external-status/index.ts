/** External statuses: the status pages of those whom services need. */
export { externalStatusCommands } from './command.ts'
export * as ExternalStatus from './operation.ts'
export { externalStatusSpecSchema } from './status.ts'
