/** Chat: what people do with incidents from where they talk about them. */
export type { ChatAnswer } from './answer.ts'
export * as Chat from './surface.ts'
export { type ChatRequest, readWords, usages } from './words.ts'
