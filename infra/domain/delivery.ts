/** Delivery: pushes, builds, artifacts, pipelines, releases and rollbacks. */
import { artifactRecorded } from '@houston/core/artifact'
import { releaseRequested } from '@houston/core/pipeline'
import {
  releaseAdmitted,
  releaseEnded,
  rollbackRequested,
  rollbackRetried,
  waveStarted,
  waveUndecided,
} from '@houston/core/release'
import {
  call,
  commandRoutes,
  commands,
  type FunctionPart,
  moving,
  on,
  patient,
  signing,
  slow,
  stored,
  type TopologyPart,
  under,
} from '../part.ts'
import type { RuleFacts } from '../topology-types.ts'

const tasks: Record<string, FunctionPart> = {
  BeginRelease: ['One execution drives a release', stored],
  PrepareRelease: ['Makes a version ready to serve', moving, slow],
  StartWave: ["Asks for a wave's weight", moving],
  VerifyWave: ["Sees a wave's weight in force", { ...moving, secrets: ['HOUSTON_ROUTER_TOKEN'] }],
  AwaitVerdict: ['Gives the judge the token that ends the wait', { ...stored, settles: ['release'] }],
  ReportBlind: ['Says that the judge gives no sign of life', stored],
  PromoteRelease: ['Makes the new version the stable one', moving, slow],
  CompleteRelease: ['Ends a release', stored],
  JudgeActiveWaves: ['One tick of the judge for every wave', { ...stored, targets: 'metrics', settles: ['release'] }],
  BeginRollback: ['Starts to take a release back', stored],
  ShiftToZero: ['Asks for weight 0', moving],
  VerifyZero: ['Sees weight 0 in force', moving],
  UndoDatabase: [
    'Carries out what is declared for the database',
    { ...stored, targets: 'procedures', secrets: signing },
  ],
  CompleteRollback: ['Ends a release that was taken back', stored],
  RetireVersion: ['Lets a version go', moving, slow],
  FailRollback: ['Says that people must act', stored],
}

const events: Record<string, FunctionPart> = {
  CodecommitBranchMoved: ['Takes a push to CodeCommit', stored],
  CodebuildBuildSucceeded: ['Records what a build made', stored],
  CodebuildBuildFailed: ['Notes a failed build on its change', stored],
  CodepipelineExecutionMoved: ['Notes the end of an execution on its change', stored],
  PipelineReleaseRequested: ['Releases what was published or deployed', stored],
  ArtifactRecorded: ['Takes a recorded artifact through the stages', stored],
  WakeJudge: ["Starts the judge's ticks", { table: 'read', starts: ['judge-ticks'] }],
  ReleaseWaveUndecided: ['Asks for generated traffic', { ...stored, table: 'read', secrets: signing }],
  ReleaseEnded: ['Lets the next release in', stored],
}

const webhooks: Record<string, FunctionPart> = {
  Github: ['Takes pushes, releases and deployments from GitHub', { ...stored, secrets: ['HOUSTON_GITHUB_SECRETS'] }],
}

const commandFunctions: Record<string, FunctionPart> = {
  Service: ['Commands about services', commands],
  Pipeline: ['Commands about pipelines', commands],
  Artifact: ['Commands about artifacts', commands],
  Release: ['Commands about releases', { ...commands, settles: ['release'] }],
  Rollback: ['Commands about rollbacks', { ...commands, settles: ['release'] }],
}

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
    name: 'codebuild-build-failed',
    summary: 'A build made nothing: its change says so',
    pattern: {
      source: ['aws.codebuild'],
      'detail-type': ['CodeBuild Build State Change'],
      detail: { 'build-status': ['FAILED', 'FAULT', 'TIMED_OUT', 'STOPPED'] },
    },
    target: call('CodebuildBuildFailed'),
    retry: patient,
  },
  {
    name: 'codepipeline-source-fetched',
    summary: 'An execution of CodePipeline names the commit that it carries',
    pattern: {
      source: ['aws.codepipeline'],
      'detail-type': ['CodePipeline Action Execution State Change'],
      detail: { state: ['SUCCEEDED'], type: { category: ['Source'] } },
    },
    target: call('CodepipelineExecutionMoved'),
    retry: patient,
  },
  {
    name: 'codepipeline-execution-ended',
    summary: 'An execution of CodePipeline ended: its change says how',
    pattern: {
      source: ['aws.codepipeline'],
      'detail-type': ['CodePipeline Pipeline Execution State Change'],
      detail: { state: ['SUCCEEDED', 'FAILED', 'STOPPED', 'CANCELED', 'SUPERSEDED'] },
    },
    target: call('CodepipelineExecutionMoved'),
    retry: patient,
  },
  {
    name: 'pipeline-release-requested',
    summary: 'A version was published or deployed at its source: its promotion starts',
    pattern: on([releaseRequested]),
    target: call('PipelineReleaseRequested'),
    retry: patient,
  },
  {
    name: 'artifact-recorded',
    summary: 'An artifact is recorded: its promotion starts',
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
    target: call('WakeJudge'),
    retry: { attempts: 3, ageSec: 3_600 },
  },
  {
    name: 'release-wave-undecided',
    summary: 'A wave has too little traffic to be decided: some is asked for',
    pattern: { ...on([waveUndecided]), detail: { data: { waitsFor: ['traffic'] } } },
    target: call('ReleaseWaveUndecided'),
    // The wave waits for its soak and more: what cannot be asked within an hour comes too late.
    retry: { attempts: 60, ageSec: 3_600 },
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
    name: 'rollback-requested',
    summary: 'A completed release is wanted back: its rollback starts. One under way is taken back by its own machine',
    pattern: { ...on([rollbackRequested]), detail: { data: { drivenBy: ['rollback'] } } },
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

export const delivery: TopologyPart = {
  functions: {
    ...under('tasks', '', tasks),
    ...under('events', '', events),
    ...under('webhooks', 'Webhook', webhooks),
    ...under('commands', 'Commands', commandFunctions),
  },
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
    ...commandRoutes(['service', 'pipeline', 'artifact', 'release', 'rollback']),
  ],
}
