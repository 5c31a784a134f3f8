/** Everything that can be asked of the last days, under one name. */
export * from './report.ts'
