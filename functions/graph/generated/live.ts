/** Types of the graphlet live. Made by `npm run gen`; changes go into the SDL. */
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

/** Changes come in by a mutation that Houston itself calls, so that subscribers hear of them; people change things by commands. */
export type Mutation = {
  /** Tells subscribers of something that happened. Called by Houston's bus alone. */
  publishChange?: Maybe<Change>;
};


/** Changes come in by a mutation that Houston itself calls, so that subscribers hear of them; people change things by commands. */
export type MutationPublishChangeArgs = {
  noun: Scalars['String']['input'];
  id: Scalars['ID']['input'];
  event: Scalars['String']['input'];
  at: Scalars['AWSDateTime']['input'];
  by: Scalars['String']['input'];
};

export type Query = {
  /** What the news are about: the nouns that `changed` can be asked for. */
  changingNouns?: Maybe<Array<Scalars['String']['output']>>;
};

export type Subscription = {
  /** Something happened to a release, an alert group, an incident, a page. Without arguments: to anything. */
  changed?: Maybe<Change>;
};


export type SubscriptionChangedArgs = {
  noun?: InputMaybe<Scalars['String']['input']>;
  id?: InputMaybe<Scalars['ID']['input']>;
  event?: InputMaybe<Scalars['String']['input']>;
};

/** That something happened, not what it is now: read the thing again. */
export type Change = {
  /** `release`, `group`, `incident`, `page`, … */
  noun: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  /** The event's name: `release.wave-started`. */
  event: Scalars['String']['output'];
  at: Scalars['AWSDateTime']['output'];
  /** Who did it: `person:ann`, `system:JudgeActiveWaves`. */
  by: Scalars['String']['output'];
};
