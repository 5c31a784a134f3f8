/**
 * Which Houston version is which published function version. Each prepared version has an alias of its own: it holds the
 * name and digest, can be looked up in both directions, and keeps Lambda from deleting the version.
 */
import {
  type AliasConfiguration,
  CreateAliasCommand,
  DeleteAliasCommand,
  GetAliasCommand,
  type LambdaClient,
  ListAliasesCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda'
import type { TrafficTarget } from '../port/traffic.ts'
import * as refused from '../port/traffic-error.ts'
import {
  type LambdaAliasAddress,
  lambdaAliasAddress,
  noteAlias,
  notePrefix,
  noteText,
  unnamedVersion,
  type VersionNote,
  versionNoteSchema,
} from './lambda-alias-address.ts'
import { call, deadline, isAwsError } from './traffic-call.ts'

/** A function version has few aliases; more pages than this is not a function that Houston releases. */
const pagesPerListing = 10

export interface KeptVersion {
  readonly functionVersion: string
  readonly note: VersionNote
}

export class LambdaAliasNotes {
  readonly address: LambdaAliasAddress
  readonly client: LambdaClient
  readonly #service: string

  constructor(target: TrafficTarget, client: (region: string) => LambdaClient) {
    this.address = lambdaAliasAddress(target)
    this.client = client(this.address.region)
    this.#service = target.service
  }

  async find(version: string): Promise<KeptVersion | undefined> {
    const { functionName: FunctionName } = this.address
    const Name = noteAlias(this.#service, this.address, version)
    const command = new GetAliasCommand({ FunctionName, Name })
    try {
      const alias = await call(this.#service, () => this.client.send(command, deadline()), 'ResourceNotFoundException')
      return this.#kept(alias)
    } catch (error) {
      if (isAwsError(error, 'ResourceNotFoundException')) return undefined
      throw error
    }
  }

  /** False where a note of that name exists already. */
  async add(functionVersion: string, note: VersionNote): Promise<boolean> {
    const command = new CreateAliasCommand({
      FunctionName: this.address.functionName,
      Name: noteAlias(this.#service, this.address, note.version),
      FunctionVersion: functionVersion,
      Description: noteText(this.#service, note),
    })
    try {
      await call(this.#service, () => this.client.send(command, deadline()), 'ResourceConflictException')
      return true
    } catch (error) {
      if (isAwsError(error, 'ResourceConflictException')) return false
      throw error
    }
  }

  async change(note: VersionNote): Promise<void> {
    const command = new UpdateAliasCommand({
      FunctionName: this.address.functionName,
      Name: noteAlias(this.#service, this.address, note.version),
      Description: noteText(this.#service, note),
    })
    await call(this.#service, () => this.client.send(command, deadline()))
  }

  /** Deleting an alias that has gone succeeds. */
  async remove(version: string): Promise<void> {
    const { functionName: FunctionName } = this.address
    const Name = noteAlias(this.#service, this.address, version)
    const command = new DeleteAliasCommand({ FunctionName, Name })
    try {
      await call(this.#service, () => this.client.send(command, deadline()), 'ResourceNotFoundException')
    } catch (error) {
      if (!isAwsError(error, 'ResourceNotFoundException')) throw error
    }
  }

  /** The name of a function version; one that has two names cannot be told apart. */
  async nameOf(functionVersion: string): Promise<string> {
    const names = await this.namesOf(functionVersion)
    if (names.length > 1)
      throw refused.stateUnclear(this.#service, `function version ${functionVersion} is ${names.join(' and ')}`)
    return names[0] ?? unnamedVersion(functionVersion)
  }

  async namesOf(functionVersion: string): Promise<string[]> {
    const names: string[] = []
    let marker: string | undefined
    for (let page = 0; page < pagesPerListing; page++) {
      const { Aliases = [], NextMarker } = await call(this.#service, () =>
        this.client.send(
          new ListAliasesCommand({
            FunctionName: this.address.functionName,
            FunctionVersion: functionVersion,
            ...(marker !== undefined && { Marker: marker }),
          }),
          deadline(),
        ),
      )
      const own = Aliases.filter(({ Name = '' }) => Name.startsWith(notePrefix(this.address)))
      names.push(...own.map((alias) => this.#kept(alias).note.version))
      marker = NextMarker
      if (marker === undefined) return names
    }
    throw refused.stateUnclear(this.#service, `function version ${functionVersion} has too many aliases to read`)
  }

  #kept({ Name, FunctionVersion, Description }: AliasConfiguration): KeptVersion {
    const note = versionNoteSchema.safeParse(parsedJson(Description ?? ''))
    if (note.success && FunctionVersion !== undefined) return { functionVersion: FunctionVersion, note: note.data }
    throw refused.stateUnclear(this.#service, `the description of the alias ${Name} is not Houston's any more`)
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
