/** The AWS command line against a local Houston: the protocols are AWS's own, not only those of its SDK. */
import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import type { Secrets } from '@houston/local/runtime'
import { describe, expect } from 'vitest'
import type { Houston } from '../harness/houston.ts'
import { twoWaves } from '../harness/pipeline.ts'
import { buildDetail, commitOf } from '../harness/push.ts'
import { scenario, underWay } from '../harness/scenario.ts'

const asked = spawnSync('aws', ['--version'], { encoding: 'utf8' })
const installed = asked.status === 0
/** Before 1.29 and 2.13 (Debian 12 has 2.9) it does not know AWS_ENDPOINT_URL_…, and would call AWS itself. */
const knowsEndpointVariables = (() => {
  const [, major, minor] = /aws-cli\/(\d+)\.(\d+)/.exec(`${asked.stdout}${asked.stderr}`) ?? []
  return Number(minor) >= (major === '1' ? 29 : 13)
})()
const inCi = process.env.CI !== undefined && process.env.CI !== ''

async function aws<Output>(
  houston: Houston,
  args: readonly string[],
  secrets: Pick<Secrets, 'accessKeyId' | 'secretAccessKey'> = houston.runtime.secrets,
): Promise<Output> {
  const { url } = houston.runtime
  const env = {
    PATH: process.env.PATH,
    HOME: houston.directory,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: secrets.accessKeyId,
    AWS_SECRET_ACCESS_KEY: secrets.secretAccessKey,
    AWS_ENDPOINT_URL_EVENTBRIDGE: url,
    AWS_ENDPOINT_URL_SFN: url,
    AWS_ENDPOINT_URL_DYNAMODB: process.env.AWS_ENDPOINT_URL_DYNAMODB,
    AWS_PAGER: '',
  }
  const endpoint = args[0] === 'dynamodb' ? (process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '') : url
  const flags = ['--output', 'json', ...(knowsEndpointVariables ? [] : ['--endpoint-url', endpoint])]
  const { stdout } = await promisify(execFile)('aws', [...args, ...flags], { env })
  await houston.settle()
  return JSON.parse(stdout) as Output
}

interface Execution {
  readonly executionArn: string
  readonly name: string
  readonly status: string
}

// In CI it is installed, and missing there is a failure.
describe.skipIf(!installed && !inCi)('the AWS command line', () => {
  scenario(
    'puts a build event, finds the release’s execution and its history, and reads the release from the table',
    async (houston) => {
      await houston.declare({ waves: twoWaves })
      const commit = commitOf('checkout')
      await houston.push(commit)
      const entry = {
        Source: 'aws.codebuild',
        DetailType: 'CodeBuild Build State Change',
        Detail: JSON.stringify(buildDetail(commit)),
      }
      const put = await aws<{ FailedEntryCount: number }>(houston, [
        'events',
        'put-events',
        '--entries',
        JSON.stringify([entry]),
      ])
      expect(put.FailedEntryCount).toBe(0)

      const { id: releaseId } = await houston.releaseOf('checkout', commit.version)
      const machine = 'arn:aws:states:us-east-1:000000000000:stateMachine:release'
      const { executions } = await aws<{ executions: Execution[] }>(houston, [
        'stepfunctions',
        'list-executions',
        '--state-machine-arn',
        machine,
      ])
      expect(executions).toMatchObject([{ status: 'RUNNING' }])
      const executionArn = executions[0]?.executionArn ?? ''
      const described = await aws<{ input: string }>(houston, [
        'stepfunctions',
        'describe-execution',
        '--execution-arn',
        executionArn,
      ])
      expect(JSON.parse(described.input)).toEqual({ releaseId })
      const history = await aws<{ events: { type: string; stateEnteredEventDetails?: { name: string } }[] }>(houston, [
        'stepfunctions',
        'get-execution-history',
        '--execution-arn',
        executionArn,
      ])
      const entered = history.events.flatMap(({ stateEnteredEventDetails: details }) => (details ? [details.name] : []))
      expect(entered).toEqual([
        'BeginRelease',
        'PrepareRelease',
        'NextWave',
        'CheckGate',
        'GateDecision',
        'StartWave',
        'VerifyWave',
        'AwaitVerdict',
      ])

      const key = JSON.stringify({ pk: { S: `release#${releaseId}` }, sk: { S: 'release' } })
      const { Item } = await aws<{ Item: Record<string, { S?: string }> }>(houston, [
        'dynamodb',
        'get-item',
        '--table-name',
        'houston',
        '--key',
        key,
      ])
      expect(Item).toMatchObject({ id: { S: releaseId }, state: { S: 'soaking' }, version: { S: commit.version } })
      houston.allowEvents(...underWay)
    },
  )

  scenario('is refused without the right key', async (houston) => {
    const stranger = { ...houston.runtime.secrets, accessKeyId: 'SOMEBODY' }
    const listing = aws(houston, ['stepfunctions', 'list-state-machines'], stranger)
    await expect(listing).rejects.toThrow(/UnrecognizedClientException/)
  })
})
