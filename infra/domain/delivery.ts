/** Delivery: pushes, builds, artifacts, pipelines, releases and rollbacks. */
import { artifactRecorded } from '@houston/core/artifact'
import { changePushed, releaseRequested } from '@houston/core/pipeline'
import { promotionEvents, promotionProgress, promotionSoaking } from '@houston/core/promotion'
import {
  releaseAdmitted,
  releaseEnded,
  releaseSettled,
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
  slow,
  stored,
  type TopologyPart,
  under,
} from '../part.ts'
import type { FunctionNeeds, RuleFacts } from '../topology-types.ts'

/** Stopping a release ends the wait of its machine. */
const releasing: FunctionNeeds = { ...stored, settles: ['release'] }

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
  UndoDatabase: ['Carries out what is declared for the database', { ...stored, targets: 'procedures' }],
  CompleteRollback: ['Ends a release that was taken back', stored],
  RetireVersion: ['Lets a version go', moving, slow],
  AdvancePromotion: ['Takes a promotion one step on after its soak', releasing],
  FailRollback: ['Says that people must act', stored],
}

const events: Record<string, FunctionPart> = {
  CodecommitBranchMoved: ['Takes a push to CodeCommit', stored],
  CodebuildBuildSucceeded: ['Records what a build made', stored],
  CodebuildBuildFailed: ['Notes a failed build on its change', stored],
  CodepipelineExecutionMoved: ['Notes the end of an execution on its change', stored],
  PipelineReleaseRequested: ['Releases what was published or deployed', stored],
  ArtifactRecorded: ['Takes a recorded artifact through the stages', stored],
  ChangePushed: ['Counts the lead time of a change from its check-in', stored],
  PromotionProgressed: ['Measures the lead time of a change anew', stored],
  PromotionMoved: ['Starts what follows from a step of a promotion', releasing],
  ReleaseSettled: ['Tells the promotion what became of its release', stored],
  ReleaseWaveUndecided: ['Asks for generated traffic', { ...stored, table: 'read' }],
  ReleaseEnded: ['Lets the next release in', stored],
}

const webhooks: Record<string, FunctionPart> = {
  Github: ['Takes pushes, releases and deployments from GitHub', { ...stored, secrets: ['HOUSTON_GITHUB_SECRETS'] }],
}

const commandFunctions: Record<string, FunctionPart> = {
  Service: ['Commands about services', commands],
  Pipeline: ['Commands about pipelines', commands],
  Artifact: ['Commands about artifacts', commands],
  Manifest: ['Says what a manifest would change', { ...commands, table: 'read' }, slow],
  VersionSet: ['Commands about version sets', commands],
  Promotion: ['Commands about promotions', commands],
  Leadtime: ['Reads lead times', { ...commands, table: 'read' }],
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
    target: { kind: 'machine', name: 'judge-ticks', input: { paths: {}, template: '{}' } },
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
  {
    name: 'release-settled',
    summary: 'A release ended or waits for a person: its promotion takes note',
    pattern: on(releaseSettled),
    target: call('ReleaseSettled'),
    retry: patient,
  },
  {
    name: 'change-pushed',
    summary: 'A change was checked in: its lead time is counted from here',
    pattern: on([changePushed]),
    target: call('ChangePushed'),
    retry: patient,
  },
  {
    name: 'promotion-progressed',
    summary: 'A promotion came a step further: the lead time of its change is measured anew',
    pattern: on(promotionProgress),
    target: call('PromotionProgressed'),
    retry: patient,
  },
  {
    name: 'promotion-moved',
    summary: 'A promotion moved: what follows from it starts',
    pattern: on(promotionEvents),
    target: call('PromotionMoved'),
    retry: patient,
  },
  {
    name: 'promotion-soaking',
    summary: 'A group of regions is watched: the promotion goes on when the time is over',
    pattern: on([promotionSoaking]),
    target: {
      kind: 'machine',
      name: 'promotion-soak',
      input: {
        paths: { promotionId: '$.detail.data.promotionId', until: '$.detail.data.until' },
        template: '{"promotionId": <promotionId>, "until": <until>}',
      },
    },
    retry: patient,
  },
]

export const delivery: TopologyPart = {
  functions: {
    ...under('tasks', '', tasks),
    ...under('events', '', events),
    ...under('schedules', '', {
      RemoveArtifacts: ['Removes artifacts that nothing needs', stored, { timeoutSec: 300 }],
    }),
    ...under('webhooks', 'Webhook', webhooks),
    ...under('commands', 'Commands', commandFunctions),
  },
  machines: {
    release: { file: 'statemachines/release.asl.json', summary: 'Takes a release through its waves' },
    rollback: { file: 'statemachines/rollback.asl.json', summary: 'Takes a release back' },
    'promotion-soak': {
      file: 'statemachines/promotion-soak.asl.json',
      summary: 'Waits until regions were watched long enough',
    },
    'judge-ticks': { file: 'statemachines/judge-ticks.asl.json', summary: 'Six ticks of the judge in a minute' },
  },
  rules,
  schedules: [
    {
      name: 'artifacts-every-day',
      summary: 'Artifacts that nothing needs are removed',
      expression: 'cron(40 3 * * ? *)',
      target: call('RemoveArtifacts'),
    },
    {
      name: 'judge-every-minute',
      summary: 'The judge looks at the waves under judgement',
      expression: 'rate(1 minute)',
      target: { kind: 'machine', name: 'judge-ticks' },
    },
  ],
  routes: [
    { method: 'POST', path: '/webhooks/github', function: 'GithubWebhook', caller: 'signature' },
    ...commandRoutes([
      'service',
      'pipeline',
      'artifact',
      'version-set',
      'manifest',
      'promotion',
      'leadtime',
      'release',
      'rollback',
    ]),
  ],
}
