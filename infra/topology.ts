/** Everything that is deployed, as plain typed data: the one list that both engines read. */
import { artifactRecorded } from '@houston/core/artifact'
import type { EventDeclaration } from '@houston/core/event.ts'
import { releaseAdmitted, releaseEnded, rollbackRetried, waveStarted } from '@houston/core/release'
import { functions } from './functions.ts'
import type { RuleFacts, TargetFacts, Topology } from './topology-types.ts'

const call = (name: string): TargetFacts => ({ kind: 'function', name })

/** EventBridge's own default: 24 hours, 185 attempts. */
const patient = { attempts: 185, ageSec: 86_400 }

const on = (events: readonly Pick<EventDeclaration, 'name' | 'source'>[]) => ({
  source: [...new Set(events.map(({ source }) => source))],
  'detail-type': events.map(({ name }) => name),
})

const rules: readonly RuleFacts[] = [
  {
    name: 'codecommit-branch-moved',
    summary: 'A branch moved in CodeCommit: a change is pushed',
    pattern: {
      source: ['aws.codecommit'],
      'detail-type': ['CodeCommit Repository State Change'],
      detail: { event: ['referenceCreated', 'referenceUpdated'], referenceType: ['branch'] },
    },
    target: call('CodecommitBranchMoved'),
    retry: patient,
  },
  {
    name: 'codebuild-build-succeeded',
    summary: 'A build succeeded: its artifact is recorded',
    pattern: {
      source: ['aws.codebuild'],
      'detail-type': ['CodeBuild Build State Change'],
      detail: { 'build-status': ['SUCCEEDED'] },
    },
    target: call('CodebuildBuildSucceeded'),
    retry: patient,
  },
  {
    name: 'artifact-recorded',
    summary: 'An artifact is recorded: its release starts',
    pattern: on([artifactRecorded]),
    target: call('ArtifactRecorded'),
    retry: patient,
  },
  {
    name: 'release-admitted',
    summary: 'A release holds its target: its state machine starts',
    pattern: on([releaseAdmitted]),
    target: {
      kind: 'machine',
      name: 'release',
      input: { paths: { releaseId: '$.detail.data.releaseId' }, template: '{"releaseId": <releaseId>}' },
    },
    retry: patient,
  },
  {
    name: 'release-wave-started',
    summary: 'A wave started: the judge looks at once, not only at the next minute',
    pattern: on([waveStarted]),
    target: { kind: 'machine', name: 'judge-ticks', input: { paths: {}, template: '{}' } },
    retry: { attempts: 3, ageSec: 3_600 },
  },
  {
    name: 'rollback-retried',
    summary: 'A person mended what stood in the way of a rollback: it runs again',
    pattern: on([rollbackRetried]),
    target: {
      kind: 'machine',
      name: 'rollback',
      input: {
        paths: { releaseId: '$.detail.data.releaseId', reason: '$.detail.data.reason' },
        template: '{"releaseId": <releaseId>, "reason": <reason>}',
      },
    },
    retry: patient,
  },
  {
    name: 'release-ended',
    summary: 'A target is free again: the release that waits for it is let in',
    pattern: on(releaseEnded),
    target: call('ReleaseEnded'),
    retry: patient,
  },
]

export const topology: Topology = {
  functions,
  machines: {
    release: { file: 'statemachines/release.asl.json', summary: 'Takes a release through its waves' },
    rollback: { file: 'statemachines/rollback.asl.json', summary: 'Takes a release back' },
    'judge-ticks': { file: 'statemachines/judge-ticks.asl.json', summary: 'Six ticks of the judge in a minute' },
  },
  rules,
  schedules: [
    {
      name: 'judge-every-minute',
      summary: 'The judge looks at the waves under judgement',
      expression: 'rate(1 minute)',
      target: { kind: 'machine', name: 'judge-ticks' },
    },
  ],
  routes: [
    { method: 'POST', path: '/webhooks/github', function: 'GithubWebhook', caller: 'signature' },
    ...['service', 'pipeline', 'artifact', 'release', 'rollback'].map((noun) => ({
      method: 'POST' as const,
      path: `/commands/${noun}/{verb}`,
      function: `${noun.charAt(0).toUpperCase()}${noun.slice(1)}Commands`,
      caller: 'token' as const,
    })),
  ],
  streams: [
    {
      name: 'outbox',
      function: 'Outbox',
      batchSize: 100,
      filter: { eventName: ['INSERT'], dynamodb: { NewImage: { _et: { S: ['event'] } } } },
      attempts: 50,
    },
  ],
}
