/**
 * Traffic by the weights of target groups behind an Application Load Balancer. Address: a listener rule's or listener's
 * ARN. A version's location: its target group's ARN. Weights: ratios of whole numbers up to 999, so 0.1 % is the finest.
 * ELB has no conditional write: a change by hand between reading and setting is overwritten, and seen by the next read.
 */
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  type TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Traffic, TrafficState, TrafficTarget, TrafficVersion } from '../port/traffic.ts'
import * as refused from '../port/traffic-error.ts'
import { targetGroupOf } from './alb-address.ts'
import { AlbRule, type RuleView, tagKeys, type WeightedGroup } from './alb-rule.ts'
import { type ClientOf, call, deadline, isAwsError, perRegion } from './traffic-call.ts'
import { checkPromote, checkRetire, decideShift } from './traffic-decision.ts'
import { checkTagValue } from './traffic-tag.ts'
import { wholeRatio } from './traffic-weight.ts'

export { requiredActions } from './alb-address.ts'

const mostWeight = 999
const groupsPerAction = 5

export interface AlbTrafficOptions {
  /** Share of a version's targets that must be healthy before it counts as prepared. */
  readonly minimumHealthyPercent?: number
}

export class AlbTraffic implements Traffic {
  readonly #client: ClientOf<ElasticLoadBalancingV2Client>
  readonly #minimumHealthyPercent: number

  constructor(client: ClientOf<ElasticLoadBalancingV2Client>, options: AlbTrafficOptions = {}) {
    this.#client = client
    this.#minimumHealthyPercent = options.minimumHealthyPercent ?? 66
  }

  async prepare(target: TrafficTarget, wanted: TrafficVersion): Promise<void> {
    const { service } = target
    const { version, digest } = wanted
    const rule = new AlbRule(target, this.#client)
    const view = await rule.view()
    const stable = rule.stateOf(view).stableVersion
    const arn = targetGroupOf(service, wanted)
    checkTagValue(service, version, version, digest)
    if (!isAttached(service, view, wanted, arn)) {
      if (view.groups.length >= groupsPerAction)
        throw refused.versionInvalid(service, version, `the rule has ${groupsPerAction} target groups already`)
      await this.#health(service, version, arn)
      await rule.tag(arn, { [tagKeys.version]: version, [tagKeys.digest]: digest })
      if (view.stable === undefined) await rule.tag(rule.address.arn, { [tagKeys.stable]: stable })
      // A target group is checked for health only once a load balancer uses it.
      await rule.write(view, [...view.groups, { arn, weight: 0 }])
    }
    const health = judge(await this.#health(service, version, arn), this.#minimumHealthyPercent)
    if (health.kind === 'starting') throw refused.notReady(service, health.detail)
    if (health.kind === 'healthy') return
    if (stable !== version)
      await this.#letGo(service, rule, version).catch((error: unknown) => {
        // It was asked to go; to come back for that would only attach it again.
        if (!refused.notReady.is(error)) throw error
      })
    throw refused.versionInvalid(service, version, health.detail)
  }

  async shift(target: TrafficTarget, canaryVersion: string, weightPercent: number, expected?: TrafficState) {
    const { service } = target
    const weights = wholeRatio(weightPercent, mostWeight)
    const rule = new AlbRule(target, this.#client)
    const view = await rule.view()
    const state = rule.stateOf(view, weightPercent === 0 ? 'ignored' : 'heeded')
    const canary = view.groups.find(({ version }) => version === canaryVersion)
    const request = { service, canaryVersion, weightPercent, expected }
    const decision = decideShift(request, { state, prepared: canary !== undefined })
    if (canary === undefined) return
    if (weightPercent > 0) await this.#checkServes(service, canary)
    const stable = rule.stableOf(view)
    const asked = view.groups.map(({ arn }) => ({
      arn,
      weight: arn === canary.arn ? weights.canary : arn === stable.arn ? weights.stable : 0,
    }))
    // What is as asked is written again: a read may be late, and to believe it would leave the traffic where it is.
    // Weight 0 is left to whoever verifies it: each call less is a fault less.
    await rule.write(view, decision === 'keep' ? view.groups : asked, weightPercent === 0 ? 'asked' : 'shown')
  }

  async read(target: TrafficTarget): Promise<TrafficState> {
    const rule = new AlbRule(target, this.#client)
    return rule.stateOf(await rule.view())
  }

  /** Only a tag says what runs behind a target group: whoever deploys past Houston may set it. */
  async artifactOf(target: TrafficTarget, version: string) {
    const { groups } = await new AlbRule(target, this.#client).view()
    const group = groups.find((known) => known.version === version)
    return group?.digest === undefined ? undefined : { digest: group.digest, location: group.arn }
  }

  async promote(target: TrafficTarget, version: string): Promise<void> {
    const { service } = target
    const rule = new AlbRule(target, this.#client)
    const view = await rule.view()
    const state = rule.stateOf(view)
    const group = view.groups.find((known) => known.version === version)
    let leaving = view.leaving
    if (state.stableVersion !== version) {
      checkPromote(service, version, { state, prepared: group !== undefined })
      leaving = state.stableVersion
      if (group !== undefined) await this.#checkServes(service, group)
      if (state.canaryWeightPercent < 100) await giveAll(rule, view, version)
      // One write of two tags: from here on the version is the stable one, and a repeat knows whom to let go.
      await rule.tag(rule.address.arn, { [tagKeys.stable]: version, [tagKeys.leaving]: leaving })
    }
    if (leaving === undefined) return
    await this.#letGo(service, rule, leaving)
    await rule.untag(rule.address.arn, tagKeys.leaving)
  }

  async retire(target: TrafficTarget, version: string): Promise<void> {
    const rule = new AlbRule(target, this.#client)
    checkRetire(target.service, version, rule.stateOf(await rule.view()))
    await this.#letGo(target.service, rule, version)
  }

  /** ELB sends requests to a group without healthy targets too, and answers them with 503. */
  async #checkServes(service: string, { version, arn }: WeightedGroup): Promise<void> {
    const health = judge(await this.#health(service, version, arn), 0)
    if (health.kind !== 'healthy') throw refused.notReady(service, health.detail)
  }

  /** Takes a version without traffic out of the rule, then its name off its target group. */
  async #letGo(service: string, rule: AlbRule, version: string): Promise<void> {
    const view = await rule.view()
    const group = view.groups.find((known) => known.version === version)
    if (group === undefined) return
    if (group.weight > 0) throw refused.notReady(service, `${version} still reads as taking traffic`)
    await rule.write(
      view,
      view.groups.filter(({ arn }) => arn !== group.arn),
    )
    await rule.untag(group.arn, tagKeys.version, tagKeys.digest)
  }

  async #health(service: string, version: string, arn: string): Promise<readonly TargetHealthDescription[]> {
    const names = ['TargetGroupNotFoundException', 'TargetGroupNotFound']
    const command = new DescribeTargetHealthCommand({ TargetGroupArn: arn })
    const client = this.#client(arn.split(':')[3] ?? '')
    try {
      const { TargetHealthDescriptions = [] } = await call(service, () => client.send(command, deadline()), ...names)
      return TargetHealthDescriptions
    } catch (error) {
      if (isAwsError(error, ...names)) throw refused.versionInvalid(service, version, `there is no target group ${arn}`)
      throw error
    }
  }
}

async function giveAll(rule: AlbRule, view: RuleView, version: string): Promise<void> {
  const groups = view.groups.map((group) => ({ arn: group.arn, weight: group.version === version ? 1 : 0 }))
  await rule.write(view, groups)
}

/** Whether the rule has the version already; throws where its name or target group is taken by another. */
function isAttached(service: string, { groups }: RuleView, wanted: TrafficVersion, arn: string): boolean {
  const { version, digest } = wanted
  const named: WeightedGroup | undefined = groups.find((group) => group.version === version)
  const there = groups.find((group) => group.arn === arn)
  if (named !== undefined && (named.arn !== arn || (named.digest ?? digest) !== digest))
    throw refused.versionDiffers(service, version, digest, `${named.digest} in ${named.arn}`)
  if (there !== undefined && there.version !== version)
    throw refused.versionInvalid(service, version, `its target group serves as ${there.version}`)
  return there !== undefined
}

interface Health {
  readonly kind: 'healthy' | 'starting' | 'unhealthy'
  readonly detail: string
}

/** Starting only while that may still end well; no targets at all are not healthy. */
function judge(targets: readonly TargetHealthDescription[], minimumHealthyPercent: number): Health {
  const count = (...states: readonly string[]) =>
    targets.filter(({ TargetHealth }) => states.includes(TargetHealth?.State ?? '')).length
  const serving = targets.length - count('draining', 'unhealthy.draining')
  const healthy = count('healthy')
  const detail = `${healthy} of ${serving} targets are healthy`
  if (healthy > 0 && healthy * 100 >= minimumHealthyPercent * serving) return { kind: 'healthy', detail }
  return { kind: count('initial', 'unused') > 0 ? 'starting' : 'unhealthy', detail }
}

/** The driver with a client for each region, from the environment's credentials. */
export const albTraffic = (): Traffic =>
  new AlbTraffic(perRegion((region) => new ElasticLoadBalancingV2Client({ region })))
