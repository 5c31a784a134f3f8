/** What gates are told and go by, under one name. */
export * from './attribution.ts'
export * from './declare.ts'
export * from './emergency.ts'
export * from './find.ts'
export * from './report.ts'
export * from './word.ts'
