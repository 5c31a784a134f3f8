/** An Application Load Balancer as documented: whole weights up to 999, five target groups a rule, health only where used. */
import {
  type Action,
  AddTagsCommand,
  type AddTagsCommandInput,
  DescribeListenersCommand,
  type DescribeListenersCommandInput,
  DescribeRulesCommand,
  type DescribeRulesCommandInput,
  DescribeTagsCommand,
  type DescribeTagsCommandInput,
  DescribeTargetHealthCommand,
  type DescribeTargetHealthCommandInput,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  type ModifyListenerCommandInput,
  ModifyRuleCommand,
  type ModifyRuleCommandInput,
  RemoveTagsCommand,
  type RemoveTagsCommandInput,
  type TargetHealthStateEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { mockClient } from 'aws-sdk-client-mock'
import { awsError, Eventual, FakeAws, given } from './fake-aws.ts'

const account = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012'
export const ruleArn = `${account}:listener-rule/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee`
export const listenerArn = `${account}:listener/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2`
export const groupArn = (name: string): string => `${account}:targetgroup/${name}/6d0ecf831eec9f09`

type Weights = Readonly<Record<string, number>>

/** Forwards to groups by name. */
export function forward(weights: Weights, sticky = false): Action {
  const TargetGroups = Object.entries(weights).map(([name, Weight]) => ({ TargetGroupArn: groupArn(name), Weight }))
  return { Type: 'forward', ForwardConfig: { TargetGroups, TargetGroupStickinessConfig: { Enabled: sticky } } }
}

interface Group {
  /** What its targets become once their first checks are over. */
  readonly health: readonly TargetHealthStateEnum[]
  attachedAtMs: number | undefined
}

/** One listener and one rule, which both forward to target groups. */
export class FakeLoadBalancer extends FakeAws {
  readonly client = new ElasticLoadBalancingV2Client({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 's' },
  })
  /** How long targets are `initial` after their group was first used. */
  initialMs = 0
  readonly #groups = new Map<string, Group>()
  readonly #actions = new Map<string, Eventual<readonly Action[]>>()
  readonly #tags = new Map<string, Eventual<Readonly<Record<string, string>>>>()

  constructor(...rest: ConstructorParameters<typeof FakeAws>) {
    super(...rest)
    const mock = this.kept(mockClient(this.client))
    mock.on(DescribeRulesCommand).callsFake(this.operation('DescribeRules', (input) => this.#rules(input)))
    mock.on(DescribeListenersCommand).callsFake(this.operation('DescribeListeners', (input) => this.#listeners(input)))
    mock.on(ModifyRuleCommand).callsFake(this.operation('ModifyRule', (input) => this.#modifyRule(input)))
    mock.on(ModifyListenerCommand).callsFake(this.operation('ModifyListener', (input) => this.#modifyListener(input)))
    mock.on(DescribeTagsCommand).callsFake(this.operation('DescribeTags', (input) => this.#describeTags(input)))
    mock.on(AddTagsCommand).callsFake(this.operation('AddTags', (input) => this.#addTags(input)))
    mock.on(RemoveTagsCommand).callsFake(this.operation('RemoveTags', (input) => this.#removeTags(input)))
    mock
      .on(DescribeTargetHealthCommand)
      .callsFake(this.operation('DescribeTargetHealth', (input) => this.#health(input)))
  }

  addGroup(name: string, health: readonly TargetHealthStateEnum[] = ['healthy', 'healthy']): void {
    this.#groups.set(groupArn(name), { health, attachedAtMs: undefined })
  }

  /** Somebody sets the rule's or listener's actions by hand. */
  set(arn: string, actions: readonly Action[]): void {
    const last = actions.at(-1)?.ForwardConfig?.TargetGroups ?? []
    for (const { TargetGroupArn = '' } of last) {
      const group = this.#groups.get(TargetGroupArn)
      if (group !== undefined) group.attachedAtMs ??= this.clock.nowMs()
    }
    const known = this.#actions.get(arn)
    if (known === undefined) this.#actions.set(arn, new Eventual<readonly Action[]>(this.clock, actions))
    else known.latest = actions
  }

  tagsOf(arn: string): Readonly<Record<string, string>> {
    return this.#tagHistory(arn).latest
  }

  setTags(arn: string, tags: Readonly<Record<string, string>>): void {
    this.#tagHistory(arn).latest = tags
  }

  groupsOf(arn: string): string[] {
    const groups = this.#actions.get(arn)?.latest.at(-1)?.ForwardConfig?.TargetGroups ?? []
    return groups.map(({ TargetGroupArn = '' }) => TargetGroupArn.split('/')[1] ?? '')
  }

  isSticky(arn: string): boolean {
    return this.#actions.get(arn)?.latest.at(-1)?.ForwardConfig?.TargetGroupStickinessConfig?.Enabled === true
  }

  /** The share of requests that a target group gets. */
  servedPercent(arn: string, name: string): number {
    const actions = this.#actions.get(arn)?.before(this.faults.propagationMs)
    const groups = actions?.at(-1)?.ForwardConfig?.TargetGroups ?? []
    const all = groups.reduce((sum, { Weight = 1 }) => sum + Weight, 0)
    const own = groups.find(({ TargetGroupArn }) => TargetGroupArn === groupArn(name))?.Weight ?? 0
    return (100 * own) / all
  }

  #rules({ RuleArns }: DescribeRulesCommandInput) {
    return { Rules: [{ RuleArn: RuleArns?.[0], Actions: [...this.#seen(RuleArns?.[0], 'RuleNotFoundException')] }] }
  }

  #listeners({ ListenerArns }: DescribeListenersCommandInput) {
    const actions = this.#seen(ListenerArns?.[0], 'ListenerNotFoundException')
    return { Listeners: [{ ListenerArn: ListenerArns?.[0], DefaultActions: [...actions] }] }
  }

  #modifyRule({ RuleArn, Actions }: ModifyRuleCommandInput) {
    return this.#modify(given(RuleArn, 'RuleArn'), given(Actions, 'Actions'), 'RuleNotFoundException')
  }

  #modifyListener({ ListenerArn, DefaultActions }: ModifyListenerCommandInput) {
    const actions = given(DefaultActions, 'DefaultActions')
    return this.#modify(given(ListenerArn, 'ListenerArn'), actions, 'ListenerNotFoundException')
  }

  #modify(arn: string, actions: readonly Action[], absent: string): object {
    this.#seen(arn, absent)
    const groups = actions.at(-1)?.ForwardConfig?.TargetGroups ?? []
    if (groups.length === 0 || groups.length > 5)
      throw awsError('TooManyTargetGroups', 'A forward action takes 1 to 5 groups')
    for (const { TargetGroupArn = '', Weight } of groups) {
      if (!this.#groups.has(TargetGroupArn))
        throw awsError('TargetGroupNotFoundException', `${TargetGroupArn} not found`)
      if (Weight !== undefined && !(Number.isInteger(Weight) && Weight >= 0 && Weight <= 999))
        throw awsError('ValidationError', `Weight ${Weight} is no whole number from 0 to 999`)
    }
    this.set(arn, actions)
    return {}
  }

  #seen(arn: string | undefined, absent: string): readonly Action[] {
    const actions = this.#actions.get(given(arn, 'arn'))
    if (actions === undefined) throw awsError(absent, `${arn} not found`)
    return actions.before(this.faults.staleMs)
  }

  #describeTags({ ResourceArns }: DescribeTagsCommandInput) {
    const arns = given(ResourceArns, 'ResourceArns')
    if (arns.length > 20) throw awsError('ValidationError', '20 resources at most')
    const TagDescriptions = arns.map((ResourceArn) => {
      const tags = this.#tagHistory(ResourceArn).before(this.faults.staleMs)
      return { ResourceArn, Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }
    })
    return { TagDescriptions }
  }

  #addTags({ ResourceArns, Tags }: AddTagsCommandInput): object {
    for (const arn of given(ResourceArns, 'ResourceArns')) {
      const added = given(Tags, 'Tags').map(({ Key = '', Value = '' }) => [Key, Value] as const)
      this.setTags(arn, { ...this.tagsOf(arn), ...Object.fromEntries(added) })
    }
    return {}
  }

  #removeTags({ ResourceArns, TagKeys }: RemoveTagsCommandInput): object {
    for (const arn of given(ResourceArns, 'ResourceArns')) {
      const kept = Object.entries(this.tagsOf(arn)).filter(([key]) => !given(TagKeys, 'TagKeys').includes(key))
      this.setTags(arn, Object.fromEntries(kept))
    }
    return {}
  }

  #health({ TargetGroupArn }: DescribeTargetHealthCommandInput) {
    const group = this.#groups.get(given(TargetGroupArn, 'TargetGroupArn'))
    if (group === undefined) throw awsError('TargetGroupNotFoundException', `${TargetGroupArn} not found`)
    const { attachedAtMs, health } = group
    const early = attachedAtMs !== undefined && this.clock.nowMs() < attachedAtMs + this.initialMs
    const states = health.map((state) => (attachedAtMs === undefined ? 'unused' : early ? 'initial' : state))
    return { TargetHealthDescriptions: states.map((State) => ({ TargetHealth: { State } })) }
  }

  #tagHistory(arn: string): Eventual<Readonly<Record<string, string>>> {
    const known = this.#tags.get(arn) ?? new Eventual<Readonly<Record<string, string>>>(this.clock, {})
    this.#tags.set(arn, known)
    return known
  }
}
