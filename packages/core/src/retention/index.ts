/** Retention: which artifacts stay and which may go. */
export {
  decideRetention,
  type KeepReason,
  keepReasons,
  type RetentionPolicy,
  retentionPolicy,
  type Uses,
} from './decide.ts'
export * as Retention from './operation.ts'
