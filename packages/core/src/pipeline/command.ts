/** What the command API offers of pipelines. */
import { describeChange } from './describe.ts'
import { push, record } from './operation.ts'
import { get, list } from './reading.ts'

export const pipelineCommands = [record, push, describeChange, get, list] as const
