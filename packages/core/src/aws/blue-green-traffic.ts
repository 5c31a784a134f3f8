/**
 * Blue/green behind an Application Load Balancer: the green target group stands beside the blue one, is reached by a test rule first,
 * and then takes all of the traffic at once. Blue stays as it is until green is promoted: going back is one write. Address: the
 * production rule's ARN, and `?test=` with that of the test rule. Weights: 0 and 100.
 */
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Traffic, TrafficState, TrafficTarget, TrafficVersion } from '../port/traffic.ts'
import * as refused from '../port/traffic-error.ts'
import { targetGroupOf } from './alb-address.ts'
import { AlbRule } from './alb-rule.ts'
import { AlbTraffic, type AlbTrafficOptions } from './alb-traffic.ts'
import { blueGreenTargets } from './blue-green-address.ts'
import { type ClientOf, perRegion } from './traffic-call.ts'
import { checkWeight } from './traffic-weight.ts'

export class BlueGreenTraffic implements Traffic {
  readonly #client: ClientOf<ElasticLoadBalancingV2Client>
  readonly #alb: AlbTraffic

  /** All of green has to be healthy before it is ready: it gets all of the traffic in one step. */
  constructor(client: ClientOf<ElasticLoadBalancingV2Client>, { minimumHealthyPercent = 100 }: AlbTrafficOptions = {}) {
    this.#client = client
    this.#alb = new AlbTraffic(client, { minimumHealthyPercent })
  }

  async prepare(target: TrafficTarget, wanted: TrafficVersion): Promise<void> {
    const { production, test } = blueGreenTargets(target)
    await this.#alb.prepare(production, wanted)
    // Only what is healthy is tested: until here the test rule still leads to what serves.
    if (test !== undefined) await this.#point(test, targetGroupOf(target.service, wanted))
  }

  async shift(target: TrafficTarget, canaryVersion: string, weightPercent: number, expected?: TrafficState) {
    checkWeight(weightPercent)
    if (weightPercent !== 0 && weightPercent !== 100)
      throw refused.weightInexpressible(weightPercent, 'blue/green moves all of the traffic at once: 0 or 100 %')
    await this.#alb.shift(blueGreenTargets(target).production, canaryVersion, weightPercent, expected)
  }

  async read(target: TrafficTarget): Promise<TrafficState> {
    return await this.#alb.read(blueGreenTargets(target).production)
  }

  async artifactOf(target: TrafficTarget, version: string) {
    return await this.#alb.artifactOf(blueGreenTargets(target).production, version)
  }

  /** From here on blue is let go: how long it is kept is the last wave's soak. */
  async promote(target: TrafficTarget, version: string): Promise<void> {
    await this.#alb.promote(blueGreenTargets(target).production, version)
  }

  async retire(target: TrafficTarget, version: string): Promise<void> {
    const { production, test } = blueGreenTargets(target)
    if (test !== undefined) await this.#leaveTest(production, test, version)
    await this.#alb.retire(production, version)
  }

  /** The test rule leads to what serves again, where it led to the version that is let go. */
  async #leaveTest(production: TrafficTarget, test: TrafficTarget, version: string): Promise<void> {
    const rule = new AlbRule(production, this.#client)
    const view = await rule.view()
    const stable = rule.stableOf(view)
    const going = view.groups.find((group) => group.version === version)
    if (going === undefined || going.arn === stable.arn || going.weight > 0) return
    const tested = await new AlbRule(test, this.#client).view()
    if (tested.groups.some(({ arn }) => arn === going.arn)) await this.#point(test, stable.arn)
  }

  async #point(test: TrafficTarget, arn: string): Promise<void> {
    const rule = new AlbRule(test, this.#client)
    const view = await rule.view()
    const [only, ...others] = view.groups
    if (only?.arn === arn && others.length === 0) return
    await rule.write(view, [{ arn, weight: 1 }])
  }
}

/** The driver with a client for each region, from the environment's credentials. */
export const blueGreenTraffic = (): Traffic =>
  new BlueGreenTraffic(perRegion((region) => new ElasticLoadBalancingV2Client({ region })))
