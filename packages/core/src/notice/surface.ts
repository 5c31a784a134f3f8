/** Everything that is done with notices, under one name. */
export { tellChange } from './change.ts'
export { plan, saidIn } from './plan.ts'
export { send } from './send.ts'
