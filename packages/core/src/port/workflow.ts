/** State machines, as core sees them: executions wait by token, and core ends the wait. */
import type { Json } from '../json.ts'

export type TokenResult =
  | 'settled'
  /** The task is gone: it timed out, was stopped, or the token was used before. */
  | 'gone'

export interface Workflow {
  /** Starts `machine` under `name`; harmless when repeated with the same name and input. */
  start(machine: string, name: string, input: Json): Promise<void>
  succeed(taskToken: string, output: Json): Promise<TokenResult>
  fail(taskToken: string, error: string, cause: string): Promise<TokenResult>
  heartbeat(taskToken: string): Promise<TokenResult>
}
