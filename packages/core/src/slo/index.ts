/** Service level objectives: what a service promises, what is left of its error budget, how fast it burns. */
export { sloCommands } from './command.ts'
export { sloDocumentSchema, sloOf } from './document.ts'
export { sloBudgetMoved, sloRecorded, sloRemoved } from './event.ts'
export type { SloView } from './operation.ts'
export type { SloItem } from './slo.ts'
export * as Slo from './surface.ts'
export { lengthMs } from './window.ts'
