/** Escalations: somebody must answer, and one after the other is asked until somebody does. */
export * from './event.ts'
