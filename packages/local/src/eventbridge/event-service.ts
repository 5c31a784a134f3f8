/** EventBridge on loopback: what the SDK and the AWS command line may ask of the embedded bus. */
import type { Json } from '@houston/core/json.ts'
import { AwsError, type AwsService, NotImplemented } from '../aws-service.ts'
import type { Timers } from '../timers.ts'
import type { EventBus } from './event-bus.ts'
import { testEnvelopedEvent } from './match.ts'
import { checkEntries } from './put-events.ts'
import { busArn, type CompiledRule, type CompiledTarget } from './rule.ts'
import { inputToAws } from './target-input.ts'

type Input = Readonly<Record<string, Json>>

/** Operations of EventBridge that the embedded bus refuses by name: its rules are code, not calls. */
const refusedOperations = [
  ...['PutRule', 'DeleteRule', 'EnableRule', 'DisableRule', 'PutTargets', 'RemoveTargets', 'ListRuleNamesByTarget'],
  ...['CreateEventBus', 'DeleteEventBus', 'UpdateEventBus', 'PutPermission', 'RemovePermission', 'PutPartnerEvents'],
  ...['CreateArchive', 'DeleteArchive', 'DescribeArchive', 'ListArchives', 'UpdateArchive'],
  ...['StartReplay', 'CancelReplay', 'DescribeReplay', 'ListReplays'],
  ...['CreateApiDestination', 'DeleteApiDestination', 'DescribeApiDestination', 'ListApiDestinations'],
  ...['UpdateApiDestination', 'CreateConnection', 'DeleteConnection', 'DescribeConnection', 'ListConnections'],
  ...['UpdateConnection', 'DeauthorizeConnection', 'CreateEndpoint', 'DeleteEndpoint', 'DescribeEndpoint'],
  ...['ListEndpoints', 'UpdateEndpoint', 'ActivateEventSource', 'DeactivateEventSource', 'DescribeEventSource'],
  ...['ListEventSources', 'CreatePartnerEventSource', 'DeletePartnerEventSource', 'DescribePartnerEventSource'],
  ...['ListPartnerEventSources', 'ListPartnerEventSourceAccounts'],
  ...['TagResource', 'UntagResource', 'ListTagsForResource'],
]

export function eventBridgeService(bus: EventBus, timers: Timers): AwsService {
  const refused = refusedOperations.map((name) => [
    name,
    async (): Promise<Json> => {
      throw new NotImplemented(`EventBridge ${name}`)
    },
  ])
  return {
    targetPrefix: 'AWSEvents',
    operations: {
      ...Object.fromEntries(refused),
      PutEvents: (input) => putEvents(bus, input, timers.nowMs()),
      TestEventPattern: async (input) => ({
        Result: testEnvelopedEvent(requiredText(input, 'EventPattern'), requiredText(input, 'Event')),
      }),
      ListRules: async (input) => {
        onBus(bus, input)
        const prefix = optionalText(input, 'NamePrefix') ?? ''
        return {
          Rules: bus.rules.filter(({ rule }) => rule.name.startsWith(prefix)).map((rule) => describeRule(bus, rule)),
        }
      },
      DescribeRule: async (input) => describeRule(bus, ruleNamed(bus, input, 'Name')),
      ListTargetsByRule: async (input) => ({ Targets: ruleNamed(bus, input, 'Rule').targets.map(describeTarget) }),
      DescribeEventBus: async (input) => {
        onBus(bus, input, 'Name')
        return describeBus(bus)
      },
      ListEventBuses: async (input) => {
        const prefix = optionalText(input, 'NamePrefix') ?? ''
        return { EventBuses: bus.address.busName.startsWith(prefix) ? [describeBus(bus)] : [] }
      },
    },
  }
}

/** Deliveries that are due before the bus takes no more: some minutes of work, and well within the memory of one machine. */
const mostDue = 20_000

async function putEvents(bus: EventBus, input: Input, nowMs: number): Promise<Json> {
  // As AWS answers beyond its quota. The SDKs send it again, more slowly each time.
  if (bus.dueDeliveries() >= mostDue) throw new AwsError('ThrottlingException', 'Rate exceeded')
  const entries = checkEntries(bus.address, input, nowMs)
  const ids = await bus.put(entries.flatMap((entry) => (entry.kind === 'accepted' ? [entry.event] : [])))
  const answers: Json[] = []
  for (const entry of entries) {
    if (entry.kind === 'refused') answers.push({ ErrorCode: entry.code, ErrorMessage: entry.message })
    else answers.push({ EventId: entry.kind === 'accepted' ? (ids.shift() ?? '') : bus.newId() })
  }
  return { FailedEntryCount: entries.filter(({ kind }) => kind === 'refused').length, Entries: answers }
}

function ruleNamed(bus: EventBus, input: Input, field: 'Name' | 'Rule'): CompiledRule {
  onBus(bus, input)
  const name = requiredText(input, field)
  const found = bus.rules.find(({ rule }) => rule.name === name)
  if (found === undefined)
    throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus.address.busName}.`)
  return found
}

/** Refuses a call that names another bus than this one. */
function onBus(bus: EventBus, input: Input, field: 'EventBusName' | 'Name' = 'EventBusName'): void {
  const named = optionalText(input, field) ?? 'default'
  if (named !== bus.address.busName && named !== busArn(bus.address))
    throw new AwsError('ResourceNotFoundException', `Event bus ${named} does not exist.`)
}

const describeBus = ({ address }: EventBus): Json => ({ Name: address.busName, Arn: busArn(address) })

function describeRule({ address }: EventBus, { rule, arn }: CompiledRule): Json {
  return {
    Name: rule.name,
    Arn: arn,
    EventPattern: JSON.stringify(rule.pattern),
    State: rule.enabled === false ? 'DISABLED' : 'ENABLED',
    ...(rule.summary !== undefined && { Description: rule.summary }),
    EventBusName: address.busName,
  }
}

function describeTarget({ target, arn, retryPolicy }: CompiledTarget): Json {
  const { maximumRetryAttempts, maximumEventAgeSec } = retryPolicy
  return {
    Id: target.id,
    Arn: arn,
    ...(JSON.parse(JSON.stringify(inputToAws(target.input ?? { kind: 'event' }))) as Record<string, Json>),
    RetryPolicy: { MaximumRetryAttempts: maximumRetryAttempts, MaximumEventAgeInSeconds: maximumEventAgeSec },
  }
}

function optionalText(input: Input, field: string): string | undefined {
  const value = input[field]
  return typeof value === 'string' ? value : undefined
}

function requiredText(input: Input, field: string): string {
  const value = optionalText(input, field)
  if (value !== undefined && value !== '') return value
  const member = field.charAt(0).toLowerCase() + field.slice(1)
  throw new AwsError(
    'ValidationException',
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must not be null`,
  )
}
