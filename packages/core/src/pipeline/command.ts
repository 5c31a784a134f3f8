/** What the command API offers of pipelines. */
import { push, record } from './operation.ts'
import { get, list } from './reading.ts'

export const pipelineCommands = [record, push, get, list] as const
