/** What the load balancer's driver is given: a listener rule, or a listener for its default action; a version is a target group. */
import * as z from 'zod'
import type { TrafficTarget, TrafficVersion } from '../port/traffic.ts'
import * as refused from '../port/traffic-error.ts'

/** What a role needs to move the traffic; the describing ones take no resource, the others the rule and its target groups. */
export const requiredActions = [
  'elasticloadbalancing:AddTags',
  'elasticloadbalancing:DescribeListeners',
  'elasticloadbalancing:DescribeRules',
  'elasticloadbalancing:DescribeTags',
  'elasticloadbalancing:DescribeTargetHealth',
  'elasticloadbalancing:ModifyListener',
  'elasticloadbalancing:ModifyRule',
  'elasticloadbalancing:RemoveTags',
] as const

const expected =
  "the ARN of an Application Load Balancer's listener rule or listener, arn:aws:elasticloadbalancing:<region>:<account>:listener-rule/app/… or :listener/app/…"
const arnPattern =
  /^arn:aws[a-z-]*:elasticloadbalancing:(?<region>[a-z0-9-]+):\d{12}:(?<kind>listener-rule|listener)\/app\/[^/]+\/[0-9a-f]+\/[0-9a-f]+(?<rule>\/[0-9a-f]+)?$/
const groupPattern = /^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\d{12}:targetgroup\/(?<name>[^/]+)\/[0-9a-f]+$/

export interface AlbAddress {
  readonly region: string
  readonly arn: string
  readonly kind: 'rule' | 'listener'
}

/** The address of weighted target groups: a listener rule's ARN, or a listener's for its default action. */
export const albAddressSchema = z
  .string()
  .regex(arnPattern, `must be ${expected}`)
  .refine((arn) => {
    const { kind, rule } = arnPattern.exec(arn)?.groups ?? {}
    return (kind === 'listener-rule') === (rule !== undefined)
  }, `must be ${expected}`)
  .transform((arn): AlbAddress => {
    const { region = '', kind } = arnPattern.exec(arn)?.groups ?? {}
    return { region, arn, kind: kind === 'listener' ? 'listener' : 'rule' }
  })

export function albAddress({ address }: TrafficTarget): AlbAddress {
  const parsed = albAddressSchema.safeParse(address)
  if (!parsed.success) throw refused.targetInvalid(address, expected)
  return parsed.data
}

/** A version's location is the ARN of the target group that its instances are registered in. */
export function targetGroupOf(service: string, { version, location }: TrafficVersion): string {
  if (groupPattern.test(location)) return location
  throw refused.versionInvalid(service, version, "its location must be a target group's ARN")
}

/** The name of a target group that nobody named. */
export const unnamedGroup = (arn: string): string => `target-group-${groupPattern.exec(arn)?.groups?.name ?? arn}`
