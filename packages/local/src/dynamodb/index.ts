/** The embedded DynamoDB. */
export { locateBinary } from './binary.ts'
export * as DynamoError from './error.ts'
export { DynamoProtocol, isRefusal, localRegion } from './protocol.ts'
export { type DynamoServer, type DynamoServerOptions, startDynamo } from './server.ts'
export { ensureTable, type GlobalIndex, type KeyAttribute, type TableDefinition, type TableReport } from './table.ts'
export { type TimeToLiveOptions, TimeToLiveSweeper } from './time-to-live.ts'
export { type ChangeWatch, prepareStreamIndex, trimStream, watchChanges } from './upkeep.ts'
