/** Lambda's aliases as documented: two published versions at most, alike in role and dead-letter queue; revisions; late reads. */
import {
  type AliasConfiguration,
  CreateAliasCommand,
  type CreateAliasCommandInput,
  DeleteAliasCommand,
  type DeleteAliasCommandInput,
  GetAliasCommand,
  type GetAliasCommandInput,
  GetFunctionConfigurationCommand,
  type GetFunctionConfigurationCommandInput,
  LambdaClient,
  ListAliasesCommand,
  type ListAliasesCommandInput,
  UpdateAliasCommand,
  type UpdateAliasCommandInput,
} from '@aws-sdk/client-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import { awsError, Eventual, FakeAws, given } from './fake-aws.ts'

export interface FakeFunctionVersion {
  readonly role?: string
  readonly deadLetterArn?: string
  readonly state?: 'Active' | 'Pending' | 'Failed'
  /** In base64, as Lambda gives it. */
  readonly codeSha256?: string
}

type Alias = AliasConfiguration & { readonly FunctionVersion: string; readonly RevisionId: string }

const invalid = (message: string): Error => awsError('InvalidParameterValueException', message)
const missing = (what: string): Error => awsError('ResourceNotFoundException', `${what} not found`, 404)
/** Small, so that listings have more than one page. */
const aliasesPerPage = 2

/** One function, `checkout`, with any number of versions and aliases. */
export class FakeLambda extends FakeAws {
  readonly client = new LambdaClient({ region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 's' } })
  readonly versions = new Map<string, FakeFunctionVersion>()
  readonly #aliases = new Map<string, Eventual<Alias | undefined>>()
  #revision = 0

  constructor(...rest: ConstructorParameters<typeof FakeAws>) {
    super(...rest)
    this.kept(mockClient(this.client))
      .on(GetAliasCommand)
      .callsFake(this.operation('GetAlias', (input: GetAliasCommandInput) => this.#getAlias(input)))
      .on(ListAliasesCommand)
      .callsFake(this.operation('ListAliases', (input: ListAliasesCommandInput) => this.#listAliases(input)))
      .on(CreateAliasCommand)
      .callsFake(this.operation('CreateAlias', (input: CreateAliasCommandInput) => this.#createAlias(input)))
      .on(UpdateAliasCommand)
      .callsFake(this.operation('UpdateAlias', (input: UpdateAliasCommandInput) => this.#updateAlias(input)))
      .on(DeleteAliasCommand)
      .callsFake(this.operation('DeleteAlias', (input: DeleteAliasCommandInput) => this.#deleteAlias(input)))
      .on(GetFunctionConfigurationCommand)
      .callsFake(this.operation('GetFunctionConfiguration', (input) => this.#configuration(input)))
  }

  /** Somebody sets an alias by hand. */
  setAlias(Name: string, FunctionVersion: string, weights: Record<string, number> = {}, Description = ''): void {
    const RevisionId = `revision-${++this.#revision}`
    const RoutingConfig = { AdditionalVersionWeights: weights }
    this.#history(Name).latest = { Name, FunctionVersion, RoutingConfig, Description, RevisionId }
  }

  aliasNames(): string[] {
    return [...this.#aliases.keys()].filter((name) => this.#history(name).latest !== undefined)
  }

  /** The share of invocations that a function version gets. */
  servedPercent(alias: string, functionVersion: string): number {
    const inForce = this.#history(alias).before(this.faults.propagationMs)
    const weights = inForce?.RoutingConfig?.AdditionalVersionWeights ?? {}
    const additional = Object.values(weights).reduce((sum, weight) => sum + weight, 0)
    if (inForce?.FunctionVersion === functionVersion) return 100 * (1 - additional)
    return Math.round(1e8 * (weights[functionVersion] ?? 0)) / 1e6
  }

  #history(name: string): Eventual<Alias | undefined> {
    const known = this.#aliases.get(name) ?? new Eventual<Alias | undefined>(this.clock, undefined)
    this.#aliases.set(name, known)
    return known
  }

  #getAlias({ FunctionName, Name }: GetAliasCommandInput): Alias {
    this.#checkFunction(FunctionName)
    const alias = this.#history(given(Name, 'Name')).before(this.faults.staleMs)
    if (alias === undefined) throw missing(`Alias ${Name}`)
    return alias
  }

  #listAliases({ FunctionName, FunctionVersion, Marker }: ListAliasesCommandInput) {
    this.#checkFunction(FunctionName)
    const shown = [...this.#aliases.values()].flatMap((alias) => alias.before(this.faults.staleMs) ?? [])
    const matching = shown.filter((alias) => FunctionVersion === undefined || alias.FunctionVersion === FunctionVersion)
    const start = Number(Marker ?? 0)
    const end = start + aliasesPerPage
    return { Aliases: matching.slice(start, end), ...(end < matching.length && { NextMarker: String(end) }) }
  }

  #createAlias({ FunctionName, Name, FunctionVersion, Description }: CreateAliasCommandInput): Alias {
    this.#checkFunction(FunctionName)
    const name = given(Name, 'Name')
    if (!/^(?!\d+$)[a-zA-Z0-9_-]{1,128}$/.test(name)) throw invalid(`${name} is no alias name`)
    if ((Description ?? '').length > 256) throw invalid('The description is too long')
    const version = given(FunctionVersion, 'FunctionVersion')
    this.#checkVersion(version)
    if (this.#history(name).latest !== undefined)
      throw awsError('ResourceConflictException', `Alias already exists: ${name}`, 409)
    this.setAlias(name, version, {}, Description)
    return given(this.#history(name).latest, 'alias')
  }

  #updateAlias(input: UpdateAliasCommandInput): Alias {
    this.#checkFunction(input.FunctionName)
    const name = given(input.Name, 'Name')
    const current = this.#history(name).latest
    if (current === undefined) throw missing(`Alias ${name}`)
    if (input.RevisionId !== undefined && input.RevisionId !== current.RevisionId)
      throw awsError('PreconditionFailedException', 'The RevisionId provided does not match the latest RevisionId', 412)
    const version = input.FunctionVersion ?? current.FunctionVersion
    const weights =
      input.RoutingConfig?.AdditionalVersionWeights ?? current.RoutingConfig?.AdditionalVersionWeights ?? {}
    this.#checkVersion(version)
    this.#checkWeights(version, weights)
    this.setAlias(name, version, weights, input.Description ?? current.Description)
    return given(this.#history(name).latest, 'alias')
  }

  #deleteAlias({ FunctionName, Name }: DeleteAliasCommandInput): object {
    this.#checkFunction(FunctionName)
    this.#history(given(Name, 'Name')).latest = undefined
    return {}
  }

  #configuration({ FunctionName, Qualifier }: GetFunctionConfigurationCommandInput) {
    this.#checkFunction(FunctionName)
    const { role, deadLetterArn, state, codeSha256 } = this.#checkVersion(given(Qualifier, 'Qualifier'))
    return {
      Role: role ?? 'arn:aws:iam::1:role/checkout',
      State: state ?? 'Active',
      CodeSha256: codeSha256 ?? 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=',
      ...(deadLetterArn !== undefined && { DeadLetterConfig: { TargetArn: deadLetterArn } }),
    }
  }

  #checkFunction(name: string | undefined): void {
    if (name !== 'checkout') throw missing(`Function ${name}`)
  }

  #checkVersion(version: string): FakeFunctionVersion {
    const known = version === '$LATEST' ? {} : this.versions.get(version)
    if (known === undefined) throw missing(`Function version ${version}`)
    return known
  }

  #checkWeights(version: string, weights: Record<string, number>): void {
    const additional = Object.entries(weights)
    if (additional.length > 1) throw invalid('An alias takes one additional version')
    for (const [number, weight] of additional) {
      if (!/^\d+$/.test(number) || version === '$LATEST') throw invalid('$LATEST takes no part in weights')
      if (!(weight >= 0 && weight <= 1)) throw invalid('A weight is from 0 to 1')
      if (number === version) throw invalid('The additional version must differ from the alias version')
      const [own, other] = [this.#checkVersion(version), this.#checkVersion(number)]
      if (own.role !== other.role || own.deadLetterArn !== other.deadLetterArn)
        throw invalid('Both versions must have the same role and dead-letter queue')
    }
  }
}
