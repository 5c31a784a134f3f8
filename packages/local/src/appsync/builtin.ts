/** What AppSync knows without a definition: its scalars, its authorisation and subscription directives, and those of a merge. */
import { type DocumentNode, Kind, parse } from 'graphql'

export const awsScalars = [
  'AWSDate',
  'AWSTime',
  'AWSDateTime',
  'AWSTimestamp',
  'AWSEmail',
  'AWSJSON',
  'AWSURL',
  'AWSPhone',
  'AWSIPAddress',
] as const
export type AwsScalar = (typeof awsScalars)[number]

export const mergeDirectives: ReadonlySet<string> = new Set(['canonical', 'hidden', 'renamed'])

const builtinSdl = `
  ${awsScalars.map((name) => `scalar ${name}`).join('\n')}
  directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
  directive @aws_publish(subscriptions: [String!]) on FIELD_DEFINITION
  directive @aws_auth(cognito_groups: [String!]!) on OBJECT | FIELD_DEFINITION
  directive @aws_cognito_user_pools(cognito_groups: [String!]) on OBJECT | FIELD_DEFINITION
  directive @aws_api_key on OBJECT | FIELD_DEFINITION
  directive @aws_iam on OBJECT | FIELD_DEFINITION
  directive @aws_oidc on OBJECT | FIELD_DEFINITION
  directive @aws_lambda on OBJECT | FIELD_DEFINITION
  directive @canonical on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | FIELD_DEFINITION
  directive @hidden on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | FIELD_DEFINITION
  directive @renamed(to: String!) on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | FIELD_DEFINITION
`

export const builtinDocument: DocumentNode = parse(builtinSdl, { noLocation: true })

const builtinDirectives: ReadonlySet<string> = new Set(
  builtinDocument.definitions.flatMap((node) => (node.kind === Kind.DIRECTIVE_DEFINITION ? [node.name.value] : [])),
)

export const isAwsScalar = (name: string): name is AwsScalar => awsScalars.some((scalar) => scalar === name)
export const isBuiltinDirective = (name: string): boolean => builtinDirectives.has(name)

/** The document with AppSync's own definitions, as the schema builder wants it. */
export const withBuiltins = (document: DocumentNode): DocumentNode => ({
  kind: Kind.DOCUMENT,
  definitions: [...builtinDocument.definitions, ...document.definitions],
})
