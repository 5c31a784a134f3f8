/** A rule's forward action as a set of weighted target groups, each a version by its tags; read and written whole. */
import {
  type Action,
  AddTagsCommand,
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  type ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  ModifyRuleCommand,
  RemoveTagsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { TrafficState, TrafficTarget } from '../port/traffic.ts'
import * as refused from '../port/traffic-error.ts'
import { type AlbAddress, albAddress, unnamedGroup } from './alb-address.ts'
import { type ClientOf, call, callOrUnclear, deadline, isAwsError } from './traffic-call.ts'
import { percentOf } from './traffic-weight.ts'

/** Tags on the target groups, and on the rule: one write of the rule's tags changes both at once. */
export const tagKeys = {
  version: 'houston:version',
  digest: 'houston:digest',
  stable: 'houston:stable',
  leaving: 'houston:leaving',
} as const

const absentNames = ['RuleNotFoundException', 'ListenerNotFoundException', 'RuleNotFound', 'ListenerNotFound']

/** What no repeat will change: the rule or a target group does not fit. */
const impossibleNames = [
  'IncompatibleProtocolsException',
  'InvalidConfigurationRequestException',
  'InvalidLoadBalancerActionException',
  'OperationNotPermittedException',
  'TargetGroupAssociationLimitException',
  'TargetGroupNotFoundException',
  'TooManyUniqueTargetGroupsPerLoadBalancerException',
]

export interface WeightedGroup {
  readonly arn: string
  readonly weight: number
  readonly version: string
  readonly digest?: string
}

export interface RuleView {
  readonly actions: readonly Action[]
  readonly groups: readonly WeightedGroup[]
  /** A cookie keeps callers on the group that they had, whatever the weights say. */
  readonly sticky: boolean
  readonly stable?: string
  readonly leaving?: string
}

export class AlbRule {
  readonly address: AlbAddress
  readonly client: ElasticLoadBalancingV2Client
  readonly #service: string

  constructor(target: TrafficTarget, client: ClientOf<ElasticLoadBalancingV2Client>) {
    this.address = albAddress(target)
    this.client = client(this.address.region)
    this.#service = target.service
  }

  async view(): Promise<RuleView> {
    const actions = await this.#actions()
    const forward = actions.at(-1)
    if (forward?.Type !== 'forward')
      throw refused.stateUnclear(this.#service, 'the rule does not end in a forward action')
    const { TargetGroups, TargetGroupStickinessConfig } = forward.ForwardConfig ?? {}
    const tuples = TargetGroups ?? [{ TargetGroupArn: forward.TargetGroupArn, Weight: 1 }]
    const arns = tuples.flatMap(({ TargetGroupArn }) => TargetGroupArn ?? [])
    const tags = await this.tags([this.address.arn, ...arns])
    const groups = tuples.map(({ TargetGroupArn: arn = '', Weight: weight = 1 }) => {
      const { [tagKeys.version]: version = unnamedGroup(arn), [tagKeys.digest]: digest } = tags.get(arn) ?? {}
      return { arn, weight, version, ...(digest !== undefined && { digest }) }
    })
    const { [tagKeys.stable]: stable, [tagKeys.leaving]: leaving } = tags.get(this.address.arn) ?? {}
    const sticky = TargetGroupStickinessConfig?.Enabled === true && groups.length > 1
    return {
      actions,
      groups,
      sticky,
      ...(stable !== undefined && { stable }),
      ...(leaving !== undefined && { leaving }),
    }
  }

  /**
   * What the rule sends where. `whatever the cookies` is for taking traffic away, which also turns cookies off: with them
   * on, the weights do not tell what is served.
   */
  stateOf(view: RuleView, cookies: 'heeded' | 'ignored' = 'heeded'): TrafficState {
    const { groups, sticky } = view
    const unclear = (detail: string) => refused.stateUnclear(this.#service, detail)
    if (sticky && cookies === 'heeded')
      throw unclear('target group stickiness is on: callers stay on the group that they had, whatever its weight')
    if (new Set(groups.map(({ version }) => version)).size < groups.length)
      throw unclear('two target groups have the name of one version')
    const stable = this.stableOf(view)
    const canaries = groups.filter(({ weight, arn }) => weight > 0 && arn !== stable.arn)
    const [canary, ...more] = canaries
    if (more.length > 0) throw unclear(`${canaries.length + 1} target groups share the traffic`)
    if (canary === undefined && stable.weight === 0) throw unclear('no target group has a weight')
    if (canary === undefined) return { stableVersion: stable.version, canaryWeightPercent: 0 }
    const canaryWeightPercent = percentOf(canary.weight, canary.weight + stable.weight)
    return { stableVersion: stable.version, canaryVersion: canary.version, canaryWeightPercent }
  }

  /** The group that the rule's tag names; where nobody tagged the rule yet, the only one with traffic. */
  stableOf({ groups, stable }: RuleView): WeightedGroup {
    const named = groups.filter(({ version, weight }) => (stable === undefined ? weight > 0 : version === stable))
    const [group] = named
    if (group !== undefined && named.length === 1) return group
    const detail = stable === undefined ? 'no single target group has the traffic' : `${stable} has no target group`
    throw refused.stateUnclear(this.#service, detail)
  }

  /**
   * Writes the groups with their weights, and turns target group stickiness off. Returns once ELB shows it: the next
   * change starts from what is read, and nothing but that keeps it from undoing this one. `asked`: returns at once, where
   * whoever asks reads until it shows.
   */
  async write(
    view: RuleView,
    groups: readonly { readonly arn: string; readonly weight: number }[],
    until: 'shown' | 'asked' = 'shown',
  ): Promise<void> {
    const forward: Action = {
      Type: 'forward',
      ForwardConfig: {
        TargetGroups: groups.map(({ arn, weight }) => ({ TargetGroupArn: arn, Weight: weight })),
        TargetGroupStickinessConfig: { Enabled: false },
      },
    }
    const order = view.actions.at(-1)?.Order
    const actions = [...view.actions.slice(0, -1), { ...forward, ...(order !== undefined && { Order: order }) }]
    const { arn, kind } = this.address
    const send = () =>
      kind === 'rule'
        ? this.client.send(new ModifyRuleCommand({ RuleArn: arn, Actions: actions }), deadline())
        : this.client.send(new ModifyListenerCommand({ ListenerArn: arn, DefaultActions: actions }), deadline())
    await callOrUnclear(this.#service, send, ...impossibleNames)
    if (until === 'asked') return
    const seen = await this.view()
    const weights = new Map(seen.groups.map((group) => [group.arn, group.weight]))
    const shown =
      seen.groups.length === groups.length && groups.every((group) => weights.get(group.arn) === group.weight)
    if (!shown || seen.sticky) throw refused.notReady(this.#service, 'the rule does not show what was set yet')
  }

  async tag(arn: string, tags: Readonly<Record<string, string>>): Promise<void> {
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
    await call(this.#service, () => this.client.send(new AddTagsCommand({ ResourceArns: [arn], Tags }), deadline()))
    const seen = (await this.tags([arn])).get(arn)
    const shown = Tags.every(({ Key, Value }) => seen?.[Key] === Value)
    if (!shown) throw refused.notReady(this.#service, 'the tags that were set do not show yet')
  }

  async untag(arn: string, ...TagKeys: string[]): Promise<void> {
    const command = new RemoveTagsCommand({ ResourceArns: [arn], TagKeys })
    await call(this.#service, () => this.client.send(command, deadline()))
    const seen = (await this.tags([arn])).get(arn) ?? {}
    if (TagKeys.some((key) => key in seen)) throw refused.notReady(this.#service, 'tags that were removed still show')
  }

  async tags(ResourceArns: string[]): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
    const command = new DescribeTagsCommand({ ResourceArns })
    const { TagDescriptions = [] } = await call(this.#service, () => this.client.send(command, deadline()))
    return new Map(
      TagDescriptions.map(({ ResourceArn = '', Tags = [] }) => [
        ResourceArn,
        Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
      ]),
    )
  }

  async #actions(): Promise<readonly Action[]> {
    const { arn, kind } = this.address
    const look = async (): Promise<readonly Action[] | undefined> => {
      if (kind === 'rule') {
        const { Rules } = await this.client.send(new DescribeRulesCommand({ RuleArns: [arn] }), deadline())
        return Rules?.[0]?.Actions
      }
      const { Listeners } = await this.client.send(new DescribeListenersCommand({ ListenerArns: [arn] }), deadline())
      return Listeners?.[0]?.DefaultActions
    }
    try {
      const actions = await call(this.#service, look, ...absentNames)
      if (actions === undefined) throw refused.targetUnknown(this.#service, arn)
      return actions
    } catch (error) {
      if (isAwsError(error, ...absentNames)) throw refused.targetUnknown(this.#service, arn)
      throw error
    }
  }
}
