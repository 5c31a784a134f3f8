/** Every bound in one place, each with the sentence that explains it. Reaching one is a coded error and a metric, never a silent cut. */
import { dayMs, hourMs, minuteMs } from './clock.ts'

export interface Limit {
  readonly value: number
  readonly unit: string
  readonly why: string
}

const limit = (value: number, unit: string, why: string): Limit => ({ value, unit, why })

export const limits = {
  webhookBodyBytes: limit(
    1_048_576,
    'bytes',
    'API Gateway takes 10 MB, GitHub sends up to 25 MB; a push or alarm that matters is far smaller',
  ),
  deliveryReplayMs: limit(
    2 * dayMs,
    'ms',
    "a delivery id is remembered for the longest provider's retry horizon, 48 hours",
  ),
  eventDetailBytes: limit(200_000, 'bytes', 'EventBridge takes 256 KB per entry, envelope included'),
  transactionItems: limit(100, 'items', 'DynamoDB takes 100 items in one TransactWriteItems'),
  itemBytes: limit(350_000, 'bytes', 'DynamoDB refuses items over 400 KB; room is left for names and indexes'),
  queryPageItems: limit(1_000, 'items', 'a page of a listing; callers page with a cursor'),
  activeWavesPerShard: limit(
    5_000,
    'waves',
    'one tick of the judge reads them all; beyond this it would not end in time',
  ),
  pipelines: limit(5_000, 'pipelines', 'reports over all of them read the list whole'),
  servicesPerCatalog: limit(20_000, 'services', 'the blast radius of a release is found in the whole catalog'),
  releasesInLine: limit(50, 'releases', 'a line of more releases than this never ends; the target’s lock holds it'),
  pipelinesPerSource: limit(50, 'pipelines', 'one repository and branch feeds at most this many services'),
  membersPerVersionSet: limit(80, 'services', 'what is tested together; more are several sets'),
  pagesPerSweep: limit(
    50,
    'pages',
    'one daily look reads this much of a listing; where there is more, nothing is removed',
  ),
  documentsPerManifest: limit(1_000, 'documents', 'more are applied in several parts'),
  leadTimesCarried: limit(
    200,
    'changes',
    'overtaken ones that a version takes to production with it; older ones stay open',
  ),
  artifactsPerDigest: limit(
    100,
    'artifacts',
    'versions of one content, or of one commit; more are rebuilt without end',
  ),
  buildsPerChange: limit(10, 'builds', 'the newest are kept on the change; every end is an event as well'),
  stagesPerPipeline: limit(
    10,
    'stages',
    'dev, gamma, one-box and production are four; a path of more than this is a mistake',
  ),
  regionsPerStage: limit(40, 'regions', 'AWS has fewer; their states are kept in one item'),
  approvalsPerStage: limit(5, 'people', 'more people than this are never found'),
  hotfixStageSoakMs: limit(
    10 * minuteMs,
    'ms',
    'a hotfix goes from code to production within two hours, through any number of stages',
  ),
  promotionsInLine: limit(
    20,
    'promotions',
    'wait at the entrance of one stage; the newest takes the place of the one before it then',
  ),
  versionsPerTarget: limit(
    50,
    'versions',
    'what is known of a target goes back this far; the one to return to is nearly always the last',
  ),
  wavesPerRelease: limit(20, 'waves', 'a plan with more waves than this is a mistake'),
  soakMs: limit(7 * dayMs, 'ms', 'a wave that soaks longer than a week blocks every later change'),
  blindMs: limit(2 * hourMs, 'ms', 'a wave whose judge sees nothing for this long is taken back'),
  undecidedMs: limit(7 * dayMs, 'ms', 'a wave that nobody decides for this long after its soak is taken back'),
  commitAttempts: limit(
    5,
    'attempts',
    'an operation that loses the race for a version this often gives up as retryable',
  ),
} as const satisfies Record<string, Limit>
