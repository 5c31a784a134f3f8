/** Pages: one message to one person over one channel, sent once. */
export { pageCommands } from './command.ts'
export type { Standing } from './decide.ts'
export * from './event.ts'
export { fairness } from './load.ts'
export type { PageView } from './operation.ts'
export { type PageItem, pageStates, pageTransitions } from './page.ts'
export { decideTry } from './retry.ts'
export * as Page from './surface.ts'
