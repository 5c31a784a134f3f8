/** `sst dev` runs handlers on the developer's machine: what its stubs need on top. Nothing of this is in a deployed stage. */
import type { Statement } from '../policy.ts'
import { assumedBy } from './naming.ts'

/** The stub and the machine speak over AppSync's channels; what is too large goes through SST's bucket. */
export const liveStatements: readonly Statement[] = $dev
  ? [
      {
        actions: ['appsync:EventConnect', 'appsync:EventPublish', 'appsync:EventSubscribe'],
        resources: ['*'],
        wildcardReason: 'the channel is made by SST when the account is first used; its ARN is not known here',
      },
      { actions: ['s3:GetObject', 's3:PutObject'], resources: ['arn:aws:s3:::sst-asset-*/*'] },
    ]
  : []

/** Live, the developer's machine takes the function's role, so that it may do what the function may and no more. */
export function functionPrincipal(): string | $util.Output<string> {
  if (!$dev) return assumedBy('lambda.amazonaws.com')
  return $util
    .all([aws.getCallerIdentityOutput().accountId, aws.getPartitionOutput().partition])
    .apply(([who, world]) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'lambda.amazonaws.com', AWS: `arn:${world}:iam::${who}:root` },
            Action: 'sts:AssumeRole',
          },
        ],
      }),
    )
}
