/**
 * A profile's document in an environment: what is handed out now, and how it is replaced. AppConfig takes one deployment
 * at a time per environment; each of Houston's names the deployment that it was decided on, so that none is overtaken.
 */
import {
  type AppConfigClient,
  CreateHostedConfigurationVersionCommand,
  type DeploymentSummary,
  GetConfigurationProfileCommand,
  GetHostedConfigurationVersionCommand,
  ListDeploymentsCommand,
  StartDeploymentCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-appconfig'
import * as refused from '../port/traffic-error.ts'
import { type AppConfigAddress, appConfigAddress } from './appconfig-address.ts'
import { documentContent, type FlagDocument, parseDocument } from './appconfig-document.ts'
import { type ClientOf, call, callOrUnclear, deadline, isAwsError } from './traffic-call.ts'

const underWay: readonly string[] = ['VALIDATING', 'DEPLOYING', 'BAKING', 'ROLLING_BACK']
const pagesPerListing = 20

export interface Rollout {
  readonly number: number
  /** Undefined where it is a deployment of another profile. */
  readonly document?: FlagDocument
  /** From 0 to 1: the part of the clients that has the new document. */
  readonly share: number
  readonly goingBack: boolean
}

export interface EnvironmentView {
  /** What was handed out to all before the rollout, or is since it ended. */
  readonly document: FlagDocument
  readonly rollout?: Rollout
  readonly latestNumber: number
}

export class AppConfigEnvironment {
  readonly address: AppConfigAddress
  readonly #client: AppConfigClient
  readonly #service: string
  readonly #text: string

  constructor(service: string, address: string, client: ClientOf<AppConfigClient>) {
    this.address = appConfigAddress(address)
    this.#client = client(this.address.region)
    this.#service = service
    this.#text = address
  }

  async view(): Promise<EnvironmentView> {
    const name = await this.#profileName()
    const all = (await this.#deployments()).toSorted((a, b) => (b.DeploymentNumber ?? 0) - (a.DeploymentNumber ?? 0))
    const latestNumber = all[0]?.DeploymentNumber ?? 0
    const own = all.filter(({ ConfigurationName }) => ConfigurationName === name)
    const settled = own.find(({ State }) => State === 'COMPLETE')
    if (settled === undefined) throw this.#unknown()
    const document = await this.#document(settled)
    const current = all.find(({ State }) => underWay.includes(State ?? ''))
    if (current === undefined) return { document, latestNumber }
    return { document, latestNumber, rollout: await this.#rollout(current, own.includes(current)) }
  }

  /** Hands a new document out; refused as busy where another deployment came first. */
  async deploy(document: FlagDocument, { latestNumber }: EnvironmentView, description: string): Promise<void> {
    const { application, environment, profile, strategy } = this.address
    const create = new CreateHostedConfigurationVersionCommand({
      ApplicationId: application,
      ConfigurationProfileId: profile,
      Content: documentContent(document),
      ContentType: 'application/json',
      Description: description,
    })
    const impossible = ['BadRequestException', 'PayloadTooLargeException', 'ServiceQuotaExceededException']
    const send = () => this.#client.send(create, deadline())
    const { VersionNumber } = await callOrUnclear(this.#service, send, ...impossible)
    const start = new StartDeploymentCommand({
      ApplicationId: application,
      EnvironmentId: environment,
      ConfigurationProfileId: profile,
      ConfigurationVersion: String(VersionNumber),
      DeploymentStrategyId: strategy,
      LatestDeploymentNumber: latestNumber,
      Description: description,
    })
    try {
      await this.#call(() => this.#client.send(start, deadline()), 'ConflictException')
    } catch (error) {
      if (isAwsError(error, 'ConflictException')) throw this.#busy('another deployment came first')
      throw error
    }
    // Nothing is built on what does not show yet: the next change would undo this one.
    const shown = (await this.#deployments()).some(({ DeploymentNumber = 0 }) => DeploymentNumber > latestNumber)
    if (!shown) throw refused.notReady(this.#service, 'the deployment does not show yet')
  }

  /** Takes a rollout back; what was handed out before comes back. One that has just ended is reverted. */
  async stop({ number }: Rollout): Promise<void> {
    const { application, environment } = this.address
    const command = new StopDeploymentCommand({
      ApplicationId: application,
      EnvironmentId: environment,
      DeploymentNumber: number,
      AllowRevert: true,
    })
    try {
      await this.#call(() => this.#client.send(command, deadline()), 'BadRequestException')
    } catch (error) {
      if (!isAwsError(error, 'BadRequestException')) throw error
    }
  }

  /** Throws where a deployment is under way: AppConfig would refuse another. */
  checkFree({ rollout }: EnvironmentView): void {
    if (rollout !== undefined) throw this.#busy(`deployment ${rollout.number} is under way`)
  }

  #busy(detail: string): Error {
    return refused.targetBusy(this.#service, detail)
  }

  #unknown(): Error {
    return refused.targetUnknown(this.#service, this.#text)
  }

  #call<T>(send: () => Promise<T>, ...expected: readonly string[]): Promise<T> {
    return call(this.#service, send, ...expected)
  }

  async #rollout(current: DeploymentSummary, own: boolean): Promise<Rollout> {
    const { DeploymentNumber: number = 0, State, PercentageComplete = 0 } = current
    const share = State === 'BAKING' ? 1 : State === 'VALIDATING' ? 0 : PercentageComplete / 100
    const rollout = { number, share, goingBack: State === 'ROLLING_BACK' }
    return own ? { ...rollout, document: await this.#document(current) } : rollout
  }

  async #profileName(): Promise<string | undefined> {
    const { application, profile } = this.address
    const command = new GetConfigurationProfileCommand({ ApplicationId: application, ConfigurationProfileId: profile })
    return (await this.#existing(() => this.#client.send(command, deadline()))).Name
  }

  async #deployments(): Promise<DeploymentSummary[]> {
    const { application, environment } = this.address
    const found: DeploymentSummary[] = []
    let token: string | undefined
    for (let page = 0; page === 0 || token !== undefined; page++) {
      // Newest first, and what is in force is never far back.
      if (page === pagesPerListing) break
      const command = new ListDeploymentsCommand({
        ApplicationId: application,
        EnvironmentId: environment,
        MaxResults: 50,
        ...(token !== undefined && { NextToken: token }),
      })
      const { Items = [], NextToken } = await this.#existing(() => this.#client.send(command, deadline()))
      found.push(...Items)
      token = NextToken
    }
    return found
  }

  async #document({ ConfigurationVersion }: DeploymentSummary): Promise<FlagDocument> {
    const { application, profile } = this.address
    const command = new GetHostedConfigurationVersionCommand({
      ApplicationId: application,
      ConfigurationProfileId: profile,
      VersionNumber: Number(ConfigurationVersion),
    })
    const { Content } = await this.#existing(() => this.#client.send(command, deadline()))
    const document = parseDocument(Content)
    if (document === undefined) throw refused.stateUnclear(this.#service, 'the profile holds no feature flags')
    return document
  }

  async #existing<T>(send: () => Promise<T>): Promise<T> {
    try {
      return await this.#call(send, 'ResourceNotFoundException')
    } catch (error) {
      if (isAwsError(error, 'ResourceNotFoundException')) throw this.#unknown()
      throw error
    }
  }
}
