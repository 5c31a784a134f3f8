/** Types of the graphlet alerts. Made by `npm run gen`; changes go into the SDL. */
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

/** What alarms say, what became of it, and what is behind it. */
export type Query = {
  /** One group; null where none has that id. */
  group?: Maybe<AlertGroup>;
  /** Open groups, the newest first; with a filter those of one service or of one day. */
  groups?: Maybe<GroupConnection>;
  /** Alerts that fire or whose end is not told yet, of all services or of one. */
  alerts?: Maybe<AlertConnection>;
};


/** What alarms say, what became of it, and what is behind it. */
export type QueryGroupArgs = {
  id: Scalars['ID']['input'];
};


/** What alarms say, what became of it, and what is behind it. */
export type QueryGroupsArgs = {
  filter?: InputMaybe<GroupFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** What alarms say, what became of it, and what is behind it. */
export type QueryAlertsArgs = {
  filter?: InputMaybe<AlertFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** One of the two at most: groups of a service, over or not, or those that ended on a day. */
export type GroupFilter = {
  service?: InputMaybe<Scalars['ID']['input']>;
  endedOn?: InputMaybe<Scalars['AWSDate']['input']>;
};

export type AlertFilter = {
  service?: InputMaybe<Scalars['ID']['input']>;
};

export type Service = {
  name: Scalars['ID']['output'];
  /** Whose symptoms show at this service. */
  openGroups?: Maybe<Array<AlertGroup>>;
};

/** A release as alerts see it. */
export type Release = {
  id: Scalars['ID']['output'];
  /** Open groups whose likely cause it is. */
  openGroups?: Maybe<Array<AlertGroup>>;
};

/** An incident as alerts see it. */
export type Incident = {
  id: Scalars['ID']['output'];
  groupId?: Maybe<Scalars['ID']['output']>;
  /** What led to it; null where a person opened it. */
  group?: Maybe<AlertGroup>;
};

export type GroupConnection = {
  edges: Array<GroupEdge>;
  /** The same rows without their cursors. */
  nodes: Array<AlertGroup>;
  pageInfo: PageInfo;
};

export type GroupEdge = {
  cursor: Scalars['String']['output'];
  node: AlertGroup;
};

export type AlertConnection = {
  edges: Array<AlertEdge>;
  /** The same rows without their cursors. */
  nodes: Array<Alert>;
  pageInfo: PageInfo;
};

export type AlertEdge = {
  cursor: Scalars['String']['output'];
  node: Alert;
};

export type PageInfo = {
  hasNextPage: Scalars['Boolean']['output'];
  /** Opaque; `after` takes it. */
  endCursor?: Maybe<Scalars['String']['output']>;
};

/** SEV1: an outage. SEV4: nobody outside of the team notices. */
export type Severity =
  | 'SEV1'
  | 'SEV2'
  | 'SEV3'
  | 'SEV4';

export type GroupState =
  | 'OPEN'
  | 'RESOLVED'
  | 'MERGED';

/** Alerts with one cause. */
export type AlertGroup = {
  id: Scalars['ID']['output'];
  /** Of the likeliest cause, or the first that alerted. */
  serviceName: Scalars['String']['output'];
  serviceNames: Array<Scalars['String']['output']>;
  title: Scalars['String']['output'];
  state: GroupState;
  severity: Severity;
  /** Why it is that severe. */
  severitySentence: Scalars['String']['output'];
  /** Whether somebody must be woken. */
  pages: Scalars['Boolean']['output'];
  pagedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  alertCount: Scalars['Int']['output'];
  firingCount: Scalars['Int']['output'];
  owner?: Maybe<Scalars['String']['output']>;
  runbook?: Maybe<Scalars['String']['output']>;
  releaseId?: Maybe<Scalars['ID']['output']>;
  openedAt: Scalars['AWSDateTime']['output'];
  resolvedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  mergedInto?: Maybe<Scalars['ID']['output']>;
  /** The likeliest first. */
  causes: Array<Cause>;
  /** Symptoms that fire, in words. */
  firing: Array<Scalars['String']['output']>;
  /** Symptoms that are over. */
  resolved: Array<Scalars['String']['output']>;
  recentChanges: Array<RecentChange>;
  similar: Array<SimilarGroup>;
  links: Array<Link>;
  /** The service's metrics around the onset; null until they were asked for. */
  chart?: Maybe<GroupChart>;
  timeline?: Maybe<TimelineConnection>;
};


/** Alerts with one cause. */
export type AlertGroupTimelineArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** What the metrics of a group's service did around its onset. */
export type GroupChart = {
  serviceName: Scalars['String']['output'];
  onsetAt: Scalars['AWSDateTime']['output'];
  /** Where the first point begins; each covers `pointSec`. */
  fromAt: Scalars['AWSDateTime']['output'];
  pointSec: Scalars['Int']['output'];
  series: Array<ChartSeries>;
  /** Why there is no series at all. */
  missing?: Maybe<Scalars['String']['output']>;
};

export type ChartSeries = {
  metric: Scalars['String']['output'];
  title: Scalars['String']['output'];
  /** share, mean. */
  kind: Scalars['String']['output'];
  /** One for each point of time; null where there is no number, or not yet. */
  values: Array<Maybe<Scalars['Float']['output']>>;
  /** Why the last missing number is missing. */
  missing?: Maybe<Scalars['String']['output']>;
};

/** What may be behind a group. */
export type Cause = {
  /** service, change, infrastructure, unknown. */
  kind: Scalars['String']['output'];
  name: Scalars['String']['output'];
  serviceName?: Maybe<Scalars['String']['output']>;
  probability: Scalars['Float']['output'];
  reasons: Array<Scalars['String']['output']>;
};

export type RecentChange = {
  id: Scalars['ID']['output'];
  serviceName: Scalars['String']['output'];
  at: Scalars['AWSDateTime']['output'];
  releaseId?: Maybe<Scalars['ID']['output']>;
};

/** A group that is over and looks alike. */
export type SimilarGroup = {
  id: Scalars['ID']['output'];
  /** 0 to 1. */
  likeness: Scalars['Float']['output'];
  cause: Scalars['String']['output'];
  openedAt: Scalars['AWSDateTime']['output'];
  /** What ended it then. */
  resolvedBy?: Maybe<Scalars['String']['output']>;
};

export type Link = {
  label: Scalars['String']['output'];
  url: Scalars['AWSURL']['output'];
};

export type AlertState =
  | 'FIRING'
  | 'RESOLVED'
  | 'UNKNOWN';

/** One alarm of one source. */
export type Alert = {
  fingerprint: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  /** What it says, in words; null where its source gave none. */
  summary?: Maybe<Scalars['String']['output']>;
  serviceName?: Maybe<Scalars['String']['output']>;
  state: AlertState;
  severity?: Maybe<Severity>;
  since: Scalars['AWSDateTime']['output'];
  groupId?: Maybe<Scalars['ID']['output']>;
  /** page, tell, added, held, muted, inhibited, ended. */
  outcome: Scalars['String']['output'];
  /** Why somebody was told, or nobody. */
  reason: Scalars['String']['output'];
  /** The reason of every stage of the intake, as sentences. */
  why: Array<Scalars['String']['output']>;
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
