/** What developers and their build do: a signed push webhook, then the build's state-change event. */
import { createHash } from 'node:crypto'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { exportedLocation } from '@houston/core/artifact'
import { hmacSha256Hex } from '@houston/core/signature.ts'
import { fleetVersion } from '@houston/local/fleet/start.ts'
import { CommandFailure, exitStatus } from '../exit.ts'
import type { World } from './world.ts'

export interface DemoBuild {
  readonly service: string
  readonly title: string
  readonly errorRate: number
}

export interface PushedBuild extends DemoBuild {
  readonly commit: string
  /** As the build names it: the commit's first characters. */
  readonly version: string
}

export const pushedBuild = (build: DemoBuild): PushedBuild => {
  const commit = createHash('sha1').update(`${build.service} ${build.title}`).digest('hex')
  return { ...build, commit, version: commit.slice(0, 12) }
}

/** GitHub's push webhook, signed as GitHub signs it. */
export async function push({ client, secrets }: World, { service, title, commit }: PushedBuild): Promise<void> {
  const body = JSON.stringify({
    ref: 'refs/heads/main',
    after: commit,
    repository: { full_name: `acme/${service}` },
    head_commit: {
      message: title,
      timestamp: new Date().toISOString(),
      author: { name: 'Ann Developer', username: 'ann' },
    },
  })
  const response = await fetch(`${client.address.url}/webhooks/github`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-github-delivery': commit,
      'x-hub-signature-256': `sha256=${hmacSha256Hex(secrets.githubSecret, body)}`,
    },
    body,
  })
  if (response.status !== 202)
    throw new CommandFailure(exitStatus.refused, `The push was refused: ${response.status} ${await response.text()}`)
}

/** CodeBuild's state-change event, over EventBridge's own protocol. */
export async function build(
  { client, secrets }: World,
  { service, commit, version, errorRate }: PushedBuild,
): Promise<void> {
  const { location, digest } = fleetVersion(version, { errorRate })
  const { accessKeyId, secretAccessKey } = secrets
  const events = new EventBridgeClient({
    endpoint: client.address.url,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
  })
  const detail = {
    'build-status': 'SUCCEEDED',
    'project-name': `${service}-build`,
    'build-id': `arn:aws:codebuild:us-east-1:000000000000:build/${service}-build:${commit.slice(0, 8)}`,
    'additional-information': {
      'source-version': commit,
      initiator: 'codebuild/demo',
      artifact: {
        sha256sum: digest.replace('sha256:', ''),
        location: `arn:aws:s3:::demo-artifacts/${service}/${version}.zip`,
      },
      'exported-environment-variables': [{ name: exportedLocation, value: location, type: 'PLAINTEXT' }],
    },
    'current-phase': 'COMPLETED',
  }
  const entry = { Source: 'aws.codebuild', DetailType: 'CodeBuild Build State Change', Detail: JSON.stringify(detail) }
  const { FailedEntryCount, Entries } = await events.send(new PutEventsCommand({ Entries: [entry] }))
  if (FailedEntryCount !== 0)
    throw new CommandFailure(exitStatus.refused, `The build event was refused: ${JSON.stringify(Entries)}`)
}
