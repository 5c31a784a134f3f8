/** AppConfig as documented: one deployment per environment at a time, grown over minutes, baked, stopped, reverted; late reads. */
import {
  AppConfigClient,
  CreateHostedConfigurationVersionCommand,
  type CreateHostedConfigurationVersionCommandInput,
  type DeploymentState,
  GetConfigurationProfileCommand,
  type GetConfigurationProfileCommandInput,
  GetHostedConfigurationVersionCommand,
  type GetHostedConfigurationVersionCommandInput,
  ListDeploymentsCommand,
  type ListDeploymentsCommandInput,
  StartDeploymentCommand,
  type StartDeploymentCommandInput,
  StopDeploymentCommand,
  type StopDeploymentCommandInput,
} from '@aws-sdk/client-appconfig'
import { mockClient } from 'aws-sdk-client-mock'
import { awsError, FakeAws, given } from './fake-aws.ts'

interface Deployment {
  readonly number: number
  readonly profile: string
  readonly version: string
  readonly startedAtMs: number
  /** The strategy's growth and bake times when it began. */
  readonly durationMs: number
  readonly bakeMs: number
  stoppedAtMs?: number
}

const missing = (what: string): Error => awsError('ResourceNotFoundException', `${what} could not be found`, 404)
const perPage = 3

/** One application `abcd123`, environment `efgh456`, with as many profiles as are asked for. */
export class FakeAppConfig extends FakeAws {
  readonly client = new AppConfigClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 's' },
  })
  /** The strategy's growth and bake times, for deployments that start from now on. */
  durationMs = 0
  bakeMs = 0
  readonly #versions = new Map<string, Uint8Array[]>()
  readonly #deployments: Deployment[] = []

  constructor(...rest: ConstructorParameters<typeof FakeAws>) {
    super(...rest)
    const mock = this.kept(mockClient(this.client))
    mock
      .on(GetConfigurationProfileCommand)
      .callsFake(this.operation('GetConfigurationProfile', (input) => this.#profile(input)))
    mock.on(ListDeploymentsCommand).callsFake(this.operation('ListDeployments', (input) => this.#list(input)))
    mock
      .on(GetHostedConfigurationVersionCommand)
      .callsFake(this.operation('GetHostedConfigurationVersion', (input) => this.#get(input)))
    mock
      .on(CreateHostedConfigurationVersionCommand)
      .callsFake(this.operation('CreateHostedConfigurationVersion', (input) => this.#create(input)))
    mock.on(StartDeploymentCommand).callsFake(this.operation('StartDeployment', (input) => this.#start(input)))
    mock.on(StopDeploymentCommand).callsFake(this.operation('StopDeployment', (input) => this.#stop(input)))
  }

  /** Somebody deploys a document by hand; without a duration, at once. */
  deployByHand(profile: string, document: unknown): void {
    const versions = this.#versions.get(profile) ?? []
    versions.push(new TextEncoder().encode(JSON.stringify(document)))
    this.#versions.set(profile, versions)
    const number = this.#deployments.length + 1
    const startedAtMs = this.clock.nowMs()
    this.#deployments.push({ number, profile, version: String(versions.length), startedAtMs, durationMs: 0, bakeMs: 0 })
  }

  get deploymentCount(): number {
    return this.#deployments.length
  }

  get versionCount(): number {
    return [...this.#versions.values()].reduce((sum, versions) => sum + versions.length, 0)
  }

  /** The documents that clients have when they poll now, each with its part of the clients. */
  handedOut(profile: string): { readonly document: unknown; readonly share: number }[] {
    const own = this.#deployments.filter((one) => one.profile === profile).toReversed()
    const parts: { document: unknown; share: number }[] = []
    let left = 1
    for (const deployment of own) {
      const share = left * this.#progress(deployment, this.clock.nowMs() - this.faults.propagationMs).share
      const content = this.#versions.get(profile)?.[Number(deployment.version) - 1]
      if (share > 0) parts.push({ document: JSON.parse(new TextDecoder().decode(content)), share })
      left -= share
    }
    return parts
  }

  #progress(
    { startedAtMs, stoppedAtMs, durationMs, bakeMs }: Deployment,
    nowMs: number,
  ): { state: DeploymentState; share: number } {
    if (nowMs < startedAtMs) return { state: 'VALIDATING', share: 0 }
    const endedAtMs = startedAtMs + durationMs + bakeMs
    if (stoppedAtMs !== undefined && nowMs >= stoppedAtMs)
      return { state: stoppedAtMs < endedAtMs ? 'ROLLED_BACK' : 'REVERTED', share: 0 }
    if (nowMs >= endedAtMs) return { state: 'COMPLETE', share: 1 }
    const share = durationMs === 0 ? 1 : Math.min(1, (nowMs - startedAtMs) / durationMs)
    return { state: share < 1 ? 'DEPLOYING' : 'BAKING', share }
  }

  #profile({ ApplicationId, ConfigurationProfileId }: GetConfigurationProfileCommandInput) {
    if (ApplicationId !== 'abcd123') throw missing('Application')
    if (!this.#versions.has(ConfigurationProfileId ?? '')) throw missing('Configuration profile')
    return { Id: ConfigurationProfileId, Name: `profile ${ConfigurationProfileId}` }
  }

  #list({ EnvironmentId, MaxResults, NextToken }: ListDeploymentsCommandInput) {
    if (EnvironmentId !== 'efgh456') throw missing('Environment')
    if ((MaxResults ?? 50) > 50) throw awsError('BadRequestException', 'MaxResults is 50 at most')
    const seenAtMs = this.clock.nowMs() - this.faults.staleMs
    const shown = this.#deployments.filter(({ startedAtMs }) => startedAtMs <= seenAtMs).toReversed()
    const start = Number(NextToken ?? 0)
    const Items = shown.slice(start, start + perPage).map((deployment) => {
      const { state, share } = this.#progress(deployment, seenAtMs)
      return {
        DeploymentNumber: deployment.number,
        ConfigurationName: `profile ${deployment.profile}`,
        ConfigurationVersion: deployment.version,
        State: state,
        PercentageComplete: 100 * share,
      }
    })
    return { Items, ...(start + perPage < shown.length && { NextToken: String(start + perPage) }) }
  }

  #get({ ConfigurationProfileId, VersionNumber }: GetHostedConfigurationVersionCommandInput) {
    const Content = this.#versions.get(ConfigurationProfileId ?? '')?.[given(VersionNumber, 'VersionNumber') - 1]
    if (Content === undefined) throw missing('Hosted configuration version')
    return { Content, VersionNumber }
  }

  #create({ ConfigurationProfileId, Content, ContentType }: CreateHostedConfigurationVersionCommandInput) {
    if (ContentType !== 'application/json') throw awsError('BadRequestException', 'Feature flags are JSON')
    const versions = this.#versions.get(ConfigurationProfileId ?? '')
    if (versions === undefined) throw missing('Configuration profile')
    versions.push(given(Content, 'Content') as Uint8Array)
    return { VersionNumber: versions.length }
  }

  #start(input: StartDeploymentCommandInput) {
    const { ConfigurationProfileId: profile, ConfigurationVersion: version, LatestDeploymentNumber } = input
    const nowMs = this.clock.nowMs()
    const last = this.#deployments.at(-1)
    if (LatestDeploymentNumber !== undefined && LatestDeploymentNumber !== (last?.number ?? 0))
      throw awsError('ConflictException', 'The latest deployment is another one', 409)
    const busy = this.#deployments.some((one) => ['DEPLOYING', 'BAKING'].includes(this.#progress(one, nowMs).state))
    if (busy) throw awsError('ConflictException', 'Only one deployment can be in progress at a time', 409)
    const number = this.#deployments.length + 1
    this.#deployments.push({
      number,
      profile: given(profile, 'ConfigurationProfileId'),
      version: given(version, 'ConfigurationVersion'),
      startedAtMs: nowMs,
      durationMs: this.durationMs,
      bakeMs: this.bakeMs,
    })
    return { DeploymentNumber: number, State: 'DEPLOYING' as const }
  }

  #stop({ DeploymentNumber, AllowRevert }: StopDeploymentCommandInput) {
    const deployment = this.#deployments.find(({ number }) => number === DeploymentNumber)
    if (deployment === undefined) throw missing('Deployment')
    const nowMs = this.clock.nowMs()
    const { state } = this.#progress(deployment, nowMs)
    const stoppable = state === 'DEPLOYING' || (AllowRevert === true && (state === 'BAKING' || state === 'COMPLETE'))
    if (!stoppable) throw awsError('BadRequestException', `A deployment that is ${state} cannot be stopped`)
    deployment.stoppedAtMs = nowMs
    return { DeploymentNumber, State: this.#progress(deployment, nowMs).state }
  }
}
