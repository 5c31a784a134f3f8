/** What each traffic driver needs to be allowed on AWS, by the driver's name: plain data, from which policies are made. */
import { requiredActions as alb } from './alb-address.ts'
import { requiredActions as appconfig } from './appconfig-address.ts'
import { requiredActions as blueGreen } from './blue-green-address.ts'
import { requiredActions as ecs } from './ecs-address.ts'
import { requiredActions as lambdaAlias } from './lambda-alias-address.ts'

export const trafficActions = { alb, appconfig, 'blue-green': blueGreen, ecs, 'lambda-alias': lambdaAlias } as const
