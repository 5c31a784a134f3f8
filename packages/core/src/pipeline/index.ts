/** Pipelines: the path from a push to production, and the changes that take it. */
export { pipelineCommands } from './command.ts'
export { decideGithub } from './github.ts'
export * as Pipeline from './operation.ts'
export * from './pipeline.ts'
