/** The topology as the embedded engines want it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject } from '@houston/core/json.ts'
import type { Graphlet } from '../appsync/index.ts'
import {
  compilePattern,
  type Destination,
  matchesPattern,
  type Rule,
  readEventFields,
  type TargetInput,
} from '../eventbridge/index.ts'
import type { Route } from '../gateway/index.ts'
import { functionArn, type LocalFunction } from '../lambda/index.ts'
import type { QueueSubscription } from '../queue/index.ts'
import type { MachineSource } from '../stepfunctions/index.ts'
import type { StreamSubscription } from '../stream/index.ts'
import { account, machineArn, region } from './environment.ts'

type TargetData = Destination & {
  readonly input?: { readonly paths: Readonly<Record<string, string>>; readonly template: string }
}

/** The parts of the topology that a runtime reads; what is only for AWS (memory prices, permissions) is not here. */
export interface TopologyData {
  readonly functions: Readonly<Record<string, LocalFunction>>
  readonly machines: Readonly<Record<string, { readonly file: string }>>
  readonly rules: readonly {
    readonly name: string
    readonly summary: string
    readonly pattern: JsonObject
    readonly target: TargetData
    readonly retry: { readonly attempts: number; readonly ageSec: number }
  }[]
  readonly schedules: readonly { readonly name: string; readonly expression: string; readonly target: TargetData }[]
  readonly routes: readonly Route[]
  readonly streams: readonly {
    readonly name: string
    readonly function: string
    readonly batchSize: number
    readonly filter: JsonObject
    readonly attempts: number
  }[]
  readonly queues: readonly QueueSubscription[]
  readonly graphlets: readonly Graphlet[]
}

export const rulesOf = (topology: TopologyData): Rule[] =>
  topology.rules.map(({ name, summary, pattern, target, retry }) => ({
    name,
    summary,
    pattern,
    targets: [
      {
        id: target.name,
        destination: { kind: target.kind, name: target.name },
        retryPolicy: { maximumRetryAttempts: retry.attempts, maximumEventAgeSec: retry.ageSec },
        ...(target.input && { input: { kind: 'transformer', ...target.input } satisfies TargetInput }),
      },
    ],
  }))

export const machineSources = (root: string, topology: TopologyData): MachineSource[] =>
  Object.entries(topology.machines).map(([name, { file }]) => ({
    name,
    definition: readFileSync(join(root, file), 'utf8'),
  }))

/** `${BeginRelease}` is a function, `${rollback}` a state machine. */
export const substitutionsOf = (topology: TopologyData): Record<string, string> => ({
  ...Object.fromEntries(Object.keys(topology.functions).map((name) => [name, functionArn({ region, account }, name)])),
  ...Object.fromEntries(Object.keys(topology.machines).map((name) => [name, machineArn(name)])),
})

export function subscriptionsOf(topology: Pick<TopologyData, 'streams'>): StreamSubscription[] {
  return topology.streams.map(({ name, function: functionName, batchSize, filter, attempts }) => {
    const pattern = compilePattern(JSON.stringify(filter))
    return {
      name,
      functionName,
      batchSize,
      maximumRetryAttempts: attempts,
      accepts: (record) => matchesPattern(pattern, readEventFields(JSON.stringify(record))),
    }
  })
}
