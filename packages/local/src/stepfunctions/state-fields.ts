/** Which fields a state may have: by its type and query language, as data. */
import type { QueryLanguage, StateType } from './definition.ts'

interface Fields {
  readonly both: readonly string[]
  readonly JSONata: readonly string[]
  readonly JSONPath: readonly string[]
  readonly required: readonly string[]
}

const any = ['Type', 'Comment', 'QueryLanguage']
const flow = ['Next', 'End']
const errors = ['Retry', 'Catch']
const paths = ['InputPath', 'OutputPath']

export const stateFields: Readonly<Record<StateType, Fields>> = {
  Task: {
    both: [...flow, ...errors, 'Assign', 'Resource', 'TimeoutSeconds', 'HeartbeatSeconds', 'Credentials'],
    JSONata: ['Arguments', 'Output'],
    JSONPath: [...paths, 'Parameters', 'ResultSelector', 'ResultPath', 'TimeoutSecondsPath', 'HeartbeatSecondsPath'],
    required: ['Resource'],
  },
  Pass: {
    both: [...flow, 'Assign'],
    JSONata: ['Output'],
    JSONPath: [...paths, 'Parameters', 'Result', 'ResultPath'],
    required: [],
  },
  Choice: { both: ['Choices', 'Default', 'Assign'], JSONata: ['Output'], JSONPath: paths, required: ['Choices'] },
  Wait: {
    both: [...flow, 'Assign', 'Seconds', 'Timestamp'],
    JSONata: ['Output'],
    JSONPath: [...paths, 'SecondsPath', 'TimestampPath'],
    required: [],
  },
  Parallel: {
    both: [...flow, ...errors, 'Assign', 'Branches'],
    JSONata: ['Arguments', 'Output'],
    JSONPath: [...paths, 'Parameters', 'ResultSelector', 'ResultPath'],
    required: ['Branches'],
  },
  Map: {
    both: [
      ...flow,
      ...errors,
      'Assign',
      'ItemProcessor',
      'Iterator',
      'ItemSelector',
      'ItemReader',
      'ItemBatcher',
      'ResultWriter',
      'MaxConcurrency',
      'ToleratedFailureCount',
      'ToleratedFailurePercentage',
      'Label',
    ],
    JSONata: ['Items', 'Output'],
    JSONPath: [
      ...paths,
      'ItemsPath',
      'Parameters',
      'ResultSelector',
      'ResultPath',
      'MaxConcurrencyPath',
      'ToleratedFailureCountPath',
      'ToleratedFailurePercentagePath',
    ],
    required: [],
  },
  Succeed: { both: [], JSONata: ['Output'], JSONPath: paths, required: [] },
  Fail: { both: ['Error', 'Cause'], JSONata: [], JSONPath: ['ErrorPath', 'CausePath'], required: [] },
}

/** As AWS lists them in its message. */
export const stateTypes = ['Task', 'Wait', 'Pass', 'Succeed', 'Fail', 'Choice', 'Parallel', 'Map'] as const

export const isStateType = (text: unknown): text is StateType => stateTypes.some((type) => type === text)

export const allowedFields = (type: StateType, language: QueryLanguage): ReadonlySet<string> =>
  new Set([...any, ...stateFields[type].both, ...stateFields[type][language]])

/** Fields of which a state has exactly one (or at most one) of a group. */
export const exclusiveFields: readonly {
  readonly types: readonly StateType[]
  readonly fields: readonly string[]
  readonly exactly: boolean
  /** Where the group stands inside the state. */
  readonly within?: readonly string[]
}[] = [
  { types: ['Task', 'Pass', 'Wait', 'Parallel', 'Map'], fields: ['Next', 'End'], exactly: true },
  { types: ['Wait'], fields: ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'], exactly: true },
  { types: ['Task'], fields: ['TimeoutSeconds', 'TimeoutSecondsPath'], exactly: false },
  { types: ['Task'], fields: ['HeartbeatSeconds', 'HeartbeatSecondsPath'], exactly: false },
  { types: ['Fail'], fields: ['Error', 'ErrorPath'], exactly: false },
  { types: ['Fail'], fields: ['Cause', 'CausePath'], exactly: false },
  { types: ['Map'], fields: ['ItemProcessor', 'Iterator'], exactly: true },
  { types: ['Map'], fields: ['ItemSelector', 'Parameters'], exactly: false },
  { types: ['Map'], fields: ['Items', 'ItemsPath'], exactly: false },
  { types: ['Map'], fields: ['MaxConcurrency', 'MaxConcurrencyPath'], exactly: false },
  { types: ['Map'], fields: ['ToleratedFailureCount', 'ToleratedFailureCountPath'], exactly: false },
  { types: ['Map'], fields: ['ToleratedFailurePercentage', 'ToleratedFailurePercentagePath'], exactly: false },
  { types: ['Map'], fields: ['MaxItems', 'MaxItemsPath'], exactly: false, within: ['ItemReader', 'ReaderConfig'] },
  { types: ['Map'], fields: ['MaxItemsPerBatch', 'MaxItemsPerBatchPath'], exactly: false, within: ['ItemBatcher'] },
  {
    types: ['Map'],
    fields: ['MaxInputBytesPerBatch', 'MaxInputBytesPerBatchPath'],
    exactly: false,
    within: ['ItemBatcher'],
  },
]
