/** What the blue/green driver is given: the rule that carries production, and one that carries tests, if there is one. */
import * as z from 'zod'
import type { TrafficTarget } from '../port/traffic.ts'
import * as refused from '../port/traffic-error.ts'
import { albAddressSchema } from './alb-address.ts'

export { requiredActions } from './alb-address.ts'

const expected =
  "the ARN of an Application Load Balancer's listener rule or listener, and of a second one that carries tests: <arn>?test=<arn>"

export interface BlueGreenAddress {
  readonly production: string
  /** Where the new version is reached before anybody else reaches it. */
  readonly test?: string
}

export const blueGreenAddressSchema = z.string().transform((text, context): BlueGreenAddress => {
  const [production = '', query = ''] = text.split('?')
  const { test, ...more } = Object.fromEntries(new URLSearchParams(query))
  const arns = [production, ...(test === undefined ? [] : [test])]
  const isAddress = arns.every((arn) => albAddressSchema.safeParse(arn).success)
  if (isAddress && Object.keys(more).length === 0 && test !== production)
    return { production, ...(test !== undefined && { test }) }
  context.addIssue({ code: 'custom', message: `must be ${expected}` })
  return z.NEVER
})

/** The target of each rule, as the load balancer's own driver takes it. */
export function blueGreenTargets(target: TrafficTarget) {
  const parsed = blueGreenAddressSchema.safeParse(target.address)
  if (!parsed.success) throw refused.targetInvalid(target.address, expected)
  const { production, test } = parsed.data
  return {
    production: { ...target, address: production },
    ...(test !== undefined && { test: { ...target, address: test } }),
  }
}
