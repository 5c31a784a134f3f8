/** People: who can be paged, over what, and when not. */
export { personCommands } from './command.ts'
export * as Person from './operation.ts'
export { personRecorded } from './operation.ts'
export {
  type Contact,
  contactSchema,
  type Notice,
  noticesFor,
  type Person as PersonItem,
  personSchema,
  personSpecSchema,
  personUnknown,
  undescribed,
} from './person.ts'
