/** What the ECS driver is given: a service, and the native strategy by which ECS moves its traffic; a version is a task definition. */
import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { TrafficTarget, TrafficVersion } from '../port/traffic.ts'
import * as refused from '../port/traffic-error.ts'
import { checkWeight } from './traffic-weight.ts'

/** What a role needs to move the traffic, on the service, its deployments and revisions, and the task definitions. */
export const requiredActions = [
  'ecs:ContinueServiceDeployment',
  'ecs:DescribeServiceDeployments',
  'ecs:DescribeServiceRevisions',
  'ecs:DescribeServices',
  'ecs:DescribeTaskDefinition',
  'ecs:ListServiceDeployments',
  'ecs:StopServiceDeployment',
  'ecs:TagResource',
  'ecs:UpdateService',
  'iam:PassRole',
] as const

const expected =
  "an ECS service's ARN with its strategy, arn:aws:ecs:<region>:<account>:service/<cluster>/<service>?strategy=canary&percent=10 (or linear&percent=25, or blue-green)"
const arnPattern = /^arn:aws[a-z-]*:ecs:(?<region>[a-z0-9-]+):\d{12}:service\/(?<cluster>[\w-]+)\/(?<service>[\w-]+)$/
const taskPattern = /^(arn:aws[a-z-]*:ecs:[a-z0-9-]+:\d{12}:task-definition\/)?(?<name>[\w-]+:\d+)$/

/** ECS takes a tenth of a per cent as the finest share; a linear step is 3 % at least. */
const tenths = z.coerce.number().refine((percent) => Number.isInteger(Math.round(percent * 1e6) / 1e5), 'tenths of a %')
export const ecsStrategySchema = z.discriminatedUnion('strategy', [
  z.object({ strategy: z.literal('canary'), percent: tenths.pipe(z.number().min(0.1).max(100)) }),
  z.object({ strategy: z.literal('linear'), percent: tenths.pipe(z.number().min(3).max(100)) }),
  z.object({ strategy: z.literal('blue-green') }),
])
export type EcsStrategy = z.infer<typeof ecsStrategySchema>

export interface EcsAddress {
  readonly region: string
  readonly cluster: string
  readonly service: string
  readonly strategy: EcsStrategy
}

/** The address of an ECS service: its ARN, and how its traffic moves as a query. */
export const ecsAddressSchema = z.string().transform((text, context): EcsAddress => {
  const [arn = '', query = ''] = text.split('?')
  const groups = arnPattern.exec(arn)?.groups
  const strategy = ecsStrategySchema.safeParse(Object.fromEntries(new URLSearchParams(query)))
  if (groups === undefined || !strategy.success) {
    context.addIssue({ code: 'custom', message: `must be ${expected}` })
    return z.NEVER
  }
  const { region = '', cluster = '', service = '' } = groups
  return { region, cluster, service, strategy: strategy.data }
})

export function ecsAddress({ address }: TrafficTarget): EcsAddress {
  const parsed = ecsAddressSchema.safeParse(address)
  if (!parsed.success) throw refused.targetInvalid(address, expected)
  return parsed.data
}

/** The weight that follows, as ECS steps through the strategy. */
export function nextWeightPercent(strategy: EcsStrategy, weightPercent: number): number {
  if (strategy.strategy === 'canary' && weightPercent < strategy.percent) return strategy.percent
  if (strategy.strategy !== 'linear') return 100
  return Math.min(100, Math.round((weightPercent + strategy.percent) * 1e6) / 1e6)
}

/** Every weight that the service can have, upwards. A pipeline's waves on ECS must be among them. */
export function possibleWeights(strategy: EcsStrategy): readonly number[] {
  const weights = [0]
  while ((weights.at(-1) ?? 100) < 100) weights.push(nextWeightPercent(strategy, weights.at(-1) ?? 100))
  return weights
}

export function checkPossible(strategy: EcsStrategy, weightPercent: number): void {
  checkWeight(weightPercent)
  const possible = possibleWeights(strategy)
  if (possible.includes(weightPercent)) return
  throw refused.weightInexpressible(weightPercent, `must be one of the strategy's: ${possible.join(', ')} %`)
}

/** A version's location is a task definition with its revision: `checkout:42`, or its ARN. */
export function taskDefinitionOf(service: string, { version, location }: TrafficVersion): string {
  if (taskPattern.test(location)) return location
  throw refused.versionInvalid(
    service,
    version,
    'its location must be a task definition with revision, e.g. checkout:42',
  )
}

/** The name of a task definition that nobody named: family and revision. */
export const unnamedTaskDefinition = (arn: string): string => taskPattern.exec(arn)?.groups?.name ?? arn

/** The digest of the only image, or one of all of them in their order; undefined where one is named by a tag, which may move. */
export function digestOfImages(images: readonly string[]): string | undefined {
  const digests = images.flatMap((image) => /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1] ?? [])
  if (digests.length === 0 || digests.length < images.length) return undefined
  const [only, ...others] = digests
  return others.length === 0 ? only : `sha256:${createHash('sha256').update(digests.join('\n')).digest('hex')}`
}
