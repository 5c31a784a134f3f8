/** Services: what runs, who owns it. */
export { serviceCommands } from './command.ts'
export * as Service from './operation.ts'
export {
  linkSchema,
  nameSchema,
  type PublicAs,
  publicAsSchema,
  type Service as ServiceItem,
  serviceSchema,
  serviceUnknown,
  tierSchema,
} from './service.ts'
