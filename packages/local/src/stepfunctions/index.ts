/** The embedded Step Functions. */
export { advance } from './advance.ts'
export type { PutEvents } from './calls.ts'
export { StepFunctions, type StepFunctionsOptions } from './engine.ts'
export type { HistoryEvent } from './execution.ts'
export type { MachineSource } from './machines.ts'
export { stepFunctionsService } from './service.ts'
export { type TestStateAnswer, testState } from './test-state.ts'
export { type Diagnostic, validateDefinition } from './validate.ts'
