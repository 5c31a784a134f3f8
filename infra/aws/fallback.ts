/**
 * The topic that needs no Houston: who watches the watchman. Encrypted with a key of its own, because alarms and budgets may not
 * use the key that AWS manages for SNS (Amazon CloudWatch user guide, "Notifying users on alarm changes").
 */
import { deploymentSettings } from '../settings.ts'
import { nameOf, tags } from './naming.ts'

const publishers = ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com']

let topic: aws.sns.Topic | undefined

/** People subscribe to this by hand or by `HOUSTON_FALLBACK_EMAIL`. */
export function fallbackTopic(): aws.sns.Topic {
  topic ??= makeTopic()
  return topic
}

function makeTopic(): aws.sns.Topic {
  const account = aws.getCallerIdentityOutput().accountId
  const partition = aws.getPartitionOutput().partition
  const key = new aws.kms.Key('FallbackKey', {
    description: `Encrypts what ${nameOf('fallback')} holds`,
    enableKeyRotation: true,
    deletionWindowInDays: 30,
    policy: $util.all([account, partition]).apply(([who, world]) => keyPolicy(who, world)),
    tags,
  })
  const made = new aws.sns.Topic('Fallback', { name: nameOf('fallback'), kmsMasterKeyId: key.arn, tags })
  new aws.sns.TopicPolicy('FallbackPolicy', {
    arn: made.arn,
    policy: $util.all([made.arn, account]).apply(([arn, who]) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: publishers },
            Action: 'sns:Publish',
            Resource: arn,
            Condition: { StringEquals: { 'aws:SourceAccount': who } },
          },
        ],
      }),
    ),
  })
  const { fallbackEmail } = deploymentSettings(process.env)
  if (fallbackEmail !== undefined)
    new aws.sns.TopicSubscription('FallbackEmail', { topic: made.arn, protocol: 'email', endpoint: fallbackEmail })
  return made
}

/** The account administers its key; alarms and budgets may encrypt with it. A key's policy names the key as `*`. */
const keyPolicy = (account: string, partition: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Principal: { Service: publishers },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        Resource: '*',
        Condition: { StringEquals: { 'aws:SourceAccount': account } },
      },
    ],
  })
