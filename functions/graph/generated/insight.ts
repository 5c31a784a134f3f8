/** Types of the graphlet insight. Made by `npm run gen`; changes go into the SDL. */
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

/** What Houston looks like from outside, and what people did. */
export type Query = {
  /** What anybody may see: which services are harmed now. Needs a key that is no secret. */
  publicStatus?: Maybe<PublicStatus>;
  /** How long changes took from check-in to production, and where they waited. */
  leadTime?: Maybe<LeadTimeReport>;
  /** What the last days were like: deliveries by DORA's measures, incidents, pages. 31 days at most. */
  insight?: Maybe<InsightReport>;
  /** What people and other services did, the newest first, a day at a time. Admins alone. */
  audit?: Maybe<AuditConnection>;
};


/** What Houston looks like from outside, and what people did. */
export type QueryLeadTimeArgs = {
  days?: InputMaybe<Scalars['Int']['input']>;
};


/** What Houston looks like from outside, and what people did. */
export type QueryInsightArgs = {
  days?: InputMaybe<Scalars['Int']['input']>;
};


/** What Houston looks like from outside, and what people did. */
export type QueryAuditArgs = {
  day: Scalars['AWSDate']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** As little as a status page needs: no names of people, no numbers, no causes. */
export type PublicStatus = {
  at: Scalars['AWSDateTime']['output'];
  /** True where nothing is harmed that customers would notice. */
  isAllWell: Scalars['Boolean']['output'];
  incidents: Array<PublicIncident>;
};

export type PublicIncident = {
  serviceName: Scalars['String']['output'];
  /** outage or degraded. */
  impact: Scalars['String']['output'];
  startedAt: Scalars['AWSDateTime']['output'];
  /** True once the service was seen restored and is watched. */
  isRestored: Scalars['Boolean']['output'];
};

export type AuditConnection = {
  edges: Array<AuditEdge>;
  /** The same rows without their cursors. */
  nodes: Array<AuditEntry>;
  pageInfo: PageInfo;
};

export type AuditEdge = {
  cursor: Scalars['String']['output'];
  node: AuditEntry;
};

export type PageInfo = {
  hasNextPage: Scalars['Boolean']['output'];
  /** Opaque; `after` takes it. */
  endCursor?: Maybe<Scalars['String']['output']>;
};

/** One thing that somebody did. */
export type AuditEntry = {
  id: Scalars['ID']['output'];
  at: Scalars['AWSDateTime']['output'];
  /** person:ann, service:github. */
  actor: Scalars['String']['output'];
  /** The event's name: `release.abort-requested`. */
  type: Scalars['String']['output'];
  noun: Scalars['String']['output'];
  subjectId: Scalars['ID']['output'];
  /** Everything that followed from one push or one alarm bears one. */
  correlationId: Scalars['String']['output'];
  data: Scalars['AWSJSON']['output'];
};

export type LeadTimeReport = {
  days: Scalars['Int']['output'];
  all: LeadTimeFigures;
  pipelines: Array<PipelineLeadTime>;
};

export type PipelineLeadTime = {
  pipelineName: Scalars['String']['output'];
  figures: LeadTimeFigures;
};

/** In seconds; null where no change reached production. */
export type LeadTimeFigures = {
  changes: Scalars['Int']['output'];
  medianSec?: Maybe<Scalars['Int']['output']>;
  p90Sec?: Maybe<Scalars['Int']['output']>;
  medianBuildSec?: Maybe<Scalars['Int']['output']>;
  /** queue, approval, gate, soak. */
  waited: Array<MedianWait>;
};

export type MedianWait = {
  kind: Scalars['String']['output'];
  medianSec: Scalars['Int']['output'];
};

export type InsightReport = {
  days: Scalars['Int']['output'];
  delivery: DeliveryFigures;
  response: ResponseFigures;
  paging: PagingFigures;
  /** A day had more than is read of one: the figures are of a part. */
  isPartial: Scalars['Boolean']['output'];
};

/** By DORA's definitions, of releases to the last stage of their pipeline. */
export type DeliveryFigures = {
  /** Took all of production's traffic and kept it. */
  deployments: Scalars['Int']['output'];
  deploymentsPerDay: Scalars['Float']['output'];
  /** Served somebody and were taken back, or could not be. */
  failures: Scalars['Int']['output'];
  /** Of these, those that took a part of the traffic alone. */
  caughtInWaves: Scalars['Int']['output'];
  /** Failures of all that served somebody; null where nothing did. */
  failureShare?: Maybe<Scalars['Float']['output']>;
};

/** In seconds; null where nothing is known of any incident. */
export type ResponseFigures = {
  /** Those that ended in the period, and those that are live. */
  incidents: Scalars['Int']['output'];
  /** From the begin of the harm to its first sign. */
  detectSecMean?: Maybe<Scalars['Int']['output']>;
  /** From the first sign to somebody who has it. */
  acknowledgeSecMean?: Maybe<Scalars['Int']['output']>;
  /** From the begin of the harm to its end. */
  restoreSecMean?: Maybe<Scalars['Int']['output']>;
  restoreSecP50?: Maybe<Scalars['Int']['output']>;
  /** Nobody took them: they stand in no mean. */
  unacknowledged: Scalars['Int']['output'];
};

export type PagingFigures = {
  /** Pages that asked somebody for an answer. */
  pages: Scalars['Int']['output'];
  people: Scalars['Int']['output'];
  /** Who was paged most, the most first; ten at most. */
  byPerson: Array<PersonPages>;
  /** Over the people who were paged at all. */
  pagesPerPersonMean?: Maybe<Scalars['Float']['output']>;
  /** Pages that belong to no incident, of all. */
  noiseShare?: Maybe<Scalars['Float']['output']>;
};

export type PersonPages = {
  person: Scalars['String']['output'];
  pages: Scalars['Int']['output'];
};
