/** Everything that can be done with alerts, under one name. */
export * from './draw-charts.ts'
export * from './person.ts'
export * from './receive.ts'
export * from './relook.ts'
export * from './report.ts'
export * from './rule.ts'
export * from './sns-door.ts'
export * from './take.ts'
