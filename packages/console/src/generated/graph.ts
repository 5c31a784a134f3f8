/** The console's operations on the graph. Made by `npm run gen`; changes go into the SDL. */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type AlertState =
  | 'FIRING'
  | 'RESOLVED'
  | 'UNKNOWN';

export type GateCheckState =
  | 'OPEN'
  | 'CLOSED'
  | 'WAITS_FOR';

export type GroupState =
  | 'OPEN'
  | 'RESOLVED'
  | 'MERGED';

export type IncidentState =
  | 'OPEN'
  | 'ACKNOWLEDGED'
  | 'MITIGATING'
  | 'VERIFYING'
  | 'RESOLVED'
  | 'CLOSED'
  | 'MERGED';

export type PromotionState =
  | 'QUEUED'
  | 'AWAITING_APPROVAL'
  | 'RELEASING'
  | 'SOAKING'
  | 'COMPLETED'
  | 'STOPPED'
  | 'SUPERSEDED';

export type ReleaseState =
  | 'QUEUED'
  | 'ADMITTED'
  | 'PREPARING'
  | 'HELD'
  | 'AWAITING_APPROVAL'
  | 'SHIFTING'
  | 'SOAKING'
  | 'PROMOTING'
  | 'COMPLETED'
  | 'ROLLING_BACK'
  | 'ROLLED_BACK'
  | 'ROLLBACK_FAILED'
  | 'SUPERSEDED';

/** SEV1: an outage. SEV4: nobody outside of the team notices. */
export type Severity =
  | 'SEV1'
  | 'SEV2'
  | 'SEV3'
  | 'SEV4';

export type VerdictOutcome =
  | 'HARM'
  | 'BLIND'
  | 'UNDECIDED'
  | 'SAFE';

export type ChangesSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type ChangesSubscription = { changed: { noun: string, id: string, event: string } | null };

export type AlertListQueryVariables = Exact<{ [key: string]: never; }>;


export type AlertListQuery = { now: string | null, groups: { nodes: Array<{ id: string, serviceName: string, title: string, state: GroupState, severity: Severity, pages: boolean, pagedAt: string | null, alertCount: number, firingCount: number, openedAt: string, resolvedAt: string | null, causes: Array<{ kind: string, name: string, probability: number }> }> } | null, alerts: { nodes: Array<{ fingerprint: string, name: string, summary: string | null, serviceName: string | null, state: AlertState, severity: Severity | null, since: string, groupId: string | null, outcome: string, reason: string, why: Array<string> }> } | null };

export type GroupRowFragment = { id: string, serviceName: string, title: string, state: GroupState, severity: Severity, pages: boolean, pagedAt: string | null, alertCount: number, firingCount: number, openedAt: string, resolvedAt: string | null, causes: Array<{ kind: string, name: string, probability: number }> };

export type AlertRowFragment = { fingerprint: string, name: string, summary: string | null, serviceName: string | null, state: AlertState, severity: Severity | null, since: string, groupId: string | null, outcome: string, reason: string, why: Array<string> };

export type AuditQueryVariables = Exact<{
  day: string;
}>;


export type AuditQuery = { now: string | null, audit: { nodes: Array<{ id: string, at: string, actor: string, type: string, noun: string, subjectId: string, correlationId: string, data: string }>, pageInfo: { hasNextPage: boolean } } | null };

export type GroupViewQueryVariables = Exact<{
  id: string;
}>;


export type GroupViewQuery = { now: string | null, group: { serviceNames: Array<string>, severitySentence: string, owner: string | null, runbook: string | null, releaseId: string | null, mergedInto: string | null, firing: Array<string>, resolved: Array<string>, id: string, serviceName: string, title: string, state: GroupState, severity: Severity, pages: boolean, pagedAt: string | null, alertCount: number, firingCount: number, openedAt: string, resolvedAt: string | null, causes: Array<{ kind: string, name: string, serviceName: string | null, probability: number, reasons: Array<string> }>, recentChanges: Array<{ id: string, serviceName: string, at: string, releaseId: string | null }>, similar: Array<{ id: string, likeness: number, cause: string, openedAt: string, resolvedBy: string | null }>, links: Array<{ label: string, url: string }>, chart: { serviceName: string, onsetAt: string, fromAt: string, pointSec: number, missing: string | null, series: Array<{ metric: string, title: string, kind: string, values: Array<number | null>, missing: string | null }> } | null, timeline: { nodes: Array<{ id: string, type: string, at: string, actor: string, data: string }> } | null } | null, services: { nodes: Array<{ name: string, owner: string, tier: number, description: string, dependsOn: Array<string>, lastRelease: { id: string, version: string, state: ReleaseState, changedAt: string } | null, openIncidents: Array<{ id: string, severity: Severity }> | null, onCall: Array<{ schedule: string, role: string, people: Array<string>, gapReason: string | null }> | null }> } | null };

export type IncidentListQueryVariables = Exact<{ [key: string]: never; }>;


export type IncidentListQuery = { now: string | null, incidents: { nodes: Array<{ id: string, serviceName: string, title: string, owner: string, state: IncidentState, severity: Severity, startedAt: string, openedAt: string, resolvedAt: string | null, closedAt: string | null, groupsFiring: number, roles: Array<{ role: string, person: string | null }> }> } | null };

export type IncidentsOfDayQueryVariables = Exact<{
  day: string;
}>;


export type IncidentsOfDayQuery = { incidents: { nodes: Array<{ id: string, serviceName: string, title: string, owner: string, state: IncidentState, severity: Severity, startedAt: string, openedAt: string, resolvedAt: string | null, closedAt: string | null, groupsFiring: number, roles: Array<{ role: string, person: string | null }> }> } | null };

export type IncidentRowFragment = { id: string, serviceName: string, title: string, owner: string, state: IncidentState, severity: Severity, startedAt: string, openedAt: string, resolvedAt: string | null, closedAt: string | null, groupsFiring: number, roles: Array<{ role: string, person: string | null }> };

export type IncidentRoomQueryVariables = Exact<{
  id: string;
}>;


export type IncidentRoomQuery = { now: string | null, incident: { id: string, serviceName: string, serviceNames: Array<string>, title: string, owner: string, state: IncidentState, stateMeaning: string, isEnded: boolean, severity: Severity, groupId: string | null, releaseId: string | null, runbook: string | null, channel: string | null, bridge: string | null, customerReports: number, groupsFiring: number, startedAt: string, detectedAt: string, openedAt: string, acknowledgedAt: string | null, resolvedAt: string | null, closedAt: string | null, mergedInto: string | null, actions: Array<{ command: string, isAllowed: boolean, reason: string | null }>, onCall: Array<{ schedule: string, role: string, people: Array<string>, gapReason: string | null }> | null, communicationsDue: Array<{ audience: string, dueAt: string, isOverdue: boolean }> | null, figures: { detectSec: number | null, acknowledgeSec: number | null, restoreSec: number | null, phases: Array<{ name: string, title: string, at: string | null, tookSec: number | null, referenceSec: number }> } | null, timeline: { nodes: Array<{ id: string, type: string, at: string, actor: string, data: string }> } | null, roles: Array<{ role: string, person: string | null }> } | null };

export type IncidentFactsFragment = { id: string, serviceName: string, serviceNames: Array<string>, title: string, owner: string, state: IncidentState, stateMeaning: string, isEnded: boolean, severity: Severity, groupId: string | null, releaseId: string | null, runbook: string | null, channel: string | null, bridge: string | null, customerReports: number, groupsFiring: number, startedAt: string, detectedAt: string, openedAt: string, acknowledgedAt: string | null, resolvedAt: string | null, closedAt: string | null, mergedInto: string | null, roles: Array<{ role: string, person: string | null }> };

export type DutyFactsFragment = { schedule: string, role: string, people: Array<string>, gapReason: string | null };

export type InsightQueryVariables = Exact<{
  days: number;
}>;


export type InsightQuery = { now: string | null, insight: { days: number, isPartial: boolean, delivery: { deployments: number, deploymentsPerDay: number, failures: number, caughtInWaves: number, failureShare: number | null }, response: { incidents: number, detectSecMean: number | null, acknowledgeSecMean: number | null, restoreSecMean: number | null, restoreSecP50: number | null, unacknowledged: number }, paging: { pages: number, people: number, pagesPerPersonMean: number | null, noiseShare: number | null, byPerson: Array<{ person: string, pages: number }> } } | null, leadTime: { all: { changes: number, medianSec: number | null, p90Sec: number | null, medianBuildSec: number | null, waited: Array<{ kind: string, medianSec: number }> }, pipelines: Array<{ pipelineName: string, figures: { changes: number, medianSec: number | null, p90Sec: number | null, medianBuildSec: number | null, waited: Array<{ kind: string, medianSec: number }> } }> } | null };

export type LeadTimeFiguresFragment = { changes: number, medianSec: number | null, p90Sec: number | null, medianBuildSec: number | null, waited: Array<{ kind: string, medianSec: number }> };

export type InsightFiguresFragment = { days: number, isPartial: boolean, delivery: { deployments: number, deploymentsPerDay: number, failures: number, caughtInWaves: number, failureShare: number | null }, response: { incidents: number, detectSecMean: number | null, acknowledgeSecMean: number | null, restoreSecMean: number | null, restoreSecP50: number | null, unacknowledged: number }, paging: { pages: number, people: number, pagesPerPersonMean: number | null, noiseShare: number | null, byPerson: Array<{ person: string, pages: number }> } };

export type OnCallQueryVariables = Exact<{
  from: string;
  until: string;
}>;


export type OnCallQuery = { now: string | null, schedules: { nodes: Array<{ name: string, description: string, timeZone: string, onCall: Array<{ schedule: string, role: string, people: Array<string>, gapReason: string | null }> | null, calendar: Array<{ role: string, layers: Array<string>, spans: Array<{ from: string, until: string, people: Array<string>, source: string | null, gapReason: string | null }> }> | null }> } | null };

export type OverviewQueryVariables = Exact<{ [key: string]: never; }>;


export type OverviewQuery = { now: string | null, incidents: { nodes: Array<{ id: string, serviceName: string, title: string, owner: string, state: IncidentState, severity: Severity, startedAt: string, openedAt: string, resolvedAt: string | null, closedAt: string | null, groupsFiring: number, roles: Array<{ role: string, person: string | null }> }> } | null, groups: { nodes: Array<{ id: string, serviceName: string, title: string, state: GroupState, severity: Severity, pages: boolean, pagedAt: string | null, alertCount: number, firingCount: number, openedAt: string, resolvedAt: string | null, causes: Array<{ kind: string, name: string, probability: number }> }> } | null, releases: { nodes: Array<{ id: string, serviceName: string, pipelineName: string, version: string, stage: string, region: string, state: ReleaseState, isEnded: boolean, weightPercent: number, waveIndex: number, createdAt: string, changedAt: string, endedAt: string | null, reason: { code: string, sentence: string } | null, waves: Array<{ index: number, name: string, weightPercent: number, soakSec: number, startedAt: string | null, endedAt: string | null, outcome: string | null, verdict: { outcome: VerdictOutcome, sentence: string } | null }> | null }> } | null, schedules: { nodes: Array<{ name: string, onCall: Array<{ schedule: string, role: string, people: Array<string>, gapReason: string | null }> | null }> } | null };

export type ReleaseRowFragment = { id: string, serviceName: string, pipelineName: string, version: string, stage: string, region: string, state: ReleaseState, isEnded: boolean, weightPercent: number, waveIndex: number, createdAt: string, changedAt: string, endedAt: string | null, reason: { code: string, sentence: string } | null, waves: Array<{ index: number, name: string, weightPercent: number, soakSec: number, startedAt: string | null, endedAt: string | null, outcome: string | null, verdict: { outcome: VerdictOutcome, sentence: string } | null }> | null };

export type PipelineListQueryVariables = Exact<{ [key: string]: never; }>;


export type PipelineListQuery = { now: string | null, pipelines: { nodes: Array<{ name: string, serviceName: string, stages: Array<{ name: string, groups: Array<Array<string>>, soakSec: number, approvals: number }>, promotions: { nodes: Array<{ id: string, version: string, author: string, state: PromotionState, isEnded: boolean, stageIndex: number, createdAt: string, reason: { sentence: string } | null, regions: Array<{ stage: string, region: string, releaseId: string, outcome: string | null, sentence: string | null }>, actions: Array<{ command: string, isAllowed: boolean, reason: string | null }> }> } | null }> } | null };

export type PromotionFactsFragment = { id: string, version: string, author: string, state: PromotionState, isEnded: boolean, stageIndex: number, createdAt: string, reason: { sentence: string } | null, regions: Array<{ stage: string, region: string, releaseId: string, outcome: string | null, sentence: string | null }>, actions: Array<{ command: string, isAllowed: boolean, reason: string | null }> };

export type ReleaseListQueryVariables = Exact<{ [key: string]: never; }>;


export type ReleaseListQuery = { now: string | null, releases: { nodes: Array<{ id: string, serviceName: string, pipelineName: string, version: string, stage: string, region: string, state: ReleaseState, isEnded: boolean, weightPercent: number, waveIndex: number, createdAt: string, changedAt: string, endedAt: string | null, reason: { code: string, sentence: string } | null, waves: Array<{ index: number, name: string, weightPercent: number, soakSec: number, startedAt: string | null, endedAt: string | null, outcome: string | null, verdict: { outcome: VerdictOutcome, sentence: string } | null }> | null }> } | null };

export type ReleasesOfDayQueryVariables = Exact<{
  day: string;
}>;


export type ReleasesOfDayQuery = { releases: { nodes: Array<{ id: string, serviceName: string, pipelineName: string, version: string, stage: string, region: string, state: ReleaseState, isEnded: boolean, weightPercent: number, waveIndex: number, createdAt: string, changedAt: string, endedAt: string | null, reason: { code: string, sentence: string } | null, waves: Array<{ index: number, name: string, weightPercent: number, soakSec: number, startedAt: string | null, endedAt: string | null, outcome: string | null, verdict: { outcome: VerdictOutcome, sentence: string } | null }> | null }> } | null };

export type ReleaseViewQueryVariables = Exact<{
  id: string;
}>;


export type ReleaseViewQuery = { now: string | null, release: { id: string, serviceName: string, pipelineName: string, version: string, digest: string, commit: string, author: string, stage: string, region: string, state: ReleaseState, isEnded: boolean, stableVersion: string | null, waveIndex: number, weightPercent: number, approvedBy: string | null, abortedBy: string | null, createdAt: string, endedAt: string | null, waves: Array<{ index: number, name: string, weightPercent: number, soakSec: number, needsApproval: boolean, startedAt: string | null, endedAt: string | null, isJudged: boolean, outcome: string | null, reason: { code: string, sentence: string } | null, verdict: { outcome: VerdictOutcome, reason: string, sentence: string, at: string, blamed: Array<string>, findings: Array<{ metric: string, isCritical: boolean, isBlamed: boolean, canaryRequests: number, canaryEvents: number, stableRequests: number, stableEvents: number, ratio: number | null, eValue: number, needs: number, safeEValue: number }> } | null, ticks: Array<{ metric: string, title: string, kind: string, points: Array<{ at: string, canary: number | null, stable: number | null }> }> | null }> | null, assessment: { risk: { score: number, sentence: string, weightsVersion: string, factors: Array<{ factor: string, points: number, share: number, isMissing: boolean, sentence: string }> }, blast: { serviceName: string, level: number, name: string, sentence: string, callers: Array<string>, callerCount: number, parts: Array<{ dimension: string, level: number, isMissing: boolean, sentence: string }>, services: Array<{ name: string, owner: string, tier: number, dependsOn: Array<string>, openIncidents: Array<{ id: string, severity: Severity }> | null }> | null }, plan: { sentence: string } } | null, gates: { next: { waveIndex: number, waveName: string, isOpen: boolean, sentence: string, opensAt: string | null, checks: Array<{ check: string, state: GateCheckState, sentence: string, opensAt: string | null, passer: string | null, passedOver: { code: string, sentence: string } | null }> } | null, passed: Array<{ waveIndex: number, waveName: string, openedAt: string | null, sentence: string, checks: Array<{ check: string, state: GateCheckState, sentence: string, opensAt: string | null, passer: string | null, passedOver: { code: string, sentence: string } | null }> }> } | null, timeline: { nodes: Array<{ id: string, type: string, at: string, actor: string, data: string }> } | null, reason: { code: string, sentence: string } | null, actions: Array<{ command: string, isAllowed: boolean, reason: string | null }> } | null };

export type ReleaseFactsFragment = { id: string, serviceName: string, pipelineName: string, version: string, digest: string, commit: string, author: string, stage: string, region: string, state: ReleaseState, isEnded: boolean, stableVersion: string | null, waveIndex: number, weightPercent: number, approvedBy: string | null, abortedBy: string | null, createdAt: string, endedAt: string | null, reason: { code: string, sentence: string } | null, actions: Array<{ command: string, isAllowed: boolean, reason: string | null }> };

export type WaveFactsFragment = { index: number, name: string, weightPercent: number, soakSec: number, needsApproval: boolean, startedAt: string | null, endedAt: string | null, isJudged: boolean, outcome: string | null, reason: { code: string, sentence: string } | null, verdict: { outcome: VerdictOutcome, reason: string, sentence: string, at: string, blamed: Array<string>, findings: Array<{ metric: string, isCritical: boolean, isBlamed: boolean, canaryRequests: number, canaryEvents: number, stableRequests: number, stableEvents: number, ratio: number | null, eValue: number, needs: number, safeEValue: number }> } | null, ticks: Array<{ metric: string, title: string, kind: string, points: Array<{ at: string, canary: number | null, stable: number | null }> }> | null };

export type AssessmentFactsFragment = { risk: { score: number, sentence: string, weightsVersion: string, factors: Array<{ factor: string, points: number, share: number, isMissing: boolean, sentence: string }> }, blast: { serviceName: string, level: number, name: string, sentence: string, callers: Array<string>, callerCount: number, parts: Array<{ dimension: string, level: number, isMissing: boolean, sentence: string }>, services: Array<{ name: string, owner: string, tier: number, dependsOn: Array<string>, openIncidents: Array<{ id: string, severity: Severity }> | null }> | null }, plan: { sentence: string } };

export type GateFactsFragment = { next: { waveIndex: number, waveName: string, isOpen: boolean, sentence: string, opensAt: string | null, checks: Array<{ check: string, state: GateCheckState, sentence: string, opensAt: string | null, passer: string | null, passedOver: { code: string, sentence: string } | null }> } | null, passed: Array<{ waveIndex: number, waveName: string, openedAt: string | null, sentence: string, checks: Array<{ check: string, state: GateCheckState, sentence: string, opensAt: string | null, passer: string | null, passedOver: { code: string, sentence: string } | null }> }> };

export type CheckFactsFragment = { check: string, state: GateCheckState, sentence: string, opensAt: string | null, passer: string | null, passedOver: { code: string, sentence: string } | null };

export type ReviewListQueryVariables = Exact<{ [key: string]: never; }>;


export type ReviewListQuery = { now: string | null, reviews: { nodes: Array<{ id: string, incidentId: string, serviceName: string, title: string, severity: Severity, state: string, author: string, restoredAt: string, openItems: number, nextStage: { state: string, asks: string, dueAt: string, isOverdue: boolean } | null }> } | null };

export type ReviewPageQueryVariables = Exact<{
  id: string;
}>;


export type ReviewPageQuery = { now: string | null, review: { summary: string, rootCause: string, factors: Array<string>, lessons: Array<string>, id: string, incidentId: string, serviceName: string, title: string, severity: Severity, state: string, author: string, restoredAt: string, openItems: number, whys: Array<{ question: string, answer: string }>, items: Array<{ id: string, title: string, owner: string, priority: string, kind: string, dueAt: string, isDone: boolean, isOverdue: boolean, outcome: string | null }> | null, nextStage: { state: string, asks: string, dueAt: string, isOverdue: boolean } | null } | null };

export type ReviewFactsFragment = { id: string, incidentId: string, serviceName: string, title: string, severity: Severity, state: string, author: string, restoredAt: string, openItems: number, nextStage: { state: string, asks: string, dueAt: string, isOverdue: boolean } | null };

export type ServiceListQueryVariables = Exact<{ [key: string]: never; }>;


export type ServiceListQuery = { now: string | null, services: { nodes: Array<{ name: string, owner: string, tier: number, description: string, dependsOn: Array<string>, lastRelease: { id: string, version: string, state: ReleaseState, changedAt: string } | null, openIncidents: Array<{ id: string, severity: Severity }> | null, onCall: Array<{ schedule: string, role: string, people: Array<string>, gapReason: string | null }> | null }>, pageInfo: { hasNextPage: boolean } } | null };

export type ServiceRowFragment = { name: string, owner: string, tier: number, description: string, dependsOn: Array<string>, lastRelease: { id: string, version: string, state: ReleaseState, changedAt: string } | null, openIncidents: Array<{ id: string, severity: Severity }> | null, onCall: Array<{ schedule: string, role: string, people: Array<string>, gapReason: string | null }> | null };

export type ServiceViewQueryVariables = Exact<{
  name: string;
}>;


export type ServiceViewQuery = { now: string | null, service: { name: string, owner: string, tier: number, description: string, dependsOn: Array<string>, dependencies: Array<{ name: string, openIncidents: Array<{ id: string, severity: Severity }> | null }> | null, objectives: Array<{ name: string, title: string, target: number, window: string, budget: string, leftShare: number | null, burn: string, burnRateOfHour: number | null, countedUntil: string }> | null, releases: { nodes: Array<{ id: string, serviceName: string, pipelineName: string, version: string, stage: string, region: string, state: ReleaseState, isEnded: boolean, weightPercent: number, waveIndex: number, createdAt: string, changedAt: string, endedAt: string | null, reason: { code: string, sentence: string } | null, waves: Array<{ index: number, name: string, weightPercent: number, soakSec: number, startedAt: string | null, endedAt: string | null, outcome: string | null, verdict: { outcome: VerdictOutcome, sentence: string } | null }> | null }> } | null, incidents: { nodes: Array<{ id: string, serviceName: string, title: string, owner: string, state: IncidentState, severity: Severity, startedAt: string, openedAt: string, resolvedAt: string | null, closedAt: string | null, groupsFiring: number, roles: Array<{ role: string, person: string | null }> }> } | null, lastRelease: { id: string, version: string, state: ReleaseState, changedAt: string } | null, openIncidents: Array<{ id: string, severity: Severity }> | null, onCall: Array<{ schedule: string, role: string, people: Array<string>, gapReason: string | null }> | null } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const GroupRowFragmentDoc = new TypedDocumentString(`
    fragment GroupRow on AlertGroup {
  id
  serviceName
  title
  state
  severity
  pages
  pagedAt
  alertCount
  firingCount
  openedAt
  resolvedAt
  causes {
    kind
    name
    probability
  }
}
    `, {"fragmentName":"GroupRow"}) as unknown as TypedDocumentString<GroupRowFragment, unknown>;
export const AlertRowFragmentDoc = new TypedDocumentString(`
    fragment AlertRow on Alert {
  fingerprint
  name
  summary
  serviceName
  state
  severity
  since
  groupId
  outcome
  reason
  why
}
    `, {"fragmentName":"AlertRow"}) as unknown as TypedDocumentString<AlertRowFragment, unknown>;
export const IncidentRowFragmentDoc = new TypedDocumentString(`
    fragment IncidentRow on Incident {
  id
  serviceName
  title
  owner
  state
  severity
  startedAt
  openedAt
  resolvedAt
  closedAt
  groupsFiring
  roles {
    role
    person
  }
}
    `, {"fragmentName":"IncidentRow"}) as unknown as TypedDocumentString<IncidentRowFragment, unknown>;
export const IncidentFactsFragmentDoc = new TypedDocumentString(`
    fragment IncidentFacts on Incident {
  id
  serviceName
  serviceNames
  title
  owner
  state
  stateMeaning
  isEnded
  severity
  groupId
  releaseId
  runbook
  channel
  bridge
  customerReports
  groupsFiring
  startedAt
  detectedAt
  openedAt
  acknowledgedAt
  resolvedAt
  closedAt
  mergedInto
  roles {
    role
    person
  }
}
    `, {"fragmentName":"IncidentFacts"}) as unknown as TypedDocumentString<IncidentFactsFragment, unknown>;
export const LeadTimeFiguresFragmentDoc = new TypedDocumentString(`
    fragment LeadTimeFigures on LeadTimeFigures {
  changes
  medianSec
  p90Sec
  medianBuildSec
  waited {
    kind
    medianSec
  }
}
    `, {"fragmentName":"LeadTimeFigures"}) as unknown as TypedDocumentString<LeadTimeFiguresFragment, unknown>;
export const InsightFiguresFragmentDoc = new TypedDocumentString(`
    fragment InsightFigures on InsightReport {
  days
  isPartial
  delivery {
    deployments
    deploymentsPerDay
    failures
    caughtInWaves
    failureShare
  }
  response {
    incidents
    detectSecMean
    acknowledgeSecMean
    restoreSecMean
    restoreSecP50
    unacknowledged
  }
  paging {
    pages
    people
    pagesPerPersonMean
    noiseShare
    byPerson {
      person
      pages
    }
  }
}
    `, {"fragmentName":"InsightFigures"}) as unknown as TypedDocumentString<InsightFiguresFragment, unknown>;
export const ReleaseRowFragmentDoc = new TypedDocumentString(`
    fragment ReleaseRow on Release {
  id
  serviceName
  pipelineName
  version
  stage
  region
  state
  isEnded
  weightPercent
  waveIndex
  createdAt
  changedAt
  endedAt
  reason {
    code
    sentence
  }
  waves {
    index
    name
    weightPercent
    soakSec
    startedAt
    endedAt
    outcome
    verdict {
      outcome
      sentence
    }
  }
}
    `, {"fragmentName":"ReleaseRow"}) as unknown as TypedDocumentString<ReleaseRowFragment, unknown>;
export const PromotionFactsFragmentDoc = new TypedDocumentString(`
    fragment PromotionFacts on Promotion {
  id
  version
  author
  state
  isEnded
  stageIndex
  createdAt
  reason {
    sentence
  }
  regions {
    stage
    region
    releaseId
    outcome
    sentence
  }
  actions {
    command
    isAllowed
    reason
  }
}
    `, {"fragmentName":"PromotionFacts"}) as unknown as TypedDocumentString<PromotionFactsFragment, unknown>;
export const ReleaseFactsFragmentDoc = new TypedDocumentString(`
    fragment ReleaseFacts on Release {
  id
  serviceName
  pipelineName
  version
  digest
  commit
  author
  stage
  region
  state
  isEnded
  stableVersion
  waveIndex
  weightPercent
  approvedBy
  abortedBy
  createdAt
  endedAt
  reason {
    code
    sentence
  }
  actions {
    command
    isAllowed
    reason
  }
}
    `, {"fragmentName":"ReleaseFacts"}) as unknown as TypedDocumentString<ReleaseFactsFragment, unknown>;
export const WaveFactsFragmentDoc = new TypedDocumentString(`
    fragment WaveFacts on Wave {
  index
  name
  weightPercent
  soakSec
  needsApproval
  startedAt
  endedAt
  isJudged
  outcome
  reason {
    code
    sentence
  }
  verdict {
    outcome
    reason
    sentence
    at
    blamed
    findings {
      metric
      isCritical
      isBlamed
      canaryRequests
      canaryEvents
      stableRequests
      stableEvents
      ratio
      eValue
      needs
      safeEValue
    }
  }
  ticks {
    metric
    title
    kind
    points {
      at
      canary
      stable
    }
  }
}
    `, {"fragmentName":"WaveFacts"}) as unknown as TypedDocumentString<WaveFactsFragment, unknown>;
export const AssessmentFactsFragmentDoc = new TypedDocumentString(`
    fragment AssessmentFacts on Assessment {
  risk {
    score
    sentence
    weightsVersion
    factors {
      factor
      points
      share
      isMissing
      sentence
    }
  }
  blast {
    serviceName
    level
    name
    sentence
    callers
    callerCount
    parts {
      dimension
      level
      isMissing
      sentence
    }
    services {
      name
      owner
      tier
      dependsOn
      openIncidents {
        id
        severity
      }
    }
  }
  plan {
    sentence
  }
}
    `, {"fragmentName":"AssessmentFacts"}) as unknown as TypedDocumentString<AssessmentFactsFragment, unknown>;
export const CheckFactsFragmentDoc = new TypedDocumentString(`
    fragment CheckFacts on GateCheck {
  check
  state
  sentence
  opensAt
  passer
  passedOver {
    code
    sentence
  }
}
    `, {"fragmentName":"CheckFacts"}) as unknown as TypedDocumentString<CheckFactsFragment, unknown>;
export const GateFactsFragmentDoc = new TypedDocumentString(`
    fragment GateFacts on Gates {
  next {
    waveIndex
    waveName
    isOpen
    sentence
    opensAt
    checks {
      ...CheckFacts
    }
  }
  passed {
    waveIndex
    waveName
    openedAt
    sentence
    checks {
      ...CheckFacts
    }
  }
}
    fragment CheckFacts on GateCheck {
  check
  state
  sentence
  opensAt
  passer
  passedOver {
    code
    sentence
  }
}`, {"fragmentName":"GateFacts"}) as unknown as TypedDocumentString<GateFactsFragment, unknown>;
export const ReviewFactsFragmentDoc = new TypedDocumentString(`
    fragment ReviewFacts on Review {
  id
  incidentId
  serviceName
  title
  severity
  state
  author
  restoredAt
  openItems
  nextStage {
    state
    asks
    dueAt
    isOverdue
  }
}
    `, {"fragmentName":"ReviewFacts"}) as unknown as TypedDocumentString<ReviewFactsFragment, unknown>;
export const DutyFactsFragmentDoc = new TypedDocumentString(`
    fragment DutyFacts on Duty {
  schedule
  role
  people
  gapReason
}
    `, {"fragmentName":"DutyFacts"}) as unknown as TypedDocumentString<DutyFactsFragment, unknown>;
export const ServiceRowFragmentDoc = new TypedDocumentString(`
    fragment ServiceRow on Service {
  name
  owner
  tier
  description
  dependsOn
  lastRelease {
    id
    version
    state
    changedAt
  }
  openIncidents {
    id
    severity
  }
  onCall {
    ...DutyFacts
  }
}
    fragment DutyFacts on Duty {
  schedule
  role
  people
  gapReason
}`, {"fragmentName":"ServiceRow"}) as unknown as TypedDocumentString<ServiceRowFragment, unknown>;
export const ChangesDocument = new TypedDocumentString(`
    subscription Changes {
  changed {
    noun
    id
    event
  }
}
    `) as unknown as TypedDocumentString<ChangesSubscription, ChangesSubscriptionVariables>;
export const AlertListDocument = new TypedDocumentString(`
    query AlertList {
  now
  groups(first: 50) {
    nodes {
      ...GroupRow
    }
  }
  alerts(first: 100) {
    nodes {
      ...AlertRow
    }
  }
}
    fragment GroupRow on AlertGroup {
  id
  serviceName
  title
  state
  severity
  pages
  pagedAt
  alertCount
  firingCount
  openedAt
  resolvedAt
  causes {
    kind
    name
    probability
  }
}
fragment AlertRow on Alert {
  fingerprint
  name
  summary
  serviceName
  state
  severity
  since
  groupId
  outcome
  reason
  why
}`) as unknown as TypedDocumentString<AlertListQuery, AlertListQueryVariables>;
export const AuditDocument = new TypedDocumentString(`
    query Audit($day: AWSDate!) {
  now
  audit(day: $day, first: 100) {
    nodes {
      id
      at
      actor
      type
      noun
      subjectId
      correlationId
      data
    }
    pageInfo {
      hasNextPage
    }
  }
}
    `) as unknown as TypedDocumentString<AuditQuery, AuditQueryVariables>;
export const GroupViewDocument = new TypedDocumentString(`
    query GroupView($id: ID!) {
  now
  group(id: $id) {
    ...GroupRow
    serviceNames
    severitySentence
    owner
    runbook
    releaseId
    mergedInto
    firing
    resolved
    causes {
      kind
      name
      serviceName
      probability
      reasons
    }
    recentChanges {
      id
      serviceName
      at
      releaseId
    }
    similar {
      id
      likeness
      cause
      openedAt
      resolvedBy
    }
    links {
      label
      url
    }
    chart {
      serviceName
      onsetAt
      fromAt
      pointSec
      missing
      series {
        metric
        title
        kind
        values
        missing
      }
    }
    timeline(first: 100) {
      nodes {
        id
        type
        at
        actor
        data
      }
    }
  }
  services(first: 100) {
    nodes {
      ...ServiceRow
    }
  }
}
    fragment GroupRow on AlertGroup {
  id
  serviceName
  title
  state
  severity
  pages
  pagedAt
  alertCount
  firingCount
  openedAt
  resolvedAt
  causes {
    kind
    name
    probability
  }
}
fragment DutyFacts on Duty {
  schedule
  role
  people
  gapReason
}
fragment ServiceRow on Service {
  name
  owner
  tier
  description
  dependsOn
  lastRelease {
    id
    version
    state
    changedAt
  }
  openIncidents {
    id
    severity
  }
  onCall {
    ...DutyFacts
  }
}`) as unknown as TypedDocumentString<GroupViewQuery, GroupViewQueryVariables>;
export const IncidentListDocument = new TypedDocumentString(`
    query IncidentList {
  now
  incidents(first: 50) {
    nodes {
      ...IncidentRow
    }
  }
}
    fragment IncidentRow on Incident {
  id
  serviceName
  title
  owner
  state
  severity
  startedAt
  openedAt
  resolvedAt
  closedAt
  groupsFiring
  roles {
    role
    person
  }
}`) as unknown as TypedDocumentString<IncidentListQuery, IncidentListQueryVariables>;
export const IncidentsOfDayDocument = new TypedDocumentString(`
    query IncidentsOfDay($day: AWSDate!) {
  incidents(filter: {endedOn: $day}, first: 50) {
    nodes {
      ...IncidentRow
    }
  }
}
    fragment IncidentRow on Incident {
  id
  serviceName
  title
  owner
  state
  severity
  startedAt
  openedAt
  resolvedAt
  closedAt
  groupsFiring
  roles {
    role
    person
  }
}`) as unknown as TypedDocumentString<IncidentsOfDayQuery, IncidentsOfDayQueryVariables>;
export const IncidentRoomDocument = new TypedDocumentString(`
    query IncidentRoom($id: ID!) {
  now
  incident(id: $id) {
    ...IncidentFacts
    actions {
      command
      isAllowed
      reason
    }
    onCall {
      ...DutyFacts
    }
    communicationsDue {
      audience
      dueAt
      isOverdue
    }
    figures {
      detectSec
      acknowledgeSec
      restoreSec
      phases {
        name
        title
        at
        tookSec
        referenceSec
      }
    }
    timeline(first: 100) {
      nodes {
        id
        type
        at
        actor
        data
      }
    }
  }
}
    fragment IncidentFacts on Incident {
  id
  serviceName
  serviceNames
  title
  owner
  state
  stateMeaning
  isEnded
  severity
  groupId
  releaseId
  runbook
  channel
  bridge
  customerReports
  groupsFiring
  startedAt
  detectedAt
  openedAt
  acknowledgedAt
  resolvedAt
  closedAt
  mergedInto
  roles {
    role
    person
  }
}
fragment DutyFacts on Duty {
  schedule
  role
  people
  gapReason
}`) as unknown as TypedDocumentString<IncidentRoomQuery, IncidentRoomQueryVariables>;
export const InsightDocument = new TypedDocumentString(`
    query Insight($days: Int!) {
  now
  insight(days: $days) {
    ...InsightFigures
  }
  leadTime(days: $days) {
    all {
      ...LeadTimeFigures
    }
    pipelines {
      pipelineName
      figures {
        ...LeadTimeFigures
      }
    }
  }
}
    fragment LeadTimeFigures on LeadTimeFigures {
  changes
  medianSec
  p90Sec
  medianBuildSec
  waited {
    kind
    medianSec
  }
}
fragment InsightFigures on InsightReport {
  days
  isPartial
  delivery {
    deployments
    deploymentsPerDay
    failures
    caughtInWaves
    failureShare
  }
  response {
    incidents
    detectSecMean
    acknowledgeSecMean
    restoreSecMean
    restoreSecP50
    unacknowledged
  }
  paging {
    pages
    people
    pagesPerPersonMean
    noiseShare
    byPerson {
      person
      pages
    }
  }
}`) as unknown as TypedDocumentString<InsightQuery, InsightQueryVariables>;
export const OnCallDocument = new TypedDocumentString(`
    query OnCall($from: AWSDateTime!, $until: AWSDateTime!) {
  now
  schedules(first: 25) {
    nodes {
      name
      description
      timeZone
      onCall {
        ...DutyFacts
      }
      calendar(from: $from, until: $until) {
        role
        layers
        spans {
          from
          until
          people
          source
          gapReason
        }
      }
    }
  }
}
    fragment DutyFacts on Duty {
  schedule
  role
  people
  gapReason
}`) as unknown as TypedDocumentString<OnCallQuery, OnCallQueryVariables>;
export const OverviewDocument = new TypedDocumentString(`
    query Overview {
  now
  incidents(first: 10) {
    nodes {
      ...IncidentRow
    }
  }
  groups(first: 10) {
    nodes {
      ...GroupRow
    }
  }
  releases(first: 15) {
    nodes {
      ...ReleaseRow
    }
  }
  schedules(first: 10) {
    nodes {
      name
      onCall {
        ...DutyFacts
      }
    }
  }
}
    fragment GroupRow on AlertGroup {
  id
  serviceName
  title
  state
  severity
  pages
  pagedAt
  alertCount
  firingCount
  openedAt
  resolvedAt
  causes {
    kind
    name
    probability
  }
}
fragment IncidentRow on Incident {
  id
  serviceName
  title
  owner
  state
  severity
  startedAt
  openedAt
  resolvedAt
  closedAt
  groupsFiring
  roles {
    role
    person
  }
}
fragment DutyFacts on Duty {
  schedule
  role
  people
  gapReason
}
fragment ReleaseRow on Release {
  id
  serviceName
  pipelineName
  version
  stage
  region
  state
  isEnded
  weightPercent
  waveIndex
  createdAt
  changedAt
  endedAt
  reason {
    code
    sentence
  }
  waves {
    index
    name
    weightPercent
    soakSec
    startedAt
    endedAt
    outcome
    verdict {
      outcome
      sentence
    }
  }
}`) as unknown as TypedDocumentString<OverviewQuery, OverviewQueryVariables>;
export const PipelineListDocument = new TypedDocumentString(`
    query PipelineList {
  now
  pipelines(first: 25) {
    nodes {
      name
      serviceName
      stages {
        name
        groups
        soakSec
        approvals
      }
      promotions(first: 3) {
        nodes {
          ...PromotionFacts
        }
      }
    }
  }
}
    fragment PromotionFacts on Promotion {
  id
  version
  author
  state
  isEnded
  stageIndex
  createdAt
  reason {
    sentence
  }
  regions {
    stage
    region
    releaseId
    outcome
    sentence
  }
  actions {
    command
    isAllowed
    reason
  }
}`) as unknown as TypedDocumentString<PipelineListQuery, PipelineListQueryVariables>;
export const ReleaseListDocument = new TypedDocumentString(`
    query ReleaseList {
  now
  releases(first: 50) {
    nodes {
      ...ReleaseRow
    }
  }
}
    fragment ReleaseRow on Release {
  id
  serviceName
  pipelineName
  version
  stage
  region
  state
  isEnded
  weightPercent
  waveIndex
  createdAt
  changedAt
  endedAt
  reason {
    code
    sentence
  }
  waves {
    index
    name
    weightPercent
    soakSec
    startedAt
    endedAt
    outcome
    verdict {
      outcome
      sentence
    }
  }
}`) as unknown as TypedDocumentString<ReleaseListQuery, ReleaseListQueryVariables>;
export const ReleasesOfDayDocument = new TypedDocumentString(`
    query ReleasesOfDay($day: AWSDate!) {
  releases(filter: {endedOn: $day}, first: 50) {
    nodes {
      ...ReleaseRow
    }
  }
}
    fragment ReleaseRow on Release {
  id
  serviceName
  pipelineName
  version
  stage
  region
  state
  isEnded
  weightPercent
  waveIndex
  createdAt
  changedAt
  endedAt
  reason {
    code
    sentence
  }
  waves {
    index
    name
    weightPercent
    soakSec
    startedAt
    endedAt
    outcome
    verdict {
      outcome
      sentence
    }
  }
}`) as unknown as TypedDocumentString<ReleasesOfDayQuery, ReleasesOfDayQueryVariables>;
export const ReleaseViewDocument = new TypedDocumentString(`
    query ReleaseView($id: ID!) {
  now
  release(id: $id) {
    ...ReleaseFacts
    waves {
      ...WaveFacts
    }
    assessment {
      ...AssessmentFacts
    }
    gates {
      ...GateFacts
    }
    timeline(first: 100) {
      nodes {
        id
        type
        at
        actor
        data
      }
    }
  }
}
    fragment ReleaseFacts on Release {
  id
  serviceName
  pipelineName
  version
  digest
  commit
  author
  stage
  region
  state
  isEnded
  stableVersion
  waveIndex
  weightPercent
  approvedBy
  abortedBy
  createdAt
  endedAt
  reason {
    code
    sentence
  }
  actions {
    command
    isAllowed
    reason
  }
}
fragment WaveFacts on Wave {
  index
  name
  weightPercent
  soakSec
  needsApproval
  startedAt
  endedAt
  isJudged
  outcome
  reason {
    code
    sentence
  }
  verdict {
    outcome
    reason
    sentence
    at
    blamed
    findings {
      metric
      isCritical
      isBlamed
      canaryRequests
      canaryEvents
      stableRequests
      stableEvents
      ratio
      eValue
      needs
      safeEValue
    }
  }
  ticks {
    metric
    title
    kind
    points {
      at
      canary
      stable
    }
  }
}
fragment AssessmentFacts on Assessment {
  risk {
    score
    sentence
    weightsVersion
    factors {
      factor
      points
      share
      isMissing
      sentence
    }
  }
  blast {
    serviceName
    level
    name
    sentence
    callers
    callerCount
    parts {
      dimension
      level
      isMissing
      sentence
    }
    services {
      name
      owner
      tier
      dependsOn
      openIncidents {
        id
        severity
      }
    }
  }
  plan {
    sentence
  }
}
fragment GateFacts on Gates {
  next {
    waveIndex
    waveName
    isOpen
    sentence
    opensAt
    checks {
      ...CheckFacts
    }
  }
  passed {
    waveIndex
    waveName
    openedAt
    sentence
    checks {
      ...CheckFacts
    }
  }
}
fragment CheckFacts on GateCheck {
  check
  state
  sentence
  opensAt
  passer
  passedOver {
    code
    sentence
  }
}`) as unknown as TypedDocumentString<ReleaseViewQuery, ReleaseViewQueryVariables>;
export const ReviewListDocument = new TypedDocumentString(`
    query ReviewList {
  now
  reviews(first: 50) {
    nodes {
      ...ReviewFacts
    }
  }
}
    fragment ReviewFacts on Review {
  id
  incidentId
  serviceName
  title
  severity
  state
  author
  restoredAt
  openItems
  nextStage {
    state
    asks
    dueAt
    isOverdue
  }
}`) as unknown as TypedDocumentString<ReviewListQuery, ReviewListQueryVariables>;
export const ReviewPageDocument = new TypedDocumentString(`
    query ReviewPage($id: ID!) {
  now
  review(id: $id) {
    ...ReviewFacts
    summary
    rootCause
    whys {
      question
      answer
    }
    factors
    lessons
    items {
      id
      title
      owner
      priority
      kind
      dueAt
      isDone
      isOverdue
      outcome
    }
  }
}
    fragment ReviewFacts on Review {
  id
  incidentId
  serviceName
  title
  severity
  state
  author
  restoredAt
  openItems
  nextStage {
    state
    asks
    dueAt
    isOverdue
  }
}`) as unknown as TypedDocumentString<ReviewPageQuery, ReviewPageQueryVariables>;
export const ServiceListDocument = new TypedDocumentString(`
    query ServiceList {
  now
  services(first: 100) {
    nodes {
      ...ServiceRow
    }
    pageInfo {
      hasNextPage
    }
  }
}
    fragment DutyFacts on Duty {
  schedule
  role
  people
  gapReason
}
fragment ServiceRow on Service {
  name
  owner
  tier
  description
  dependsOn
  lastRelease {
    id
    version
    state
    changedAt
  }
  openIncidents {
    id
    severity
  }
  onCall {
    ...DutyFacts
  }
}`) as unknown as TypedDocumentString<ServiceListQuery, ServiceListQueryVariables>;
export const ServiceViewDocument = new TypedDocumentString(`
    query ServiceView($name: ID!) {
  now
  service(name: $name) {
    ...ServiceRow
    dependencies {
      name
      openIncidents {
        id
        severity
      }
    }
    objectives {
      name
      title
      target
      window
      budget
      leftShare
      burn
      burnRateOfHour
      countedUntil
    }
    releases(first: 10) {
      nodes {
        ...ReleaseRow
      }
    }
    incidents(first: 10) {
      nodes {
        ...IncidentRow
      }
    }
  }
}
    fragment IncidentRow on Incident {
  id
  serviceName
  title
  owner
  state
  severity
  startedAt
  openedAt
  resolvedAt
  closedAt
  groupsFiring
  roles {
    role
    person
  }
}
fragment DutyFacts on Duty {
  schedule
  role
  people
  gapReason
}
fragment ReleaseRow on Release {
  id
  serviceName
  pipelineName
  version
  stage
  region
  state
  isEnded
  weightPercent
  waveIndex
  createdAt
  changedAt
  endedAt
  reason {
    code
    sentence
  }
  waves {
    index
    name
    weightPercent
    soakSec
    startedAt
    endedAt
    outcome
    verdict {
      outcome
      sentence
    }
  }
}
fragment ServiceRow on Service {
  name
  owner
  tier
  description
  dependsOn
  lastRelease {
    id
    version
    state
    changedAt
  }
  openIncidents {
    id
    severity
  }
  onCall {
    ...DutyFacts
  }
}`) as unknown as TypedDocumentString<ServiceViewQuery, ServiceViewQueryVariables>;