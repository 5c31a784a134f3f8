/** Everything that can be done with levers and splits of traffic, under one name. */
export * from './operation.ts'
