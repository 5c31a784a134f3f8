/** Every Lambda function: where it is, what it touches. */
import type { FunctionFacts, FunctionNeeds } from './topology-types.ts'

type Part = readonly [
  summary: string,
  needs: FunctionNeeds,
  more?: Partial<Pick<FunctionFacts, 'memoryMb' | 'timeoutSec'>>,
]

const stored: FunctionNeeds = { table: 'read-write' }
const moving: FunctionNeeds = { table: 'read-write', targets: 'traffic', secrets: ['HOUSTON_ROUTER_TOKEN'] }
const commands: FunctionNeeds = { table: 'read-write', secrets: ['HOUSTON_TOKENS'] }
const slow = { timeoutSec: 60 }

const tasks: Record<string, Part> = {
  BeginRelease: ['One execution drives a release', stored],
  PrepareRelease: ['Makes a version ready to serve', moving, slow],
  RequestApproval: ['A wave waits for a person', stored],
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
  CompleteRollback: ['Ends a release that was taken back', stored],
  RetireVersion: ['Lets a version go', moving, slow],
  FailRollback: ['Says that people must act', stored],
}

const events: Record<string, Part> = {
  CodecommitBranchMoved: ['Takes a push to CodeCommit', stored],
  CodebuildBuildSucceeded: ['Records what a build made', stored],
  ArtifactRecorded: ['Releases a recorded artifact', stored],
  ReleaseEnded: ['Lets the next release in', stored],
}

const streams: Record<string, Part> = { Outbox: ['Publishes what was committed', { bus: 'put' }] }

const webhooks: Record<string, Part> = {
  Github: ['Takes pushes from GitHub', { ...stored, secrets: ['HOUSTON_GITHUB_SECRETS'] }],
}

const commandFunctions: Record<string, Part> = {
  Service: ['Commands about services', commands],
  Pipeline: ['Commands about pipelines', commands],
  Artifact: ['Commands about artifacts', commands],
  Release: ['Commands about releases', { ...commands, settles: ['release'] }],
  Rollback: ['Commands about rollbacks', commands],
}

const kebab = (name: string): string => name.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase()

/** The function's name and its file are one thing: `JudgeWave` is `functions/tasks/judge-wave.ts`. */
function under(folder: string, suffix: string, parts: Record<string, Part>): [string, FunctionFacts][] {
  return Object.entries(parts).map(([name, [summary, needs, more]]) => [
    `${name}${suffix}`,
    { handler: `functions/${folder}/${kebab(name)}.handler`, summary, needs, memoryMb: 256, timeoutSec: 30, ...more },
  ])
}

export const functions: Readonly<Record<string, FunctionFacts>> = Object.fromEntries([
  ...under('tasks', '', tasks),
  ...under('events', '', events),
  ...under('streams', '', streams),
  ...under('webhooks', 'Webhook', webhooks),
  ...under('commands', 'Commands', commandFunctions),
])
