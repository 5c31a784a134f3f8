/**
 * Traffic by the weights of a Lambda alias. Address: the alias's ARN. A version's location: the number of a published
 * version. Weights: hundredths of a per cent. Every change names the revision it was decided on, so that what was read
 * late or changed by others meanwhile is noticed, and decided again.
 */
import {
  type AliasConfiguration,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateAliasCommand,
  type UpdateAliasCommandInput,
} from '@aws-sdk/client-lambda'
import type { Traffic, TrafficState, TrafficTarget, TrafficVersion } from '../port/traffic.ts'
import * as refused from '../port/traffic-error.ts'
import { digestOfCode, functionVersionOf, noteText, numberOfUnnamed } from './lambda-alias-address.ts'
import { LambdaAliasNotes } from './lambda-alias-notes.ts'
import { type ClientOf, call, deadline, isAwsError, perRegion } from './traffic-call.ts'
import { checkPromote, checkRetire, decideShift } from './traffic-decision.ts'
import { percentOfFraction, wholeSteps } from './traffic-weight.ts'

export { requiredActions } from './lambda-alias-address.ts'

/** Lambda documents a fraction from 0 to 1 and no step; this is the finest that Houston relies on. */
const stepPercent = 0.01
/** Decisions on what turned out to be stale, before giving up. */
const decisionsPerCall = 3

interface Decision {
  readonly change: Pick<UpdateAliasCommandInput, 'FunctionVersion' | 'RoutingConfig'>
  /** Set even where the alias has another revision. */
  readonly always: boolean
}

interface View {
  readonly alias: AliasConfiguration
  readonly state: TrafficState
}

export class LambdaAliasTraffic implements Traffic {
  readonly #client: ClientOf<LambdaClient>

  constructor(client: ClientOf<LambdaClient>) {
    this.#client = client
  }

  async prepare(target: TrafficTarget, wanted: TrafficVersion): Promise<void> {
    const { service } = target
    const { version, digest } = wanted
    const notes = new LambdaAliasNotes(target, this.#client)
    const { FunctionVersion: stable = '' } = await this.#alias(target, notes)
    const number = functionVersionOf(service, notes.address, wanted)
    const kept = await notes.find(version)
    if (kept === undefined) {
      await this.#checkServes(target, notes, version, [number, stable])
      const others = (await notes.namesOf(number)).filter((name) => name !== version)
      // Publishing unchanged code gives the number of the version before: its traffic could not be told from the other's.
      if (others.length > 0)
        throw refused.versionInvalid(service, version, `function version ${number} is ${others.join(', ')} already`)
      // Refused now rather than at a promotion, which writes one name more.
      noteText(service, { version, digest, replaces: version })
      await notes.add(number, { version, digest })
    }
    const seen = kept ?? (await notes.find(version))
    if (seen === undefined) throw refused.notReady(service, `Lambda does not show ${version} yet`)
    if (seen.functionVersion !== number || seen.note.digest !== digest)
      throw refused.versionDiffers(service, version, digest, `${seen.note.digest} (version ${seen.functionVersion})`)
  }

  async shift(target: TrafficTarget, canaryVersion: string, weightPercent: number, expected?: TrafficState) {
    const { service } = target
    const weight = wholeSteps(weightPercent, stepPercent) / (100 / stepPercent)
    const notes = new LambdaAliasNotes(target, this.#client)
    await this.#decide(target, notes, async ({ alias, state }) => {
      const kept = await notes.find(canaryVersion)
      const request = { service, canaryVersion, weightPercent, expected }
      const decision = decideShift(request, { state, prepared: kept !== undefined })
      // What is as asked is written again: the revision proves that it was not read too late.
      const now = alias.RoutingConfig?.AdditionalVersionWeights ?? {}
      const none = kept === undefined || weight === 0
      const asked = none ? {} : { [kept.functionVersion]: weight }
      const weights = decision === 'keep' ? now : asked
      // To take all traffic away is safe whatever was set meanwhile; waiting until reads catch up is not.
      const always = weightPercent === 0 && expected === undefined && Object.keys(weights).length === 0
      return { change: { RoutingConfig: { AdditionalVersionWeights: weights } }, always }
    })
  }

  async read(target: TrafficTarget): Promise<TrafficState> {
    return (await this.#view(target, new LambdaAliasNotes(target, this.#client))).state
  }

  /** Of one that was deployed past Houston: the published version itself, told by the hash of its code, which never changes. */
  async artifactOf(target: TrafficTarget, version: string) {
    const { service } = target
    const notes = new LambdaAliasNotes(target, this.#client)
    const kept = await notes.find(version)
    if (kept !== undefined) return { digest: kept.note.digest, location: kept.functionVersion }
    const Qualifier = numberOfUnnamed(version)
    if (Qualifier === undefined) return undefined
    const command = new GetFunctionConfigurationCommand({ FunctionName: notes.address.functionName, Qualifier })
    try {
      const { CodeSha256 } = await call(
        service,
        () => notes.client.send(command, deadline()),
        'ResourceNotFoundException',
      )
      const digest = CodeSha256 === undefined ? undefined : digestOfCode(CodeSha256)
      return digest === undefined ? undefined : { digest, location: Qualifier }
    } catch (error) {
      if (isAwsError(error, 'ResourceNotFoundException')) return undefined
      throw error
    }
  }

  async promote(target: TrafficTarget, version: string): Promise<void> {
    const { service } = target
    const notes = new LambdaAliasNotes(target, this.#client)
    const kept = await notes.find(version)
    let replaces = kept?.note.replaces
    await this.#decide(target, notes, async ({ state }) => {
      if (state.stableVersion === version) return undefined
      checkPromote(service, version, { state, prepared: kept !== undefined })
      if (kept === undefined) return undefined
      // Written down first, so that a repeat knows whom to let go after the traffic has moved.
      replaces = state.stableVersion
      await notes.change({ ...kept.note, replaces })
      const change = { FunctionVersion: kept.functionVersion, RoutingConfig: { AdditionalVersionWeights: {} } }
      return { change, always: false }
    })
    if (kept === undefined || replaces === undefined) return
    await notes.remove(replaces)
    await notes.change({ version, digest: kept.note.digest })
  }

  async retire(target: TrafficTarget, version: string): Promise<void> {
    const notes = new LambdaAliasNotes(target, this.#client)
    const { state } = await this.#view(target, notes)
    checkRetire(target.service, version, state)
    await notes.remove(version)
  }

  /** Reads, decides, and sets what was decided unless the alias has another revision by then; then once more. */
  async #decide(
    target: TrafficTarget,
    notes: LambdaAliasNotes,
    decide: (view: View) => Promise<Decision | undefined>,
  ): Promise<void> {
    for (let decision = 0; decision < decisionsPerCall; decision++) {
      const view = await this.#view(target, notes)
      const decided = await decide(view)
      if (decided === undefined) return
      const set =
        (await this.#update(target, notes, view.alias.RevisionId, decided.change)) ||
        (decided.always && (await this.#update(target, notes, undefined, decided.change)))
      if (set) return decided.always ? undefined : await this.#checkShown(target, notes, decided.change)
    }
    throw refused.targetBusy(target.service, `the alias changed ${decisionsPerCall} times while it was looked at`)
  }

  /** Nothing is decided on what does not show yet. Weight 0 is left to whoever verifies it: each call less is a fault less. */
  async #checkShown(target: TrafficTarget, notes: LambdaAliasNotes, change: Decision['change']): Promise<void> {
    const { FunctionVersion, RoutingConfig } = await this.#alias(target, notes)
    const [shown, asked] = [RoutingConfig, change.RoutingConfig].map(
      (routing) => routing?.AdditionalVersionWeights ?? {},
    )
    const same = JSON.stringify(shown) === JSON.stringify(asked)
    if (!same || (change.FunctionVersion ?? FunctionVersion) !== FunctionVersion)
      throw refused.notReady(target.service, 'Lambda does not show yet what was set')
  }

  /** False where the alias has another revision than the one decided on; without one, whatever it has. */
  async #update(
    { service }: TrafficTarget,
    { address, client }: LambdaAliasNotes,
    RevisionId: string | undefined,
    change: Decision['change'],
  ): Promise<boolean> {
    const command = new UpdateAliasCommand({
      FunctionName: address.functionName,
      Name: address.alias,
      RevisionId,
      ...change,
    })
    const refusals = ['PreconditionFailedException', 'ResourceConflictException', 'InvalidParameterValueException']
    try {
      await call(service, () => client.send(command, deadline()), ...refusals)
      return true
    } catch (error) {
      if (isAwsError(error, 'PreconditionFailedException')) return false
      if (isAwsError(error, 'ResourceConflictException')) throw refused.targetBusy(service, error.message)
      if (isAwsError(error, 'InvalidParameterValueException')) throw refused.stateUnclear(service, error.message)
      throw error
    }
  }

  async #view(target: TrafficTarget, notes: LambdaAliasNotes): Promise<View> {
    const { service } = target
    const alias = await this.#alias(target, notes)
    const { FunctionVersion: stable, RoutingConfig } = alias
    if (stable === undefined || stable === '$LATEST')
      throw refused.stateUnclear(service, 'the alias points at $LATEST, which changes under it')
    const weighted = Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {}).filter(([, weight]) => weight > 0)
    const [canary, ...more] = weighted
    if (more.length > 0) throw refused.stateUnclear(service, `${weighted.length} versions share the traffic`)
    const stableVersion = await notes.nameOf(stable)
    if (canary === undefined) return { alias, state: { stableVersion, canaryWeightPercent: 0 } }
    const [number, weight] = canary
    const canaryVersion = await notes.nameOf(number)
    return { alias, state: { stableVersion, canaryVersion, canaryWeightPercent: percentOfFraction(weight) } }
  }

  async #alias({ service, address: arn }: TrafficTarget, { address, client }: LambdaAliasNotes) {
    const command = new GetAliasCommand({ FunctionName: address.functionName, Name: address.alias })
    try {
      return await call(service, () => client.send(command, deadline()), 'ResourceNotFoundException')
    } catch (error) {
      if (isAwsError(error, 'ResourceNotFoundException')) throw refused.targetUnknown(service, arn)
      throw error
    }
  }

  /** Lambda lets two versions share an alias only with the same role and dead-letter queue; better told now than later. */
  async #checkServes(
    { service }: TrafficTarget,
    { address, client }: LambdaAliasNotes,
    version: string,
    [number, stable]: readonly [string, string],
  ): Promise<void> {
    const look = async (Qualifier: string) => {
      const command = new GetFunctionConfigurationCommand({ FunctionName: address.functionName, Qualifier })
      return await call(service, () => client.send(command, deadline()), 'ResourceNotFoundException')
    }
    try {
      const [canary, current] = [await look(number), await look(stable)]
      if (canary.State === 'Pending') throw refused.notReady(service, `function version ${number} is pending`)
      if (canary.State === 'Failed')
        throw refused.versionInvalid(service, version, `function version ${number} failed: ${canary.StateReason}`)
      const sameQueue = canary.DeadLetterConfig?.TargetArn === current.DeadLetterConfig?.TargetArn
      if (canary.Role !== current.Role || !sameQueue)
        throw refused.versionInvalid(
          service,
          version,
          'its role or dead-letter queue is not that of the stable version',
        )
    } catch (error) {
      if (!isAwsError(error, 'ResourceNotFoundException')) throw error
      throw refused.versionInvalid(service, version, `function version ${number} does not exist`)
    }
  }
}

/** The driver with a client for each region, from the environment's credentials. */
export const lambdaAliasTraffic = (): Traffic =>
  new LambdaAliasTraffic(perRegion((region) => new LambdaClient({ region })))
