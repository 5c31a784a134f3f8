/** What an alias driver is given: the ARN of the alias that callers invoke, and names for the versions behind it. */
import * as z from 'zod'
import type { TrafficTarget, TrafficVersion } from '../port/traffic.ts'
import * as refused from '../port/traffic-error.ts'

/** What a role needs to move the traffic, on the function and its aliases. */
export const requiredActions = [
  'lambda:CreateAlias',
  'lambda:DeleteAlias',
  'lambda:GetAlias',
  'lambda:GetFunctionConfiguration',
  'lambda:ListAliases',
  'lambda:UpdateAlias',
] as const

const expected = "a Lambda alias's ARN, arn:aws:lambda:<region>:<account>:function:<function>:<alias>"
const arnPattern =
  /^arn:aws[a-z-]*:lambda:(?<region>[a-z0-9-]+):\d{12}:function:(?<name>[a-zA-Z0-9_-]{1,64}):(?<alias>(?!\d+$)[a-zA-Z0-9_-]{1,128})$/

export interface LambdaAliasAddress {
  readonly region: string
  readonly functionName: string
  readonly alias: string
}

/** The address of a Lambda alias as an ARN, unversioned and in full, so that region and account are never guessed. */
export const lambdaAliasAddressSchema = z
  .string()
  .regex(arnPattern, `must be ${expected}`)
  .transform((arn): LambdaAliasAddress => {
    const { region = '', name = '', alias = '' } = arnPattern.exec(arn)?.groups ?? {}
    return { region, functionName: name, alias }
  })

export function lambdaAliasAddress({ address }: TrafficTarget): LambdaAliasAddress {
  const parsed = lambdaAliasAddressSchema.safeParse(address)
  if (!parsed.success) throw refused.targetInvalid(address, expected)
  return parsed.data
}

/** The published version that a location names: `42`, or the version's ARN of the same function. */
export function functionVersionOf(
  service: string,
  { functionName }: LambdaAliasAddress,
  wanted: TrafficVersion,
): string {
  const { version, location } = wanted
  const number = location.startsWith('arn:')
    ? new RegExp(`:function:${functionName}:(\\d+)$`).exec(location)?.[1]
    : /^\d+$/.exec(location)?.[0]
  if (number !== undefined) return number
  throw refused.versionInvalid(service, version, `its location must be a published version of ${functionName}, e.g. 42`)
}

/** What Houston remembers of a prepared version, as the description of an alias of its own. */
export const versionNoteSchema = z.object({
  version: z.string(),
  digest: z.string(),
  /** The version that a promotion of this one is letting go. */
  replaces: z.string().optional(),
})
export type VersionNote = z.infer<typeof versionNoteSchema>

export const notePrefix = ({ alias }: LambdaAliasAddress): string => `houston_${alias}_`

/** The name of the alias that keeps a version: Lambda allows letters, digits, hyphens and underscores, 128 at most. */
export function noteAlias(service: string, address: LambdaAliasAddress, version: string): string {
  const code = (char: string): string => `_${(char.codePointAt(0) ?? 0).toString(16)}_`
  const name = notePrefix(address) + version.replace(/[^a-zA-Z0-9-]/gu, code)
  if (name.length <= 128) return name
  throw refused.versionInvalid(service, version, 'its name is too long for a Lambda alias')
}

export function noteText(service: string, note: VersionNote): string {
  const text = JSON.stringify(note)
  if (text.length <= 256) return text
  throw refused.versionInvalid(service, note.version, "its name and digest are too long for an alias's description")
}

/** The name of a function version that nobody named. */
export const unnamedVersion = (functionVersion: string): string => `function-version-${functionVersion}`

/** The number in such a name; undefined where it is another one. */
export const numberOfUnnamed = (version: string): string | undefined => /^function-version-(\d+)$/.exec(version)?.[1]

/** Lambda gives the SHA-256 of the package, or of the image, in base64. */
export function digestOfCode(codeSha256: string): string | undefined {
  const hash = Buffer.from(codeSha256, 'base64')
  return hash.length === 32 ? `sha256:${hash.toString('hex')}` : undefined
}
