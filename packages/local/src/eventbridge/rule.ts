/** Rules and targets: plain data as the topology gives them, checked and compiled once. */
import { hourMs, minuteMs, secondMs } from '@houston/core/clock.ts'
import type { JsonObject } from '@houston/core/json.ts'
import { ruleRefused } from './error.ts'
import type { EventFields } from './event-fields.ts'
import { matchesPattern } from './match.ts'
import { compilePattern } from './pattern.ts'
import { compileInput, type InputRenderer, type TargetInput } from './target-input.ts'

export type Destination =
  | { readonly kind: 'queue'; readonly name: string }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'machine'; readonly name: string }
  | { readonly kind: 'mutation'; readonly name: string }

export interface RetryPolicy {
  /** Retries after the first attempt. */
  readonly maximumRetryAttempts: number
  readonly maximumEventAgeSec: number
}

export interface Target {
  readonly id: string
  readonly destination: Destination
  /** Default: the whole event. */
  readonly input?: TargetInput
  /** Default: 185 retries, 24 hours. */
  readonly retryPolicy?: Partial<RetryPolicy>
  /** Whether undeliverable events are kept. Default true: AWS drops them where a target has no dead-letter queue. */
  readonly deadLetter?: boolean
  /** Deliveries under way at once. Default `deliveriesPerTarget`. */
  readonly concurrency?: number
}

export interface Rule {
  readonly name: string
  readonly summary?: string
  readonly pattern: JsonObject
  /** Default true. */
  readonly enabled?: boolean
  readonly targets: readonly Target[]
}

/** AWS's defaults, and its largest values. */
export const defaultRetryPolicy: RetryPolicy = {
  maximumRetryAttempts: 185,
  maximumEventAgeSec: (24 * hourMs) / secondMs,
}
const leastEventAgeSec = minuteMs / secondMs

/** Deliveries to one target under way at once, where the target does not say. */
export const deliveriesPerTarget = 10
/** AWS's limit. */
export const targetsPerRule = 5

export interface CompiledTarget {
  readonly target: Target
  readonly rule: Rule
  readonly ruleArn: string
  readonly arn: string
  readonly retryPolicy: RetryPolicy
  readonly render: InputRenderer
}

export interface CompiledRule {
  readonly rule: Rule
  readonly arn: string
  readonly targets: readonly CompiledTarget[]
  matches(fields: EventFields): boolean
}

/** Where ARNs point: names the embedded bus answers to. */
export interface BusAddress {
  readonly busName: string
  readonly account: string
  readonly region: string
}

export const busArn = ({ busName, account, region }: BusAddress): string =>
  `arn:aws:events:${region}:${account}:event-bus/${busName}`

/** Rules of the bus named `default` have no bus in their ARN. */
export const ruleArn = ({ busName, account, region }: BusAddress, name: string): string =>
  `arn:aws:events:${region}:${account}:rule/${busName === 'default' ? '' : `${busName}/`}${name}`

function destinationArn({ account, region }: BusAddress, { kind, name }: Destination): string {
  switch (kind) {
    case 'function':
      return `arn:aws:lambda:${region}:${account}:function:${name}`
    case 'machine':
      return `arn:aws:states:${region}:${account}:stateMachine:${name}`
    case 'queue':
      return `arn:aws:sqs:${region}:${account}:${name}`
    case 'mutation':
      return `arn:aws:appsync:${region}:${account}:endpoints/graphql-api/${name}`
  }
}

/** Compiles all rules; throws AWS's errors for a bad pattern or input, and refuses names used twice. */
export function compileRules(address: BusAddress, rules: readonly Rule[]): CompiledRule[] {
  refuseTwice(
    rules.map(({ name }) => name),
    'rule',
  )
  return rules.map((rule) => {
    refuseTwice(
      rule.targets.map(({ id }) => id),
      `target of rule ${rule.name}`,
    )
    if (rule.targets.length > targetsPerRule)
      throw ruleRefused(`rule ${rule.name} has ${rule.targets.length} targets, EventBridge allows ${targetsPerRule}`)
    const pattern = compilePattern(JSON.stringify(rule.pattern))
    return {
      rule,
      arn: ruleArn(address, rule.name),
      targets: rule.targets.map((target) => compileTarget(address, rule, target)),
      matches: (fields) => rule.enabled !== false && matchesPattern(pattern, fields),
    }
  })
}

function compileTarget(address: BusAddress, rule: Rule, target: Target): CompiledTarget {
  const retryPolicy = { ...defaultRetryPolicy, ...target.retryPolicy }
  const { maximumRetryAttempts: attempts, maximumEventAgeSec: ageSec } = retryPolicy
  const attemptsFit = Number.isInteger(attempts) && attempts >= 0 && attempts <= defaultRetryPolicy.maximumRetryAttempts
  const ageFits = ageSec >= leastEventAgeSec && ageSec <= defaultRetryPolicy.maximumEventAgeSec
  if (!attemptsFit || !ageFits)
    throw ruleRefused(`target ${target.id} of rule ${rule.name} retries ${attempts} times within ${ageSec} s`)
  return {
    target,
    rule,
    ruleArn: ruleArn(address, rule.name),
    arn: destinationArn(address, target.destination),
    retryPolicy,
    render: compileInput(target.id, target.input ?? { kind: 'event' }),
  }
}

function refuseTwice(names: readonly string[], what: string): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw ruleRefused(`${what} ${twice} is declared twice`)
}
