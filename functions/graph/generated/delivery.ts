/** Types of the graphlet delivery. Made by `npm run gen`; changes go into the SDL. */
export type Maybe<T> = T | null | undefined;
export type InputMaybe<T> = T | null | undefined;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  AWSDate: { input: string; output: string; }
  AWSDateTime: { input: string; output: string; }
  AWSJSON: { input: string; output: string; }
  AWSURL: { input: string; output: string; }
};

/** How changes reach production. */
export type Query = {
  /** One release; null where none has that id. */
  release?: Maybe<Release>;
  /** Releases under way, the newest first; with a filter those of one service or of one day. */
  releases?: Maybe<ReleaseConnection>;
  /** One pipeline; null where none is declared by that name. */
  pipeline?: Maybe<Pipeline>;
  /** Every pipeline, by name. */
  pipelines?: Maybe<PipelineConnection>;
  /** One promotion; null where none has that id. */
  promotion?: Maybe<Promotion>;
};


/** How changes reach production. */
export type QueryReleaseArgs = {
  id: Scalars['ID']['input'];
};


/** How changes reach production. */
export type QueryReleasesArgs = {
  filter?: InputMaybe<ReleaseFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** How changes reach production. */
export type QueryPipelineArgs = {
  name: Scalars['ID']['input'];
};


/** How changes reach production. */
export type QueryPipelinesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** How changes reach production. */
export type QueryPromotionArgs = {
  id: Scalars['ID']['input'];
};

/** One of the two at most: releases of a service, or those that ended on a day. */
export type ReleaseFilter = {
  service?: InputMaybe<Scalars['ID']['input']>;
  endedOn?: InputMaybe<Scalars['AWSDate']['input']>;
};

/** What runs, as far as delivery knows it. */
export type Service = {
  name: Scalars['ID']['output'];
  /** The newest first. */
  releases?: Maybe<ReleaseConnection>;
  /** The one that was admitted last; null where there has been none. */
  lastRelease?: Maybe<Release>;
};


/** What runs, as far as delivery knows it. */
export type ServiceReleasesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type ReleaseConnection = {
  edges: Array<ReleaseEdge>;
  /** The same rows without their cursors. */
  nodes: Array<Release>;
  pageInfo: PageInfo;
};

export type ReleaseEdge = {
  cursor: Scalars['String']['output'];
  node: Release;
};

export type PageInfo = {
  hasNextPage: Scalars['Boolean']['output'];
  /** Opaque; `after` takes it. */
  endCursor?: Maybe<Scalars['String']['output']>;
};

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

/** One artifact on its way to all of one target's traffic, in waves. */
export type Release = {
  id: Scalars['ID']['output'];
  serviceName: Scalars['String']['output'];
  pipelineName: Scalars['String']['output'];
  version: Scalars['String']['output'];
  digest: Scalars['String']['output'];
  commit: Scalars['String']['output'];
  author: Scalars['String']['output'];
  stage: Scalars['String']['output'];
  region: Scalars['String']['output'];
  state: ReleaseState;
  /** Whether it has come to an end. */
  isEnded: Scalars['Boolean']['output'];
  /** What a rollback returns to; null until it is prepared. */
  stableVersion?: Maybe<Scalars['String']['output']>;
  /** The wave under way, or the last one there was; -1 before the first. */
  waveIndex: Scalars['Int']['output'];
  /** What the wave under way gives the new version; 0 where none of the traffic is its own. */
  weightPercent: Scalars['Float']['output'];
  /** Why it ended, or is being taken back. */
  reason?: Maybe<Reason>;
  approvedBy?: Maybe<Scalars['String']['output']>;
  abortedBy?: Maybe<Scalars['String']['output']>;
  createdAt: Scalars['AWSDateTime']['output'];
  changedAt: Scalars['AWSDateTime']['output'];
  endedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** What the caller may do with it now, and where not, why. */
  actions: Array<ReleaseAction>;
  /** Every wave of its plan, begun or not. */
  waves?: Maybe<Array<Wave>>;
  /** What was found of it when it started; null where it was not assessed. */
  assessment?: Maybe<Assessment>;
  /** The gates before its waves: those behind it, and the next one as it would be decided now. */
  gates?: Maybe<Gates>;
  /** What happened to it, in order. */
  timeline?: Maybe<TimelineConnection>;
};


/** One artifact on its way to all of one target's traffic, in waves. */
export type ReleaseTimelineArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** The risk of a release, who is hit if it goes wrong, and the plan that follows. */
export type Assessment = {
  at: Scalars['AWSDateTime']['output'];
  risk: Risk;
  blast: Blast;
  plan: AssessedPlan;
};

export type Risk = {
  /** 1 to 10. */
  score: Scalars['Int']['output'];
  sentence: Scalars['String']['output'];
  /** The version of the weights that it was computed with. */
  weightsVersion: Scalars['String']['output'];
  /** Every factor, the heaviest first; all shares together are 1. */
  factors: Array<RiskFactor>;
};

export type RiskFactor = {
  factor: Scalars['String']['output'];
  points: Scalars['Float']['output'];
  share: Scalars['Float']['output'];
  /** Nothing was known of it, so it counts as at its worst. */
  isMissing: Scalars['Boolean']['output'];
  sentence: Scalars['String']['output'];
};

/** Who is hit if the release goes wrong, and how hard it is to take back. */
export type Blast = {
  serviceName: Scalars['String']['output'];
  /** 1 to 5. */
  level: Scalars['Int']['output'];
  name: Scalars['String']['output'];
  sentence: Scalars['String']['output'];
  parts: Array<BlastPart>;
  /** Names of the services that call it, directly or through others, the nearest first; 50 at most. */
  callers: Array<Scalars['String']['output']>;
  /** How many there are. */
  callerCount: Scalars['Int']['output'];
};

export type BlastPart = {
  /** tier, callers, customers, revenue, rollback. */
  dimension: Scalars['String']['output'];
  level: Scalars['Int']['output'];
  isMissing: Scalars['Boolean']['output'];
  sentence: Scalars['String']['output'];
};

export type AssessedPlan = {
  /** How the waves came about: declared, risk, hotfix. */
  by: Scalars['String']['output'];
  /** How careful risk and radius would be. */
  care: Scalars['String']['output'];
  sentence: Scalars['String']['output'];
};

export type Gates = {
  /** The one that the release stands at or comes to next; null where none comes any more. */
  next?: Maybe<NextGate>;
  /** Each gate as it was decided last, in order. */
  passed: Array<Gate>;
};

/** A gate as it would be decided now; asking changes nothing. */
export type NextGate = {
  waveIndex: Scalars['Int']['output'];
  waveName: Scalars['String']['output'];
  isOpen: Scalars['Boolean']['output'];
  sentence: Scalars['String']['output'];
  /** When time alone stands in the way: the first instant at which all checks are open. */
  opensAt?: Maybe<Scalars['AWSDateTime']['output']>;
  checks: Array<GateCheck>;
};

export type Gate = {
  waveIndex: Scalars['Int']['output'];
  waveName: Scalars['String']['output'];
  askedAt: Scalars['AWSDateTime']['output'];
  /** Null while it holds the release, and where the release was taken back before it. */
  openedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  sentence: Scalars['String']['output'];
  checks: Array<GateCheck>;
};

export type GateCheckState =
  | 'OPEN'
  | 'CLOSED'
  | 'WAITS_FOR';

/** One check of a gate. */
export type GateCheck = {
  /** freeze, calendar, target, alarm, incident, budget, approval, security, compliance. */
  check: Scalars['String']['output'];
  /** CLOSED needs somebody to change something; WAITS_FOR opens by itself or by what the sentence names. */
  state: GateCheckState;
  /** A stable code. */
  reason: Scalars['String']['output'];
  sentence: Scalars['String']['output'];
  opensAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Who can let the release pass it; null where it is open, and for gates behind the release. */
  passer?: Maybe<Scalars['String']['output']>;
  /** What would have held the release, where an exception let it pass. */
  passedOver?: Maybe<Reason>;
};

/** A stable code, and a sentence with its numbers. */
export type Reason = {
  code: Scalars['String']['output'];
  sentence: Scalars['String']['output'];
};

/** Something that a person can do. */
export type ReleaseAction = {
  /** As in the command API: `release.abort`. */
  command: Scalars['String']['output'];
  isAllowed: Scalars['Boolean']['output'];
  /** Why not; null where it is allowed. */
  reason?: Maybe<Scalars['String']['output']>;
};

/** A share of the traffic, watched for a time. */
export type Wave = {
  releaseId: Scalars['ID']['output'];
  index: Scalars['Int']['output'];
  name: Scalars['String']['output'];
  weightPercent: Scalars['Float']['output'];
  /** How long it is watched at least, in seconds. */
  soakSec: Scalars['Int']['output'];
  /** Whether a person must say yes before it starts. */
  needsApproval: Scalars['Boolean']['output'];
  /** Null before it began. */
  startedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  endedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Whether the judge looks at it now. */
  isJudged: Scalars['Boolean']['output'];
  /** How it ended: passed, harm, aborted, undecided-too-long, blind-too-long. */
  outcome?: Maybe<Scalars['String']['output']>;
  reason?: Maybe<Reason>;
  /** What the judge said last. */
  verdict?: Maybe<Verdict>;
  /** Canary against stable, tick by tick, oldest first, of each metric of the gate. */
  ticks?: Maybe<Array<MetricTicks>>;
};

export type VerdictOutcome =
  | 'HARM'
  | 'BLIND'
  | 'UNDECIDED'
  | 'SAFE';

/** What the judge says of a wave, with its numbers. */
export type Verdict = {
  outcome: VerdictOutcome;
  reason: Scalars['String']['output'];
  /** For whoever is woken by it. */
  sentence: Scalars['String']['output'];
  at: Scalars['AWSDateTime']['output'];
  /** The metrics that are found guilty. */
  blamed: Array<Scalars['String']['output']>;
  findings: Array<Finding>;
};

/** One metric as it stood. */
export type Finding = {
  metric: Scalars['String']['output'];
  isCritical: Scalars['Boolean']['output'];
  isBlamed: Scalars['Boolean']['output'];
  canaryRequests: Scalars['Float']['output'];
  canaryEvents: Scalars['Float']['output'];
  stableRequests: Scalars['Float']['output'];
  stableEvents: Scalars['Float']['output'];
  /** Canary over stable, events per request; null where the stable side has none. */
  ratio?: Maybe<Scalars['Float']['output']>;
  /** Evidence of harm; convicts where it reaches `needs`. */
  eValue: Scalars['Float']['output'];
  needs: Scalars['Float']['output'];
  /** Evidence that the ratio is inside of the margin. */
  safeEValue: Scalars['Float']['output'];
};

/** One metric over the ticks of a wave. */
export type MetricTicks = {
  metric: Scalars['String']['output'];
  title: Scalars['String']['output'];
  /** `share`: bad requests of all. `mean`: an average. */
  kind: Scalars['String']['output'];
  points: Array<TickPoint>;
};

/** Null where a side had no traffic or its source no data. */
export type TickPoint = {
  at: Scalars['AWSDateTime']['output'];
  canary?: Maybe<Scalars['Float']['output']>;
  stable?: Maybe<Scalars['Float']['output']>;
};

export type TimelineConnection = {
  edges: Array<TimelineEdge>;
  nodes: Array<TimelineEntry>;
  pageInfo: PageInfo;
};

export type TimelineEdge = {
  cursor: Scalars['String']['output'];
  node: TimelineEntry;
};

/** One thing that happened. */
export type TimelineEntry = {
  id: Scalars['ID']['output'];
  /** The event's name: `release.wave-started`. */
  type: Scalars['String']['output'];
  at: Scalars['AWSDateTime']['output'];
  /** Who did it: `person:ann`, `system:JudgeActiveWaves`. */
  actor: Scalars['String']['output'];
  /** What it says beside its type. */
  data: Scalars['AWSJSON']['output'];
};

export type PipelineConnection = {
  edges: Array<PipelineEdge>;
  /** The same rows without their cursors. */
  nodes: Array<Pipeline>;
  pageInfo: PageInfo;
};

export type PipelineEdge = {
  cursor: Scalars['String']['output'];
  node: Pipeline;
};

/** The path of a service's changes to production. */
export type Pipeline = {
  name: Scalars['ID']['output'];
  serviceName: Scalars['String']['output'];
  stages: Array<PipelineStage>;
  /** The newest first. */
  promotions?: Maybe<PromotionConnection>;
};


/** The path of a service's changes to production. */
export type PipelinePromotionsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** A stage: regions in groups, one group after the other. */
export type PipelineStage = {
  name: Scalars['String']['output'];
  groups: Array<Array<Scalars['String']['output']>>;
  /** How long a group that has the version is watched before the next, in seconds. */
  soakSec: Scalars['Int']['output'];
  /** How many people must let a version in. */
  approvals: Scalars['Int']['output'];
};

export type PromotionConnection = {
  edges: Array<PromotionEdge>;
  /** The same rows without their cursors. */
  nodes: Array<Promotion>;
  pageInfo: PageInfo;
};

export type PromotionEdge = {
  cursor: Scalars['String']['output'];
  node: Promotion;
};

export type PromotionState =
  | 'QUEUED'
  | 'AWAITING_APPROVAL'
  | 'RELEASING'
  | 'SOAKING'
  | 'COMPLETED'
  | 'STOPPED'
  | 'SUPERSEDED';

/** One version on its way through the stages of its pipeline. */
export type Promotion = {
  id: Scalars['ID']['output'];
  pipelineName: Scalars['String']['output'];
  serviceName: Scalars['String']['output'];
  version: Scalars['String']['output'];
  commit: Scalars['String']['output'];
  author: Scalars['String']['output'];
  state: PromotionState;
  isEnded: Scalars['Boolean']['output'];
  /** The stage under way, or at whose entrance it waits. */
  stageIndex: Scalars['Int']['output'];
  stages: Array<PipelineStage>;
  /** Regions in which a release was started, in order. */
  regions: Array<PromotedRegion>;
  approvedBy: Array<Scalars['String']['output']>;
  reason?: Maybe<Reason>;
  createdAt: Scalars['AWSDateTime']['output'];
  endedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** What the caller may do with it now, and where not, why. */
  actions: Array<ReleaseAction>;
};

export type PromotedRegion = {
  stage: Scalars['String']['output'];
  region: Scalars['String']['output'];
  releaseId: Scalars['ID']['output'];
  /** completed, taken-back, stuck, superseded; null while it is under way. */
  outcome?: Maybe<Scalars['String']['output']>;
  sentence?: Maybe<Scalars['String']['output']>;
  startedAt: Scalars['AWSDateTime']['output'];
  endedAt?: Maybe<Scalars['AWSDateTime']['output']>;
};
