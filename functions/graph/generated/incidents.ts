/** Types of the graphlet incidents. Made by `npm run gen`; changes go into the SDL. */
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

/** What harms customers, and who is on it. */
export type Query = {
  /** One incident; null where none has that id. */
  incident?: Maybe<Incident>;
  /** Incidents that people work on or watch, the newest first; with a filter those of one service or of one day. */
  incidents?: Maybe<IncidentConnection>;
  /** One review; null where none has that id. */
  review?: Maybe<Review>;
  /** Reviews that are not done, the newest first. */
  reviews?: Maybe<ReviewConnection>;
};


/** What harms customers, and who is on it. */
export type QueryIncidentArgs = {
  id: Scalars['ID']['input'];
};


/** What harms customers, and who is on it. */
export type QueryIncidentsArgs = {
  filter?: InputMaybe<IncidentFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** What harms customers, and who is on it. */
export type QueryReviewArgs = {
  id: Scalars['ID']['input'];
};


/** What harms customers, and who is on it. */
export type QueryReviewsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** One of the two at most: incidents of a service, or those that ended on a day. */
export type IncidentFilter = {
  service?: InputMaybe<Scalars['ID']['input']>;
  endedOn?: InputMaybe<Scalars['AWSDate']['input']>;
};

export type Service = {
  name: Scalars['ID']['output'];
  /** Whose harm goes on, at this service or reaching it. */
  openIncidents?: Maybe<Array<Incident>>;
  /** The newest first. */
  incidents?: Maybe<IncidentConnection>;
};


export type ServiceIncidentsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** A release as incidents see it. */
export type Release = {
  id: Scalars['ID']['output'];
  /** Whose likely cause it is, as far as they go on. */
  openIncidents?: Maybe<Array<Incident>>;
};

export type IncidentConnection = {
  edges: Array<IncidentEdge>;
  /** The same rows without their cursors. */
  nodes: Array<Incident>;
  pageInfo: PageInfo;
};

export type IncidentEdge = {
  cursor: Scalars['String']['output'];
  node: Incident;
};

export type PageInfo = {
  hasNextPage: Scalars['Boolean']['output'];
  /** Opaque; `after` takes it. */
  endCursor?: Maybe<Scalars['String']['output']>;
};

export type IncidentState =
  | 'OPEN'
  | 'ACKNOWLEDGED'
  | 'MITIGATING'
  | 'VERIFYING'
  | 'RESOLVED'
  | 'CLOSED'
  | 'MERGED';

/** SEV1: an outage. SEV4: nobody outside of the team notices. */
export type Severity =
  | 'SEV1'
  | 'SEV2'
  | 'SEV3'
  | 'SEV4';

/** One harm to a service, from the first sign to the all clear. */
export type Incident = {
  id: Scalars['ID']['output'];
  serviceName: Scalars['String']['output'];
  /** Other services that the harm reaches. */
  serviceNames: Array<Scalars['String']['output']>;
  title: Scalars['String']['output'];
  /** The team that owns the service. */
  owner: Scalars['String']['output'];
  state: IncidentState;
  /** What the state means. */
  stateMeaning: Scalars['String']['output'];
  isEnded: Scalars['Boolean']['output'];
  severity: Severity;
  openedBy: Scalars['String']['output'];
  groupId?: Maybe<Scalars['ID']['output']>;
  releaseId?: Maybe<Scalars['ID']['output']>;
  runbook?: Maybe<Scalars['String']['output']>;
  roles: Array<IncidentRole>;
  channel?: Maybe<Scalars['String']['output']>;
  bridge?: Maybe<Scalars['String']['output']>;
  /** Alert groups that led here and still fire. */
  groupsFiring: Scalars['Int']['output'];
  customerReports: Scalars['Int']['output'];
  startedAt: Scalars['AWSDateTime']['output'];
  detectedAt: Scalars['AWSDateTime']['output'];
  openedAt: Scalars['AWSDateTime']['output'];
  acknowledgedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  resolvedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  closedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  mergedInto?: Maybe<Scalars['ID']['output']>;
  /** What the caller may do with it now, and where not, why. */
  actions: Array<IncidentAction>;
  /** Who must be told next, and when. */
  communicationsDue?: Maybe<Array<CommunicationDue>>;
  /** From its timeline, never typed in. */
  figures?: Maybe<IncidentFigures>;
  timeline?: Maybe<TimelineConnection>;
};


/** One harm to a service, from the first sign to the all clear. */
export type IncidentTimelineArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type IncidentRole = {
  /** commander, technical-lead, communications-lead, executive. */
  role: Scalars['String']['output'];
  /** Null while nobody has it. */
  person?: Maybe<Scalars['String']['output']>;
};

/** Something that a person can do. */
export type IncidentAction = {
  /** As in the command API: `incident.acknowledge`. */
  command: Scalars['String']['output'];
  isAllowed: Scalars['Boolean']['output'];
  /** Why not; null where it is allowed. */
  reason?: Maybe<Scalars['String']['output']>;
};

export type CommunicationDue = {
  /** internal, status-page, customers. */
  audience: Scalars['String']['output'];
  dueAt: Scalars['AWSDateTime']['output'];
  isOverdue: Scalars['Boolean']['output'];
};

/** In seconds; null where the timeline does not say. */
export type IncidentFigures = {
  detectSec?: Maybe<Scalars['Int']['output']>;
  acknowledgeSec?: Maybe<Scalars['Int']['output']>;
  restoreSec?: Maybe<Scalars['Int']['output']>;
  phases: Array<IncidentPhase>;
};

export type IncidentPhase = {
  name: Scalars['String']['output'];
  title: Scalars['String']['output'];
  /** Null while it is not reached. */
  at?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Since the phase before it. */
  tookSec?: Maybe<Scalars['Int']['output']>;
  /** What it takes in the reference timeline. */
  referenceSec: Scalars['Int']['output'];
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

export type ReviewConnection = {
  edges: Array<ReviewEdge>;
  /** The same rows without their cursors. */
  nodes: Array<Review>;
  pageInfo: PageInfo;
};

export type ReviewEdge = {
  cursor: Scalars['String']['output'];
  node: Review;
};

/** What went wrong, why, and what is done about it until it is done. Blameless. */
export type Review = {
  id: Scalars['ID']['output'];
  incidentId: Scalars['ID']['output'];
  serviceName: Scalars['String']['output'];
  owner: Scalars['String']['output'];
  title: Scalars['String']['output'];
  severity: Severity;
  /** drafted, preliminary, analysed, agreed, done. */
  state: Scalars['String']['output'];
  author: Scalars['String']['output'];
  restoredAt: Scalars['AWSDateTime']['output'];
  /** What is asked for next, and by when; null where all is done. */
  nextStage?: Maybe<ReviewStage>;
  openItems: Scalars['Int']['output'];
  summary: Scalars['String']['output'];
  rootCause: Scalars['String']['output'];
  whys: Array<Why>;
  factors: Array<Scalars['String']['output']>;
  lessons: Array<Scalars['String']['output']>;
  /** What must be done, by whom, by when. */
  items?: Maybe<Array<ActionItem>>;
};

export type ReviewStage = {
  state: Scalars['String']['output'];
  asks: Scalars['String']['output'];
  dueAt: Scalars['AWSDateTime']['output'];
  isOverdue: Scalars['Boolean']['output'];
};

export type Why = {
  question: Scalars['String']['output'];
  answer: Scalars['String']['output'];
};

export type ActionItem = {
  id: Scalars['ID']['output'];
  title: Scalars['String']['output'];
  owner: Scalars['String']['output'];
  /** P1, P2, P3. */
  priority: Scalars['String']['output'];
  /** prevent, detect, mitigate, process. */
  kind: Scalars['String']['output'];
  dueAt: Scalars['AWSDateTime']['output'];
  isDone: Scalars['Boolean']['output'];
  isOverdue: Scalars['Boolean']['output'];
  /** What was done, or where it can be seen. */
  outcome?: Maybe<Scalars['String']['output']>;
};
