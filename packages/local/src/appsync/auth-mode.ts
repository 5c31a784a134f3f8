/** AppSync's five ways to prove who calls, and the schema directives that stand for them. */
export const authModes = ['API_KEY', 'AWS_IAM', 'AMAZON_COGNITO_USER_POOLS', 'OPENID_CONNECT', 'AWS_LAMBDA'] as const
export type AuthMode = (typeof authModes)[number]

export interface AuthModes {
  /** Holds for every field that has no directive, on itself or on its type. */
  readonly primary: AuthMode
  readonly additional: readonly AuthMode[]
}

/** The directive that the merge adds to keep a source's primary mode. */
export const directiveOfMode: Readonly<Record<AuthMode, string>> = {
  API_KEY: 'aws_api_key',
  AWS_IAM: 'aws_iam',
  AMAZON_COGNITO_USER_POOLS: 'aws_cognito_user_pools',
  OPENID_CONNECT: 'aws_oidc',
  AWS_LAMBDA: 'aws_lambda',
}

/** Every directive that grants, with its mode: `@aws_auth` is the older form of the one for user pools. */
export const modeOfDirective: ReadonlyMap<string, AuthMode> = new Map([
  ...authModes.map((mode) => [directiveOfMode[mode], mode] as const),
  ['aws_auth', 'AMAZON_COGNITO_USER_POOLS'],
])

export const configuredModes = ({ primary, additional }: AuthModes): ReadonlySet<AuthMode> =>
  new Set([primary, ...additional])
