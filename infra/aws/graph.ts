/**
 * The graph: a source API for each graphlet, with its function behind every resolver, and the merged API that people ask.
 * AppSync takes one association at a time, so each waits for the one before.
 */
import { readFileSync } from 'node:fs'
import { rootFieldsOf } from '../graph-fields.ts'
import { graphAccess, graphBounds } from '../graph-settings.ts'
import { deploymentSettings } from '../settings.ts'
import { topology } from '../topology.ts'
import type { GraphletFacts } from '../topology-types.ts'
import type { Functions } from './function.ts'
import { assumedBy, isProduction, nameOf, policyOf, tags } from './naming.ts'

const { oidcIssuer, oidcClient } = deploymentSettings(process.env)
const access = graphAccess(oidcIssuer, oidcClient)

export function makeGraph(functions: Functions): aws.appsync.GraphQLApi {
  const sources = topology.graphlets.map((graphlet) => makeSource(graphlet, functions))
  const merged = makeMerged(sources)
  new aws.appsync.ApiKey('GraphPublicKey', {
    apiId: merged.id,
    description: 'What the status page shows, and nothing else',
    expires: keyExpiry(new Date()),
  })
  let before: aws.appsync.SourceApiAssociation | undefined
  topology.graphlets.forEach(({ name }, index) => {
    const association: aws.appsync.SourceApiAssociation = new aws.appsync.SourceApiAssociation(
      `${name}Association`,
      {
        mergedApiId: merged.id,
        sourceApiId: sources[index]?.id ?? '',
        description: `The graphlet ${name}`,
        sourceApiAssociationConfigs: [{ mergeType: 'AUTO_MERGE' }],
      },
      before === undefined ? {} : { dependsOn: [before] },
    )
    before = association
  })
  return merged
}

function makeSource({ name, function: functionName, schema, edges }: GraphletFacts, functions: Functions) {
  const sdl = readFileSync(schema, 'utf8')
  const api = new aws.appsync.GraphQLApi(`${name}Graphlet`, {
    name: nameOf(`graphlet-${name}`),
    schema: sdl,
    ...access,
    introspectionConfig: 'DISABLED',
    xrayEnabled: true,
    tags,
  })
  const source = makeDataSource(name, api, functions[functionName])
  const roots = rootFieldsOf(sdl).map((path) => [path, 0] as const)
  for (const [path, maxBatchSize] of [...roots, ...Object.entries(edges)]) {
    const [type = '', field = ''] = path.split('.')
    new aws.appsync.Resolver(`${name}${type}${field}`, {
      apiId: api.id,
      type,
      field,
      dataSource: source.name,
      ...(maxBatchSize > 0 && { maxBatchSize }),
    })
  }
  return api
}

function makeDataSource(name: string, api: aws.appsync.GraphQLApi, made: Functions[string] | undefined) {
  const arn = made?.arn ?? ''
  const role = new aws.iam.Role(`${name}GraphletRole`, {
    name: nameOf(`graphlet-${name}`),
    assumeRolePolicy: assumedBy('appsync.amazonaws.com'),
    inlinePolicies: [
      {
        name: 'own',
        policy: $util
          .output(arn)
          .apply((functionArn) => policyOf([{ actions: ['lambda:InvokeFunction'], resources: [functionArn] }])),
      },
    ],
    tags,
  })
  return new aws.appsync.DataSource(`${name}Source`, {
    apiId: api.id,
    name: `${name}Function`,
    type: 'AWS_LAMBDA',
    serviceRoleArn: role.arn,
    lambdaConfig: { functionArn: arn },
  })
}

/** What is asked; it may run its sources' resolvers and merge their schemas, and nothing else. */
function makeMerged(sources: readonly aws.appsync.GraphQLApi[]): aws.appsync.GraphQLApi {
  const policy = $util.all(sources.map(({ arn }) => arn)).apply((arns) =>
    policyOf([
      { actions: ['appsync:SourceGraphQL'], resources: arns.flatMap((arn) => [arn, `${arn}/*`]) },
      { actions: ['appsync:StartSchemaMerge'], resources: arns.map((arn) => `${arn}/sourceApiAssociations/*`) },
    ]),
  )
  const role = new aws.iam.Role('GraphRole', {
    name: nameOf('graph'),
    assumeRolePolicy: assumedBy('appsync.amazonaws.com'),
    inlinePolicies: [{ name: 'own', policy }],
    tags,
  })
  return new aws.appsync.GraphQLApi('Graph', {
    name: nameOf('graph'),
    apiType: 'MERGED',
    mergedApiExecutionRoleArn: role.arn,
    ...access,
    ...graphBounds,
    introspectionConfig: isProduction ? 'DISABLED' : 'ENABLED',
    xrayEnabled: true,
    tags,
  })
}

/** A key lives a year at most. By the month, so that a deployment in between changes nothing. */
const keyExpiry = (now: Date): string =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 11, 1)).toISOString()
