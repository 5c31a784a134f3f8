/** Types of the graphlet catalog. Made by `npm run gen`; changes go into the SDL. */
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

/** What runs, who owns it, what it needs to run. */
export type Query = {
  /** Houston's clock: what ages and countdowns are counted from. */
  now?: Maybe<Scalars['AWSDateTime']['output']>;
  /** One service; null where the catalog has none of that name. */
  service?: Maybe<Service>;
  /** The catalog, by name. */
  services?: Maybe<ServiceConnection>;
};


/** What runs, who owns it, what it needs to run. */
export type QueryServiceArgs = {
  name: Scalars['ID']['input'];
};


/** What runs, who owns it, what it needs to run. */
export type QueryServicesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** Something that runs and that somebody owns. */
export type Service = {
  /** Lower-case words joined by hyphens; its id everywhere. */
  name: Scalars['ID']['output'];
  /** The team that is woken for it. */
  owner: Scalars['String']['output'];
  /** 1: the business stops without it. 4: nobody outside of the team notices. */
  tier: Scalars['Int']['output'];
  description: Scalars['String']['output'];
  /** Names of the services that it calls, in the catalog or not. */
  dependsOn: Array<Scalars['String']['output']>;
  /** Those of them that the catalog knows. */
  dependencies?: Maybe<Array<Service>>;
  /** What it promises, and what is left of the error budget of each. */
  objectives?: Maybe<Array<Objective>>;
};

/** A service level objective, as Houston counts it. */
export type Objective = {
  /** Its id everywhere. */
  name: Scalars['ID']['output'];
  title: Scalars['String']['output'];
  /** The share that must be good: 0.999. */
  target: Scalars['Float']['output'];
  /** Of its budget: `28d`, `month Europe/Dublin`. */
  window: Scalars['String']['output'];
  /** `left`, `spent` or `unknown`: no data is no budget. */
  budget: Scalars['String']['output'];
  /** 1 is untouched, below 0 overspent; null where it is not known. */
  leftShare?: Maybe<Scalars['Float']['output']>;
  /** How much of the window was counted, of 1. */
  seenShare: Scalars['Float']['output'];
  /** `fast`, `slow`, `none` or `unknown`. */
  burn: Scalars['String']['output'];
  /** How many times as fast as it may; null where nothing was counted in that time. */
  burnRateOfHour?: Maybe<Scalars['Float']['output']>;
  countedUntil: Scalars['AWSDateTime']['output'];
};

/** A page of services. */
export type ServiceConnection = {
  edges: Array<ServiceEdge>;
  /** The same rows without their cursors. */
  nodes: Array<Service>;
  pageInfo: PageInfo;
};

export type ServiceEdge = {
  cursor: Scalars['String']['output'];
  node: Service;
};

/** Where a page stands in its listing. */
export type PageInfo = {
  hasNextPage: Scalars['Boolean']['output'];
  /** Opaque; `after` takes it. */
  endCursor?: Maybe<Scalars['String']['output']>;
};

/** A release as the catalog sees it. */
export type Release = {
  id: Scalars['ID']['output'];
  serviceName: Scalars['String']['output'];
  /** What is released; null where the catalog has dropped it since. */
  service?: Maybe<Service>;
};

/** An incident as the catalog sees it. */
export type Incident = {
  id: Scalars['ID']['output'];
  serviceName: Scalars['String']['output'];
  /** Whom it harms; null where the catalog has dropped it since. */
  service?: Maybe<Service>;
};

/** The blast radius of a release as the catalog sees it. */
export type Blast = {
  serviceName: Scalars['String']['output'];
  callers: Array<Scalars['String']['output']>;
  /** The service itself and those that call it, as far as the catalog knows them. */
  services?: Maybe<Array<Service>>;
};
