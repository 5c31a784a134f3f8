/**
 * Flags in AppConfig: two variants with the feature on, one for the audiences and one for the share, and the default
 * without. Address: the flag, as a URL; the evaluation context has the unit's key, and `audience`.
 */
import { AppConfigClient } from '@aws-sdk/client-appconfig'
import {
  describeExposure,
  type FlagExposure,
  type FlagReading,
  type Flags,
  nobody,
  sameExposure,
} from '../port/flags.ts'
import * as refused from '../port/traffic-error.ts'
import { appConfigAddress } from './appconfig-address.ts'
import {
  type FlagDocument,
  splitPercent,
  splitRule,
  type Variant,
  variantsOf,
  withVariants,
} from './appconfig-document.ts'
import { AppConfigEnvironment } from './appconfig-environment.ts'
import { type ClientOf, perRegion } from './traffic-call.ts'
import { wholeSteps } from './traffic-weight.ts'

export { requiredActions } from './appconfig-address.ts'

const stepPercent = 0.001
const audiencePattern = /^[a-z0-9][a-z0-9-]{0,62}$/

export class AppConfigFlags implements Flags {
  readonly #client: ClientOf<AppConfigClient>

  constructor(client: ClientOf<AppConfigClient>) {
    this.#client = client
  }

  async read(address: string): Promise<FlagReading> {
    const { environment, flag } = this.#open(address)
    const { document, rollout } = await environment.view()
    const before = exposureIn(document, flag)
    if (before === undefined && rollout?.document === undefined) throw refused.targetUnknown(flag, address)
    const after = rollout?.document === undefined ? before : exposureIn(rollout.document, flag)
    const [own, next] = [before ?? nobody, after ?? nobody]
    if (rollout === undefined || rollout.share === 1) return { exposure: next, settled: true }
    return { exposure: own, settled: sameExposure(own, next) }
  }

  async expose(address: string, exposure: FlagExposure): Promise<void> {
    const { environment, flag } = this.#open(address)
    checkExposure(exposure)
    const view = await environment.view()
    const { document, rollout } = view
    const coming = rollout?.document === undefined || rollout.goingBack ? undefined : exposureIn(rollout.document, flag)
    const before = exposureIn(document, flag)
    if (coming !== undefined && sameExposure(coming, exposure)) return
    const turnsOff = sameExposure(exposure, nobody)
    if (turnsOff && rollout !== undefined && coming !== undefined && !sameExposure(coming, before ?? nobody)) {
      await environment.stop(rollout)
      throw refused.targetBusy(flag, `deployment ${rollout.number} is being taken back`)
    }
    if (coming === undefined && before !== undefined && sameExposure(before, exposure)) return
    environment.checkFree(view)
    const { unit } = environment.address
    const changed = withVariants(document, flag, variantsFor(flag, unit, exposure))
    await environment.deploy(changed, view, `${flag} for ${describeExposure(exposure)}`)
  }

  #open(address: string): { environment: AppConfigEnvironment; flag: string } {
    const { flag } = appConfigAddress(address)
    return { environment: new AppConfigEnvironment(flag, address, this.#client), flag }
  }
}

function checkExposure({ audiences, percent }: FlagExposure): void {
  wholeSteps(percent, stepPercent)
  const odd = audiences.filter((audience) => !audiencePattern.test(audience))
  if (odd.length > 0)
    throw refused.versionInvalid('the flag', odd.join(', '), 'an audience is lower-case letters, digits and hyphens')
}

function variantsFor(flag: string, unit: string, { audiences, percent }: FlagExposure): Variant[] {
  const equals = audiences.map((audience) => `(eq $audience ${JSON.stringify(audience)})`)
  const [only] = equals
  const rule = equals.length === 1 ? only : `(or ${equals.join(' ')})`
  return [
    ...(rule === undefined || equals.length === 0 ? [] : [{ name: 'audience', enabled: true, rule }]),
    ...(percent === 0 ? [] : [{ name: 'share', enabled: true, rule: splitRule(unit, percent, flag) }]),
    { name: 'default', enabled: false },
  ]
}

/** Undefined where the flag is not there; throws where it is, but somebody else wrote it. */
function exposureIn(document: FlagDocument, flag: string): FlagExposure | undefined {
  if (!(flag in document.values)) return undefined
  const variants = variantsOf(document, flag) ?? []
  const last = variants.at(-1)
  const [audience, share] = ['audience', 'share'].map((name) => variants.find((variant) => variant.name === name))
  const percent = share === undefined ? 0 : splitPercent(share.rule)
  const known = [audience, share, last].filter((variant) => variant !== undefined).length === variants.length
  if (last?.name !== 'default' || last.enabled || percent === undefined || !known)
    throw refused.stateUnclear(flag, 'its variants are not those that Houston writes')
  const audiences = [...(audience?.rule ?? '').matchAll(/\(eq \$audience "([a-z0-9-]+)"\)/g)].map(
    ([, name = '']) => name,
  )
  return { audiences, percent }
}

/** Flags with a client for each region, from the environment's credentials. */
export const appConfigFlags = (): Flags => new AppConfigFlags(perRegion((region) => new AppConfigClient({ region })))
