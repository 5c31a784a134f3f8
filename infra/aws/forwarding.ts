/** Lets other accounts forward AWS's events to this one: services run there, Houston listens here. */
import { deploymentSettings } from '../settings.ts'
import { topology } from '../topology.ts'

/** Sources of AWS that some rule listens for; nothing else is let in. */
const sources = (): string[] =>
  [...new Set(topology.rules.flatMap(({ pattern }) => [pattern.source ?? []].flat().map(String)))]
    .filter((source) => source.startsWith('aws.'))
    .sort()

export function makeForwarding(): void {
  const { forwardingAccounts } = deploymentSettings(process.env)
  if (forwardingAccounts.length === 0) return
  const region = aws.getRegionOutput().region
  const account = aws.getCallerIdentityOutput().accountId
  const partition = aws.getPartitionOutput().partition
  const policy = $util.all([region, account, partition]).apply(([where, who, world]) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'HoustonForwarding',
          Effect: 'Allow',
          Principal: { AWS: forwardingAccounts.map((id) => `arn:${world}:iam::${id}:root`) },
          Action: 'events:PutEvents',
          Resource: `arn:${world}:events:${where}:${who}:event-bus/default`,
          Condition: { StringEquals: { 'events:source': sources() } },
        },
      ],
    }),
  )
  new aws.cloudwatch.EventBusPolicy('Forwarding', { eventBusName: 'default', policy })
}
