/** Teams: who owns services and answers for them. */
export { teamCommands } from './command.ts'
export * as Team from './operation.ts'
export { teamRecorded } from './operation.ts'
export { scheduleOf, type Team as TeamItem, teamSchema, teamSpecSchema, teamUnknown } from './team.ts'
