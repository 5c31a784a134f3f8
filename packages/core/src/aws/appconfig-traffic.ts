/**
 * Traffic by a feature flag: each version is a variant, and a split by a key of the evaluation context decides who gets
 * which. Address: the flag, as a URL. A version's location: any text, handed to the application with the variant.
 * Weights: thousandths of a per cent of the units. Clients see a change when they poll next, which AppConfig does not tell.
 */
import { AppConfigClient } from '@aws-sdk/client-appconfig'
import type { Traffic, TrafficState, TrafficTarget, TrafficVersion } from '../port/traffic.ts'
import * as refused from '../port/traffic-error.ts'
import {
  between,
  type FlagDocument,
  splitPercent,
  splitRule,
  type Variant,
  variantsOf,
  withVariants,
} from './appconfig-document.ts'
import { AppConfigEnvironment, type EnvironmentView } from './appconfig-environment.ts'
import { type ClientOf, perRegion } from './traffic-call.ts'
import { checkPromote, checkRetire, decideShift } from './traffic-decision.ts'
import { wholeSteps } from './traffic-weight.ts'

export { requiredActions } from './appconfig-address.ts'

const stepPercent = 0.001
const attributes = ['version', 'digest', 'location']

/** One version of a flag's variants. */
interface Served {
  readonly version: string
  readonly digest: string
  readonly location: string
  readonly percent: number
}

interface Seen {
  readonly view: EnvironmentView
  readonly stable: Served
  readonly canaries: readonly Served[]
  readonly state: TrafficState
}

export class AppConfigTraffic implements Traffic {
  readonly #client: ClientOf<AppConfigClient>

  constructor(client: ClientOf<AppConfigClient>) {
    this.#client = client
  }

  async prepare(target: TrafficTarget, { version, digest, location }: TrafficVersion): Promise<void> {
    const { service } = target
    const environment = new AppConfigEnvironment(service, target.address, this.#client)
    const seen = look(service, environment, await environment.view())
    if (location === '' || location.length > 1_000)
      throw refused.versionInvalid(service, version, 'its location must be a text of 1 to 1000 characters')
    const known = [seen.stable, ...seen.canaries].find((one) => one.version === version)
    if (known !== undefined && (known.digest !== digest || known.location !== location))
      throw refused.versionDiffers(service, version, digest, known.digest)
    if (known !== undefined) return
    const canaries = [...seen.canaries, { version, digest, location, percent: 0 }]
    await this.#deploy(environment, seen, { stable: seen.stable, canaries }, `prepare ${version}`)
  }

  async shift(target: TrafficTarget, canaryVersion: string, weightPercent: number, expected?: TrafficState) {
    const { service } = target
    wholeSteps(weightPercent, stepPercent)
    const environment = new AppConfigEnvironment(service, target.address, this.#client)
    const seen = look(service, environment, await environment.view())
    const { stable, canaries, state, view } = seen
    const prepared = canaries.some(({ version }) => version === canaryVersion)
    const coming = comingPercent(environment, view, canaryVersion)
    const request = { service, canaryVersion, weightPercent, expected }
    if (weightPercent === 0 && (coming ?? 0) > 0 && view.rollout !== undefined) {
      // AppConfig takes no second deployment: the one that brings the traffic is taken back first.
      await environment.stop(view.rollout)
      throw refused.targetBusy(service, `deployment ${view.rollout.number} is being taken back`)
    }
    if (decideShift(request, { state, prepared }) === 'keep' && coming === undefined) return
    if (coming === weightPercent) return
    const shifted = canaries.map((one) => ({ ...one, percent: one.version === canaryVersion ? weightPercent : 0 }))
    await this.#deploy(environment, seen, { stable, canaries: shifted }, `${canaryVersion} ${weightPercent} %`)
  }

  async read(target: TrafficTarget): Promise<TrafficState> {
    const environment = new AppConfigEnvironment(target.service, target.address, this.#client)
    return look(target.service, environment, await environment.view()).state
  }

  async artifactOf(target: TrafficTarget, version: string) {
    const environment = new AppConfigEnvironment(target.service, target.address, this.#client)
    const { stable, canaries } = look(target.service, environment, await environment.view())
    const served = [stable, ...canaries].find((one) => one.version === version)
    return served && { digest: served.digest, location: served.location }
  }

  async promote(target: TrafficTarget, version: string): Promise<void> {
    const { service } = target
    const environment = new AppConfigEnvironment(service, target.address, this.#client)
    const seen = look(service, environment, await environment.view())
    const { view, state, canaries } = seen
    if (state.stableVersion === version) return
    const coming = view.rollout?.document && servedIn(service, environment, view.rollout.document)
    if (coming?.stable.version === version && view.rollout?.goingBack === false) return
    const promoted = canaries.find((one) => one.version === version)
    checkPromote(service, version, { state, prepared: promoted !== undefined })
    if (promoted === undefined) return
    const others = canaries.filter((one) => one !== promoted)
    await this.#deploy(environment, seen, { stable: promoted, canaries: others }, `promote ${version}`)
  }

  async retire(target: TrafficTarget, version: string): Promise<void> {
    const environment = new AppConfigEnvironment(target.service, target.address, this.#client)
    const seen = look(target.service, environment, await environment.view())
    checkRetire(target.service, version, seen.state)
    const canaries = seen.canaries.filter((one) => one.version !== version)
    if (canaries.length === seen.canaries.length) return
    await this.#deploy(environment, seen, { stable: seen.stable, canaries }, `retire ${version}`)
  }

  async #deploy(
    environment: AppConfigEnvironment,
    { view }: Seen,
    served: { readonly stable: Served; readonly canaries: readonly Served[] },
    description: string,
  ): Promise<void> {
    environment.checkFree(view)
    const { flag, unit } = environment.address
    await environment.deploy(flagDocument(view.document, flag, unit, served), view, description)
  }
}

/** A document with the flag at one version that all get: what a flag starts from, and how Houston writes it. */
export function flagDocument(
  document: FlagDocument,
  flag: string,
  unit: string,
  { stable, canaries }: { readonly stable: Omit<Served, 'percent'>; readonly canaries: readonly Served[] },
): FlagDocument {
  const variant = ({ version, digest, location }: Omit<Served, 'percent'>): Variant => ({
    name: version,
    enabled: true,
    attributeValues: { version, digest, location },
  })
  const split = canaries.map((one) => ({ ...variant(one), rule: splitRule(unit, one.percent, one.version) }))
  return withVariants(document, flag, [...split, variant(stable)], attributes)
}

function look(service: string, environment: AppConfigEnvironment, view: EnvironmentView): Seen {
  const { stable, canaries } = servedIn(service, environment, view.document)
  const base = stateOf(service, stable, canaries)
  const { rollout } = view
  if (rollout?.document === undefined) return { view, stable, canaries, state: base }
  const next = servedIn(service, environment, rollout.document)
  const coming = stateOf(service, next.stable, next.canaries)
  return { view, stable, canaries, state: mixed(service, base, coming, rollout.share) }
}

function servedIn(service: string, { address }: AppConfigEnvironment, document: FlagDocument) {
  const variants = variantsOf(document, address.flag)
  if (variants === undefined) {
    if (address.flag in document.values) throw refused.stateUnclear(service, 'the flag has no variants of versions')
    throw refused.targetUnknown(service, `the flag ${address.flag}`)
  }
  const served = variants.map((variant, index): Served => {
    const { version, digest, location } = variant.attributeValues ?? {}
    const last = index === variants.length - 1
    const percent = last && variant.rule === undefined ? 0 : splitPercent(variant.rule)
    const named = typeof version === 'string' && typeof digest === 'string' && typeof location === 'string'
    if (!named || percent === undefined)
      throw refused.stateUnclear(service, `the variant ${variant.name} is none that Houston wrote`)
    return { version, digest, location, percent }
  })
  const stable = served.at(-1)
  if (stable === undefined) throw refused.stateUnclear(service, 'the flag has no variants')
  return { stable, canaries: served.slice(0, -1) }
}

function stateOf(service: string, { version: stableVersion }: Served, canaries: readonly Served[]): TrafficState {
  const [canary, ...more] = canaries.filter(({ percent }) => percent > 0)
  if (more.length > 0) throw refused.stateUnclear(service, 'several versions have a share')
  if (canary === undefined) return { stableVersion, canaryWeightPercent: 0 }
  return { stableVersion, canaryVersion: canary.version, canaryWeightPercent: canary.percent }
}

/** While a document is handed out, some clients have the old one and some the new. */
function mixed(service: string, base: TrafficState, coming: TrafficState, share: number): TrafficState {
  if (share === 1) return coming
  if (share === 0 || base.stableVersion !== coming.stableVersion) return base
  const canaryVersion = base.canaryVersion ?? coming.canaryVersion
  if ((coming.canaryVersion ?? canaryVersion) !== canaryVersion)
    throw refused.stateUnclear(service, 'one canary replaces another')
  const canaryWeightPercent = between(base.canaryWeightPercent, coming.canaryWeightPercent, share)
  if (canaryVersion === undefined || canaryWeightPercent === 0) return { ...base, canaryWeightPercent: 0 }
  return { stableVersion: base.stableVersion, canaryVersion, canaryWeightPercent }
}

/** The share that the rollout under way gives to the version. */
function comingPercent(environment: AppConfigEnvironment, { rollout }: EnvironmentView, version: string) {
  if (rollout?.document === undefined || rollout.goingBack) return undefined
  const variants = variantsOf(rollout.document, environment.address.flag) ?? []
  if (variants.at(-1)?.name === version) return 100
  return splitPercent(variants.find(({ name }) => name === version)?.rule) ?? 0
}

/** The driver with a client for each region, from the environment's credentials. */
export const appConfigTraffic = (): Traffic =>
  new AppConfigTraffic(perRegion((region) => new AppConfigClient({ region })))
