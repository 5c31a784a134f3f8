/** What the command API offers of pipelines. */
import { push, record } from './operation.ts'

export const pipelineCommands = [record, push] as const
